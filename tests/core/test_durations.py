"""How long cases took: nearest rank, and never the citizen's own days."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import periods
from danvan.core.rollup.durations import (
    Case,
    Durations,
    days_taken,
    of_period,
    percentile,
)

DAY = datetime.date(2026, 3, 1)
QUARTER = periods.by_key("2026-q1")  # 15/12/2025 to 14/3/2026


def after(days):
    return DAY + datetime.timedelta(days)


@pytest.mark.parametrize(
    ("waits", "taken"),
    [
        ([], 10),
        ([(2, 4)], 7),
        ([(2, 4), (3, 6)], 5),  # what overlaps is left out once
        ([(-5, 2)], 8),  # the day of taking up is none of the ten
        ([(8, None)], 7),  # still waiting when it was settled
        ([(8, 40)], 7),
        ([(-5, 40)], 0),
        ([(20, 40)], 10),
    ],
)
def test_days_the_office_waited_for_the_citizen_are_left_out(waits, taken):
    spans = [(after(a), None if b is None else after(b)) for a, b in waits]

    assert days_taken(Case(DAY, after(10), waits=spans)) == taken


def test_days_off_do_not_count_where_given():
    assert days_taken(Case(DAY, after(10)), {after(1), after(2), after(30)}) == 8


@pytest.mark.parametrize(
    ("share", "found"), [(5, 15), (30, 20), (40, 20), (50, 35), (90, 50), (100, 50)]
)
def test_a_percentile_is_by_nearest_rank(share, found):
    assert percentile([50, 15, 40, 20, 35], share) == found


@pytest.mark.parametrize("share", [0, -1, 101])
def test_no_percentile_lies_outside_the_values(share):
    with pytest.raises(ValueError, match="no percentile"):
        percentile([1], share)


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_pass(values, share):
    found = percentile(values, share)

    def reached(limit):
        return 100 * sum(v <= limit for v in values) >= share * len(values)

    assert found in values
    assert reached(found)
    assert not any(reached(v) for v in values if v < found)


def test_a_period_counts_what_was_settled_in_it():
    cases = [
        Case(DAY, after(3), due=after(5)),
        Case(after(-400), after(-1), due=after(-2)),  # begun long before
        Case(DAY, after(10)),
        Case(DAY, after(40), due=after(50)),  # settled after it
    ]

    assert of_period(cases, QUARTER) == Durations(
        *(3, 10, 399, 399), on_time=1, timed=2, on_time_share=Decimal("50.00")
    )


def test_nothing_settled_is_nothing_and_not_zero_days():
    assert of_period([], QUARTER) == Durations(0, None, None, None, 0, 0, None)
