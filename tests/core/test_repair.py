"""A failing sum says what slip would explain it."""

import pytest

from danvan.audit.pipeline import examine
from danvan.core.checks import registry
from danvan.core.text.document import Document


def repairs(text):
    checks = registry.run(examine(Document(text, ())))
    return [c.repair["en"] for c in checks if c.repair]


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("Nhận 983 đơn (khiếu nại 156 đơn; tố cáo 29 đơn; phản ánh 789 đơn).", ["“156” fits as 165, or “789” fits as 798."]),
        ("Nhận 983 đơn (khiếu nại 156 đơn; tố cáo 29 đơn; phản ánh 768 đơn).", []),
        ("Nhận 974 đơn (khiếu nại 156 đơn; tố cáo 30 đơn; phản ánh 798 đơn). Tổng 984 đơn.", ["“974” fits as 984."]),
        ("Nhận 983 đơn (khiếu nại 156 đơn; tố cáo 29 đơn; phản ánh 798 đơn).", []),
        ("Nhận 983 đơn (khiếu nại 111 đơn; tố cáo 22 đơn; phản ánh 333 đơn).", []),
    ],
)  # fmt: skip
def test_a_slip_is_named(text, repair):
    assert repairs(text) == repair
