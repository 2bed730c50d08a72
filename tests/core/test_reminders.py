"""Reminders before and after a due day, and a text without any person in it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators import reminders
from danvan.core.indicators.reminders import Kind, Missing

D = datetime.date
DUE = D(2026, 3, 17)
SHEET = "Tiếp công dân"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (D(2026, 3, 9), None),
        (D(2026, 3, 10), Kind.BEFORE_7),
        (D(2026, 3, 13), Kind.BEFORE_7),
        (D(2026, 3, 14), Kind.BEFORE_3),
        (D(2026, 3, 16), Kind.BEFORE_1),
        (D(2026, 3, 17), Kind.BEFORE_1),
        (D(2026, 3, 18), Kind.LATE_1),
        (D(2026, 3, 20), Kind.LATE_3),
        (D(2026, 3, 24), Kind.LATE_7),
        (D(2026, 6, 15), Kind.LATE_7),
        (D(2026, 6, 16), None),
    ],
)
def test_the_last_reminder_whose_day_has_come_is_due(day, kind):
    assert reminders.reached(DUE, day) == kind


@given(st.lists(st.integers(-10, 100), max_size=8))
def test_reminders_come_in_order_whatever_days_the_job_missed(days):
    order = [None, *Kind]
    seen = [
        order.index(found)
        for n in sorted(days)
        if (found := reminders.reached(DUE, DUE + datetime.timedelta(days=n)))
    ]

    assert seen == sorted(seen)


def missing(unit="Xã Một", due=DUE, sheet=SHEET):
    return Missing(unit, sheet, "Quý I/2026", due)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (D(2026, 3, 19), "đã quá hạn 2 ngày"),
        (D(2026, 3, 17), "hạn gửi là hôm nay (17/03/2026)"),
        (D(2026, 3, 10), "còn 7 ngày"),
    ],
)
def test_the_text_says_politely_what_is_owed_by_when(day, words):
    text = reminders.message("Tỉnh Một", [missing(), missing("Xã Hai")], day)

    assert text.startswith("Kính gửi các đơn vị thuộc Tỉnh Một,")
    assert words in text
    assert "- Xã Một\n- Xã Hai" in text
    assert text.endswith("Trân trọng cảm ơn.")


def test_each_sheet_and_period_has_a_block_of_its_own():
    rows = [missing(), missing("Xã Hai"), missing(sheet="Dân vận")]

    text = reminders.message("Tỉnh Một", rows, DUE)

    assert text.count("Báo cáo “") == 2
    assert "còn 2 đơn vị" in text


def test_there_is_nothing_to_send_when_nothing_is_missing():
    assert reminders.message("Tỉnh Một", [], DUE) == ""


def test_the_text_is_there_in_english_too():
    text = reminders.message("Province", [missing()], D(2026, 3, 19), "en")

    assert "is 2 days late" in text
