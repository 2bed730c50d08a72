"""A trace in words."""

import pytest
from django.utils import translation

from danvan.petitions import tracing


@pytest.mark.parametrize(
    ("last", "days", "said"),
    [
        ("2026-09-07", 1, "07/09/2026: tính 1 ngày."),
        ("2026-09-09", 3, "Từ 07/09/2026 đến 09/09/2026: tính 3 ngày."),
    ],
)
def test_one_day_is_no_stretch_of_days(last, days, said):
    line = {"kind": "counted", "from": "2026-09-07", "to": last, "days": days}

    with translation.override("vi"):
        assert tracing.told([line]) == [said]
