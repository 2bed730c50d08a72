"""Working days: a table of known answers and the laws of counting."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar.working_days import CalendarUnknown, WorkingCalendar

D = datetime.date
KNOWN = range(2024, 2028)
HOLIDAYS = frozenset(
    {
        *(D(2026, 2, day) for day in range(16, 21)),
        D(2026, 8, 31),
        D(2026, 9, 1),
        D(2026, 9, 2),
    }
)
MAKEUP = frozenset({D(2026, 8, 22)})
CALENDAR = WorkingCalendar(HOLIDAYS, MAKEUP, KNOWN)

DAYS = st.dates(D(2024, 1, 1), D(2027, 6, 30))
COUNTS = st.integers(min_value=0, max_value=60)
TABLES = st.builds(
    lambda off, on: WorkingCalendar(off - on, on, KNOWN),
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=10),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2026, 2, 13), True),
        (D(2026, 2, 14), False),
        (D(2026, 2, 17), False),
        (D(2026, 8, 22), True),  # a Saturday worked for Monday 31 August
        (D(2026, 8, 31), False),
    ],
)
def test_knows_weekends_holidays_and_makeup_days(day, works):
    assert CALENDAR.is_working(day) is works


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (D(2026, 2, 13), 0, D(2026, 2, 13)),
        (D(2026, 2, 13), 1, D(2026, 2, 23)),
        (D(2026, 2, 13), 10, D(2026, 3, 6)),
        (D(2026, 8, 21), 1, D(2026, 8, 22)),
        (D(2026, 8, 28), 1, D(2026, 9, 3)),
        (D(2026, 8, 29), 1, D(2026, 9, 3)),
    ],
)
def test_counts_from_the_day_after_the_start(start, n, due):
    assert CALENDAR.add_working_days(start, n) == due


def test_a_term_ending_on_a_day_off_ends_with_the_next_working_day():
    assert CALENDAR.next_working_day(D(2026, 8, 30)) == D(2026, 9, 3)
    assert CALENDAR.next_working_day(D(2026, 8, 22)) == D(2026, 8, 22)


@pytest.mark.parametrize("day", [D(2023, 12, 31), D(2028, 1, 1)])
def test_asking_beyond_the_known_years_says_so(day):
    with pytest.raises(CalendarUnknown) as unknown:
        CALENDAR.is_working(day)

    assert unknown.value.day == day


def test_a_term_running_into_an_unannounced_year_says_so():
    with pytest.raises(CalendarUnknown):
        CALENDAR.add_working_days(D(2027, 12, 30), 5)


def test_a_day_cannot_be_off_and_worked():
    with pytest.raises(ValueError, match="2026-01-02"):
        WorkingCalendar(frozenset({D(2026, 1, 2)}), frozenset({D(2026, 1, 2)}), KNOWN)


def test_a_term_does_not_run_backwards():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(D(2026, 1, 5), -1)


@given(TABLES, DAYS, COUNTS)
def test_counting_undoes_adding(table, start, n):
    assert table.working_days_between(start, table.add_working_days(start, n)) == n


@given(TABLES, DAYS, COUNTS, COUNTS)
def test_two_terms_in_a_row_are_one_long_term(table, start, n, m):
    once = table.add_working_days(start, n + m)
    assert once == table.add_working_days(table.add_working_days(start, n), m)


@given(TABLES, DAYS, st.integers(min_value=1, max_value=60))
def test_a_term_ends_on_a_working_day_after_its_start(table, start, n):
    due = table.add_working_days(start, n)
    assert due > start
    assert table.is_working(due)


@given(TABLES, DAYS, COUNTS)
def test_a_later_start_never_falls_due_earlier(table, start, n):
    tomorrow = start + datetime.timedelta(days=1)
    assert table.add_working_days(tomorrow, n) >= table.add_working_days(start, n)


@given(TABLES, DAYS)
def test_the_next_working_day_skips_no_working_day(table, day):
    found = table.next_working_day(day)
    gap = [day + datetime.timedelta(days=i) for i in range((found - day).days)]
    assert table.is_working(found)
    assert not any(table.is_working(skipped) for skipped in gap)


@given(TABLES, DAYS, st.integers(min_value=0, max_value=500))
def test_counting_is_looking_at_each_day(table, start, span):
    days = [start + datetime.timedelta(days=n) for n in range(1, span + 1)]
    last = days[-1] if days else start
    if any(day.year not in table.known for day in days):
        with pytest.raises(CalendarUnknown):
            table.working_days_between(start, last)
    else:
        counted = sum(table.is_working(day) for day in days)
        assert table.working_days_between(start, last) == counted


def test_far_days_cost_no_more_than_near_ones():
    calls = []

    class Counted(WorkingCalendar):
        def is_working(self, day):
            calls.append(day)
            return super().is_working(day)

    whole = range(datetime.MINYEAR, datetime.MAXYEAR + 1)
    table = Counted(HOLIDAYS, MAKEUP, whole)
    assert table.working_days_between(D(2000, 1, 1), D(2026, 1, 1)) > 6000
    assert not calls


@given(TABLES, DAYS, DAYS)
def test_counting_back_is_counting_forward_negated(table, a, b):
    assert table.working_days_between(a, b) == -table.working_days_between(b, a)


@given(TABLES, DAYS, COUNTS)
def test_one_more_holiday_never_brings_a_term_nearer(table, start, n):
    holiday = table.add_working_days(start, n)
    longer = WorkingCalendar(
        table.holidays | ({holiday} - table.makeup), table.makeup, KNOWN
    )
    assert longer.add_working_days(start, n) >= holiday


def test_an_unknown_year_says_what_cures_it():
    with pytest.raises(CalendarUnknown) as unknown:
        CALENDAR.is_working(D(2028, 1, 3))

    assert "2028" in unknown.value.cure["vi"]
    assert "2028" in unknown.value.cure["en"]


def test_a_day_off_keeps_its_name():
    tet = {"vi": "Tết Nguyên đán", "en": "Lunar New Year"}
    named = WorkingCalendar(HOLIDAYS, MAKEUP, KNOWN, {D(2026, 2, 17): tet})
    assert named.name_of(D(2026, 2, 17)) == tet
    assert named.name_of(D(2026, 2, 18)) is None
    assert hash(named) == hash(CALENDAR)


@given(TABLES, st.dates(D(2024, 6, 1), D(2027, 6, 30)))
def test_the_working_day_before_skips_no_working_day(table, day):
    found = table.previous_working_day(day)
    gap = [day - datetime.timedelta(days=i) for i in range((day - found).days)]
    assert table.is_working(found)
    assert not any(table.is_working(skipped) for skipped in gap)
