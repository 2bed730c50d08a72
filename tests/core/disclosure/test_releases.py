"""P2: two releases beside each other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.disclosure.releases import Release, faults
from danvan.core.disclosure.rounding import rounded

D = datetime.date
CELL = ("C31135", "XLD01")


def release(name, start, end, amount):
    return Release(name, start, end, {CELL: amount})


Q1 = release("q1", D(2026, 1, 1), D(2026, 3, 31), 10)
Q2 = release("q2", D(2026, 4, 1), D(2026, 6, 30), 15)
HALF = release("half", D(2026, 1, 1), D(2026, 6, 30), 25)
FOUR = release("four", D(2026, 1, 1), D(2026, 4, 30), 15)
MAY = release("may", D(2026, 5, 1), D(2026, 5, 31), 5)
CUT = release("cut", D(2026, 2, 1), D(2026, 5, 31), 15)
EXACT = release("exact", D(2026, 4, 1), D(2026, 6, 30), 11)


@pytest.mark.parametrize(
    ("releases", "rules"),
    [
        ((Q1, Q2, HALF), set()),
        ((Q1, FOUR), {"running"}),  # what April brought
        ((MAY,), {"short"}),
        ((Q1, CUT), {"overlap"}),
        ((EXACT,), {"exact"}),
        ((Q2, EXACT), {"exact", "step"}),
    ],
)
def test_what_must_not_stand_beside_each_other_is_named(releases, rules):
    assert {fault.rule for fault in faults(releases)} == rules


def test_other_cells_do_not_meet():
    other = Release("o", FOUR.start, FOUR.end, {("C2", "XLD01"): 5})
    assert faults((Q1, other)) == ()


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_no_step_below_five_shows_between_rounded_quarters(amounts):
    """P2: whatever the counts, the difference of two releases is nothing or five."""
    day, quarters = D(2024, 1, 1), []
    for n, amount in enumerate(amounts):
        end = day + datetime.timedelta(days=90)
        quarters.append(release(str(n), day, end, rounded(amount)))
        day = end + datetime.timedelta(days=1)
    assert faults(quarters) == ()


@given(st.integers(0, 60), st.integers(1, 4))
def test_one_more_person_is_never_seen_for_certain(before, more):
    """Each difference that shows has more than one number of people behind it."""
    shown = rounded(before + more) - rounded(before)
    behind = {
        m
        for b in range(70)
        for m in range(11)
        if rounded(b) == rounded(before) and rounded(b + m) - rounded(b) == shown
    }
    assert len(behind) >= 3


def test_a_short_period_without_counted_numbers_is_no_fault():
    assert faults([Release("may", MAY.start, MAY.end, {})]) == ()
