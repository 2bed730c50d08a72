"""Reporting periods: cut-offs, due days, what comes before what."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Kind, NoSuchPeriod

D = datetime.date
QUARTERS = st.builds(
    lambda year, number: periods.of("inspectorate", Kind.QUARTER, year, number),
    st.integers(2022, 2060),
    st.integers(1, 4),
)


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2026-q1", D(2025, 12, 15), D(2026, 3, 14)),
        ("2026-q2", D(2026, 3, 15), D(2026, 6, 14)),
        ("2026-q3", D(2026, 6, 15), D(2026, 9, 14)),
        ("2026-q4", D(2026, 9, 15), D(2026, 12, 14)),
        ("2026-6m", D(2025, 12, 15), D(2026, 6, 14)),
        ("2026-9m", D(2025, 12, 15), D(2026, 9, 14)),
        ("2026-year", D(2025, 12, 15), D(2026, 12, 14)),
        ("c2028-m2", D(2028, 2, 1), D(2028, 2, 29)),
        ("c2026-m12", D(2026, 12, 1), D(2026, 12, 31)),
        ("c2026-q3", D(2026, 7, 1), D(2026, 9, 30)),
        ("c2026-year", D(2026, 1, 1), D(2026, 12, 31)),
    ],
)
def test_a_period_has_the_days_of_circular_06_2025_article_7(key, start, end):
    period = periods.by_key(key)

    assert (period.start, period.end) == (start, end)
    assert period.key == key


def test_a_commune_is_due_on_the_17th_and_a_province_on_the_20th():
    due = periods.by_key("2026-q3").due

    assert due["commune"] == D(2026, 9, 17)
    assert due["province"] == D(2026, 9, 20)


@pytest.mark.parametrize(
    ("key", "act"),
    [
        ("2023-q4", "02/2021"),
        ("2024-q1", "01/2024"),
        ("2025-9m", "01/2024"),
        ("2025-q4", "06/2025"),
    ],
)
def test_the_regime_is_that_of_the_day_the_period_ends(key, act):
    assert act in periods.by_key(key).act


@pytest.mark.parametrize(
    "key", ["2019-q1", "2026-q5", "2026-q0", "2026-m3", "c2026-m13", "2026", "x", ""]
)
def test_a_period_no_regime_knows_is_refused(key):
    with pytest.raises(NoSuchPeriod):
        periods.by_key(key)


@given(QUARTERS)
def test_quarters_leave_no_day_out_and_take_none_twice(quarter):
    before = periods.previous(quarter)

    assert before.end + datetime.timedelta(days=1) == quarter.start
    assert periods.opened_by(quarter) == before


@given(st.integers(2022, 2060), st.sampled_from(list(Kind)[1:]))
def test_the_period_that_opens_another_ends_the_day_before(year, kind):
    period = periods.of("inspectorate", kind, year, 1 if kind == "quarter" else 0)

    opening = periods.opened_by(period)

    assert opening.end + datetime.timedelta(days=1) == period.start


@given(st.dates(D(2022, 1, 1), D(2060, 1, 1)))
def test_every_day_lies_in_one_quarter(day):
    found = [
        p
        for p in periods.ending_up_to("inspectorate", day)
        if p.kind == Kind.QUARTER and p.contains(day)
    ]

    assert len(found) == 1
    assert periods.last_ended("inspectorate", day).end <= day


def test_six_months_are_compared_with_those_of_the_year_before():
    assert periods.previous(periods.by_key("2026-6m")).key == "2025-6m"
