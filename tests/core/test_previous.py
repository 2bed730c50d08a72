"""A report is held against the one before it."""

import pytest

from danvan.audit import audit

BEFORE = (
    "Toàn tỉnh tiếp nhận và xử lý 3.200 đơn. Số đơn chuyển kỳ sau giải quyết 45 đơn."
)


def against(now, before=BEFORE):
    earlier = audit(before.encode(), "before.txt")
    report = audit(now.encode(), "now.txt", previous=earlier)
    return [(c.rule, c.holds, c.computed) for c in report.checks]


@pytest.mark.parametrize(
    ("now", "made"),
    [
        ("Toàn tỉnh tiếp nhận và xử lý 3.153 đơn, giảm 47 đơn so với cùng kỳ.", [("difference", True, "3200")]),
        ("Toàn tỉnh tiếp nhận và xử lý 3.153 đơn, giảm 74 đơn so với cùng kỳ.", [("difference", False, "3200")]),
        ("Toàn tỉnh tiếp nhận và xử lý 3.250 đơn, tăng 50 đơn so với cùng kỳ.", [("difference", True, "3200")]),
        ("Toàn tỉnh tiếp nhận và xử lý 3.250 đơn.", []),
        ("Đơn kỳ trước chuyển sang 45 đơn.", [("difference", True, "45")]),
        ("Đơn kỳ trước chuyển sang 54 đơn.", [("difference", False, "45")]),
    ],
)  # fmt: skip
def test_what_is_said_of_last_time_agrees_with_what_was_printed_then(now, made):
    assert against(now) == made


@pytest.mark.parametrize(
    ("period", "before", "made"),
    [
        ("6 tháng đầu năm 2020", "6 tháng đầu năm 2019", [("difference", False, "3200")]),
        ("Năm 2020", "Năm 2019", [("difference", False, "3200")]),
        ("6 tháng đầu năm 2020", "Quý I năm 2020", []),
        ("Tháng 6/2020", "Tháng 5/2020", []),
        ("Năm 2020", "Kỳ trước", [("difference", False, "3200")]),
    ],
)  # fmt: skip
def test_only_the_same_period_a_year_before_is_compared_with(period, before, made):
    earlier = f"{before}, toàn tỉnh tiếp nhận và xử lý 3.200 đơn."
    now = (
        f"{period}, toàn tỉnh tiếp nhận và xử lý 3.153 đơn, giảm 74 đơn so với cùng kỳ."
    )

    assert against(now, earlier) == made


def test_without_an_earlier_report_nothing_is_said_of_it():
    report = audit(
        "Tiếp nhận và xử lý 3.153 đơn, giảm 47 đơn so với cùng kỳ.".encode(), "now.txt"
    )

    assert report.checks == ()
