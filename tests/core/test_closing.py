"""Why something is closed: three reasons, three messages, whole days in Viet Nam."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.indicators import closing
from danvan.core.indicators.approval import Stage
from danvan.core.indicators.closing import LOCAL, Exempt, Why, Window

D = datetime.date
DAY = datetime.timedelta(days=1)
WINDOW = Window(D(2026, 3, 1), D(2026, 3, 17), D(2026, 3, 20))
INSIDE = D(2026, 3, 10)
LATE = (Exempt(D(2026, 3, 31), "mất điện", "Lãnh đạo"),)


@pytest.mark.parametrize(
    ("stage", "day", "exceptions", "why"),
    [
        (Stage.OPEN, INSIDE, (), None),
        (Stage.RETURNED, INSIDE, (), None),
        (Stage.SIGNED, INSIDE, (), None),
        (Stage.OPEN, D(2026, 2, 28), (), Why.WINDOW),
        (Stage.OPEN, D(2026, 3, 1), (), None),
        (Stage.OPEN, D(2026, 3, 20), (), None),
        (Stage.OPEN, D(2026, 3, 21), (), Why.WINDOW),
        (Stage.RETURNED, D(2026, 3, 21), (), Why.WINDOW),
        (Stage.OPEN, D(2026, 3, 31), LATE, None),
        (Stage.OPEN, D(2026, 4, 1), LATE, Why.WINDOW),
        (Stage.OPEN, D(2026, 2, 1), LATE, Why.WINDOW),
        (Stage.SENT, INSIDE, (), Why.APPROVED),
        (Stage.APPROVED, INSIDE, LATE, Why.APPROVED),
        (Stage.LOCKED, INSIDE, LATE, Why.LOCKED),
    ],
)
def test_something_is_closed_for_one_of_three_reasons(stage, day, exceptions, why):
    closure = closing.closed(stage, WINDOW, exceptions, day)

    assert (closure.why if closure else None) == why


def closures():
    return [
        closing.closed(Stage.OPEN, WINDOW, (), D(2026, 2, 1)),
        closing.closed(Stage.OPEN, WINDOW, (), D(2026, 4, 1)),
        closing.unfinished(D(2026, 3, 14), D(2026, 3, 13)),
        *(
            closing.closed(stage, WINDOW, (), INSIDE)
            for stage in (Stage.SENT, Stage.APPROVED, Stage.LOCKED)
        ),
    ]


@pytest.mark.parametrize(
    ("language", "cure"),
    [("vi", ("hãy", "Hãy")), ("en", ("Come", "Ask", "ask", "Wait"))],
)
def test_every_closure_has_words_of_its_own_and_names_the_cure(language, cure):
    messages = [closure.message[language] for closure in closures()]

    assert len(set(messages)) == len(messages)
    assert all(any(word in message for word in cure) for message in messages)


def test_the_two_ways_a_window_is_shut_are_told_apart():
    before, after = closures()[:2]

    assert "chưa mở" in before.message["vi"]
    assert "hết hạn" in after.message["vi"]


@pytest.mark.parametrize(
    ("sent", "on_time"),
    [
        (datetime.datetime(2026, 3, 17, 0, 0, tzinfo=LOCAL), True),
        (datetime.datetime(2026, 3, 17, 23, 59, 59, tzinfo=LOCAL), True),
        (datetime.datetime(2026, 3, 18, 0, 0, tzinfo=LOCAL), False),
        # Midnight in Viet Nam is 17:00 of the day before in UTC.
        (datetime.datetime(2026, 3, 17, 16, 59, 59, tzinfo=datetime.UTC), True),
        (datetime.datetime(2026, 3, 17, 17, 0, tzinfo=datetime.UTC), False),
    ],
)
def test_a_due_day_counts_whole_by_the_clock_of_viet_nam(sent, on_time):
    assert closing.on_time(sent, D(2026, 3, 17)) is on_time


@pytest.mark.parametrize(
    ("due", "day", "late"),
    [
        (D(2026, 2, 28), D(2026, 2, 28), 0),
        (D(2026, 2, 28), D(2026, 3, 1), 1),
        (D(2028, 2, 28), D(2028, 3, 1), 2),
        (D(2026, 4, 30), D(2026, 5, 1), 1),
        (D(2026, 12, 31), D(2027, 1, 1), 1),
        (D(2026, 3, 17), D(2026, 3, 1), 0),
        (None, D(2026, 3, 1), 0),
    ],
)
def test_days_late_are_days_of_the_calendar_in_short_months_too(due, day, late):
    assert closing.days_late(due, day) == late


@given(st.datetimes(timezones=st.just(LOCAL)), st.integers(-40, 40))
def test_what_is_on_time_is_no_day_late_and_what_is_not_is(sent, days):
    due = min(max(D.min.toordinal(), sent.toordinal() + days), D.max.toordinal())
    due = D.fromordinal(due)

    late = closing.days_late(due, closing.day_of(sent))

    assert closing.on_time(sent, due) == (late == 0)


@given(st.dates(D(2020, 1, 1), D(2040, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_a_window_is_open_on_each_of_its_days_and_on_no_other(opens, length, extra):
    window = Window(opens, closes=opens + length * DAY)
    held = (Exempt(opens + (length + extra) * DAY, "x", "y"),)

    for n in range(-1, length + extra + 2):
        day = opens + n * DAY
        plain = closing.closed(Stage.OPEN, window, (), day) is None
        exempt = closing.closed(Stage.OPEN, window, held, day) is None
        assert plain == (0 <= n <= length)
        assert exempt == (0 <= n <= length + extra)


def test_nothing_closes_a_sheet_whose_window_has_no_end():
    for day in (D(2026, 3, 1), D(2036, 1, 1)):
        assert closing.closed(Stage.OPEN, Window(D(2026, 3, 1)), (), day) is None
