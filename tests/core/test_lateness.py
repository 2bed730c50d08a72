"""Late and very late."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.calendar import holidays
from danvan.core.casework import changes
from danvan.core.casework.deadlines import compute, rules
from danvan.core.casework.lateness import Stage, stage
from danvan.core.casework.rules import late_rule
from danvan.core.casework.term import Term

D = datetime.date
R, S, L, V = Stage
CALENDAR = holidays.known()


@pytest.mark.parametrize(
    ("code", "start", "on", "expected", "late"),
    [
        # feedback of 1/7/2026: due 15/7; 45 days after receipt end on 15/8
        ("DL-KNPA-01", D(2026, 7, 1), D(2026, 7, 15), R, 0),
        ("DL-KNPA-01", D(2026, 7, 1), D(2026, 7, 16), L, 1),
        ("DL-KNPA-01", D(2026, 7, 1), D(2026, 8, 15), L, 31),
        ("DL-KNPA-01", D(2026, 7, 1), D(2026, 8, 16), V, 32),
        # the day before, no law drew that line: 30 days past the due date of 14/7
        ("DL-KNPA-01", D(2026, 6, 30), D(2026, 8, 13), L, 30),
        ("DL-KNPA-01", D(2026, 6, 30), D(2026, 8, 14), V, 31),
        # settling a complaint: due 31/7
        ("DL-KN-02", D(2026, 7, 1), D(2026, 7, 31), R, 0),
        ("DL-KN-02", D(2026, 7, 1), D(2026, 8, 30), L, 30),
        ("DL-KN-02", D(2026, 7, 1), D(2026, 8, 31), V, 31),
        # a term of 45 days that moved to Monday 17/8: late is at once very late
        ("DL-XLD-02", D(2026, 7, 1), D(2026, 8, 17), R, 0),
        ("DL-XLD-02", D(2026, 7, 1), D(2026, 8, 18), V, 1),
    ],
)
def test_the_stages_of_a_term(code, start, on, expected, late):
    found = compute(code, start, CALENDAR)
    told = stage(found.term, found.due, on)
    assert (told.stage, told.days) == (expected, late)


def test_while_the_clock_stands_nothing_grows_late():
    standing = changes.suspend(
        compute("DL-TC-05", D(2026, 7, 1), CALENDAR).term, CALENDAR, on=D(2026, 7, 20)
    )
    assert stage(standing.term, standing.due, D(2026, 12, 1)).stage is S
    again = changes.resume(standing.term, CALENDAR, on=D(2026, 12, 1))
    assert stage(again.term, again.due, D(2026, 12, 1)).stage is R


def test_a_lawful_extension_does_not_show_as_late():
    term = compute("DL-KN-02", D(2026, 7, 1), CALENDAR, complex=True)
    assert stage(term.term, term.due, D(2026, 8, 10)).stage is R


def test_where_no_law_draws_the_line_it_awaits_a_lawyer():
    by_law = late_rule("DL-KNPA-01", D(2026, 7, 1))
    ours = late_rule("DL-KN-02", D(2026, 7, 1))
    assert (by_law.certain, by_law.article) == (True, "Điều 41 khoản 3 điểm b")
    assert (ours.certain, ours.act) == (False, "")
    assert ours.note["vi"]


@given(
    st.sampled_from(sorted({r.code for r in rules()})),
    st.dates(D(2026, 7, 1), D(2030, 1, 1)),
    st.integers(1, 90),
    st.integers(0, 200),
    st.integers(0, 200),
)
def test_lateness_never_lessens_with_time(code, start, days, earlier, more):
    order = [R, L, V]
    due = start + datetime.timedelta(days=days)
    first = start + datetime.timedelta(days=earlier)
    a, b = (
        stage(Term(code, start), due, first + datetime.timedelta(days=n))
        for n in (0, more)
    )
    assert order.index(b.stage) >= order.index(a.stage)
    assert (a.stage is R) is (first <= due)
