"""A corrected calendar: which terms move, by how much, and because of which day."""

import datetime
from dataclasses import replace

import pytest

from danvan.core.calendar import holidays
from danvan.core.casework.deadlines import compute, compute_for_now
from danvan.core.casework.recounting import recompute

D = datetime.date
CALENDAR = holidays.known()
# The swap of 23/11/2026 for Saturday 28/11/2026, proposed and never decided.
SWAPPED = replace(
    CALENDAR,
    holidays=CALENDAR.holidays | {D(2026, 11, 23)},
    makeup=CALENDAR.makeup | {D(2026, 11, 28)},
    names={
        **CALENDAR.names,
        D(2026, 11, 23): {"vi": "nghỉ hoán đổi", "en": "swapped"},
        D(2026, 11, 28): {"vi": "làm bù", "en": "worked for it"},
    },
)


def again(code, start, calendar, before=CALENDAR):
    found = compute(code, start, before)
    return recompute(found.term, calendar, due=found.due, trace=found.trace)


def test_a_swap_moves_a_short_term_and_names_the_day():
    found = again("DL-KN-03", D(2026, 11, 20), SWAPPED)  # 23, 25, 26 become 25, 26, 27

    assert (found.before, found.now.due, found.moved) == (
        D(2026, 11, 26),
        D(2026, 11, 27),
        1,
    )
    assert [(d.day, d.off) for d in found.days] == [(D(2026, 11, 23), True)]
    assert found.why == {
        "vi": "26/11/2026 → 27/11/2026: ngày 23/11/2026 nay là ngày nghỉ (nghỉ hoán đổi).",
        "en": "26/11/2026 → 27/11/2026: 23/11/2026 is now a day off (swapped).",
    }


def test_a_swap_inside_a_longer_term_evens_out_and_is_still_named():
    found = again("DL-TC-09", D(2026, 11, 20), SWAPPED)
    assert found.moved == 0
    assert [(d.day, d.off) for d in found.days] == [
        (D(2026, 11, 23), True),
        (D(2026, 11, 28), False),
    ]
    assert found.why == {"vi": "", "en": ""}


def test_a_swap_taken_back_brings_the_term_back():
    found = again("DL-KN-03", D(2026, 11, 20), CALENDAR, before=SWAPPED)
    assert found.moved == -1
    assert "23/11/2026 nay là ngày làm việc" in found.why["vi"]


@pytest.mark.parametrize("code", ["DL-KN-02", "DL-KN-06"])
def test_a_term_in_calendar_days_moves_only_by_its_last_day(code):
    assert again(code, D(2026, 11, 4), SWAPPED).moved == 0
    last = compute(code, D(2026, 11, 4), CALENDAR).last
    off = replace(CALENDAR, holidays=CALENDAR.holidays | {last})
    assert again(code, D(2026, 11, 4), off).days[0].day == last


def test_a_term_before_a_day_moves_back_when_a_day_off_comes_in():
    found = again("DL-TCD-05", D(2026, 11, 27), SWAPPED)  # 26, 25, 20, 19, 18/11
    assert (found.before, found.now.due) == (D(2026, 11, 19), D(2026, 11, 18))
    assert [d.day for d in found.days] == [D(2026, 11, 23)]


def test_the_year_that_was_not_announced_is_counted_with_its_holidays():
    short = replace(
        CALENDAR,
        known=range(2017, 2027),
        holidays=frozenset(d for d in CALENDAR.holidays if d.year < 2027),
    )
    found = compute_for_now("DL-KNPA-01", D(2026, 12, 21), short)
    assert found.due == D(2027, 1, 4)

    told = recompute(found.term, CALENDAR, due=found.due, trace=found.trace)
    assert told.now.due == D(2027, 1, 5)
    assert "01/01/2027 nay là ngày nghỉ (Tết Dương lịch)" in told.why["vi"]


def test_a_corrected_rule_says_so():
    found = compute("DL-KN-01", D(2026, 7, 1), CALENDAR)
    old = [
        {**line, "days": 10} if line["kind"] == "rule" else line for line in found.trace
    ]
    told = recompute(found.term, CALENDAR, due=D(2026, 7, 15), trace=old)
    assert "quy định về thời hạn đã được sửa" in told.why["vi"]
