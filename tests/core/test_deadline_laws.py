"""The clock held to its laws, and to a second count that only walks day by day."""

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.core.calendar import holidays
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import changes, counting, recounting
from danvan.core.casework import term as terms
from danvan.core.casework.complexity import Criterion, determine
from danvan.core.casework.deadlines import compute, reckon, rules
from danvan.core.casework.rules import applicable, pause_rule
from danvan.core.casework.workflow import Kind

D = datetime.date
DAY = datetime.timedelta(days=1)
KNOWN = range(2015, 2045)
FIRST, LAST = D(2026, 7, 1), D(2033, 12, 31)

days = st.dates(FIRST, LAST)
off_days = st.frozensets(st.dates(D(2026, 6, 1), D(2034, 12, 31)), max_size=60)
calendars = st.builds(
    lambda off, on: WorkingCalendar(off, on - off, KNOWN), off_days, off_days
)
codes = sorted({r.code for r in rules() if r.holds_on(FIRST)})
forward = [c for c in codes if not applicable(c, FIRST).before]
stoppable = ["DL-KN-02", "DL-KN-05", "DL-KN-08", "DL-TC-05"]
variants = st.fixed_dictionaries(
    {word: st.booleans() for word in ("remote", "complex", "places", "disciplinary")}
)
calendar_codes = [c for c in forward if not applicable(c, FIRST).working]


def is_worked(calendar, day):
    """Say it anew, from the calendar's sets alone."""
    if day in calendar.makeup:
        return True
    return day.strftime("%a") not in {"Sat", "Sun"} and day not in calendar.holidays


STANDS_IN = {
    "DL-KN-00": "DL-KN-00-K1",
    "DL-KN-01": "DL-KN-08-TL",
    "DL-KN-02": "DL-KN-08",
    "DL-KN-04": "DL-KN-00-K2",
    "DL-KN-05": "DL-KN-08",
}


def length(row, on):
    """The longest length that the options allow, by article."""
    found = [row.days]
    found += [row.remote or 0] * ("remote" in on)
    found += [row.complex or 0] * ("complex" in on)
    found += [row.places or 0] * ("places" in on)
    found += [row.remote_complex or 0] * ({"remote", "complex"} <= on)
    return max(found)


def oracle(code, start, calendar, *, stops=(), more=0, **options):
    """Walk day by day; stops are (first day out, day that counts again)."""
    on = {word for word, held in options.items() if held}
    code = STANDS_IN.get(code, code) if "disciplinary" in on else code
    (row,) = [r for r in rules() if r.code == code and r.valid_to is None]
    left = length(row, on) + more
    step = -DAY if row.before else DAY
    day = start
    while left > 0:
        day += step
        if any(first <= day < again for first, again in stops):
            continue
        left -= not row.working or is_worked(calendar, day)
    while not is_worked(calendar, day):
        day += step
    return day


@given(st.sampled_from(codes), days, calendars, variants)
def test_the_second_count_agrees(code, start, calendar, options):
    found = compute(code, start, calendar, **options)
    assert found.due == oracle(code, start, calendar, **options)


@given(st.sampled_from(codes), st.dates(D(2026, 7, 1), D(2027, 8, 1)), variants)
def test_the_second_count_agrees_under_the_real_calendar(code, start, options):
    found = compute(code, start, holidays.known(), **options)
    assert found.due == oracle(code, start, holidays.known(), **options)


@given(st.sampled_from(codes), days, calendars, variants)
def test_a_term_never_lands_on_a_day_off(code, start, calendar, options):
    """Civil Code 2015, article 148.5."""
    assert calendar.is_working(compute(code, start, calendar, **options).due)


@given(st.sampled_from(codes), days, calendars, variants)
def test_a_later_start_is_never_due_earlier(code, start, calendar, options):
    today = compute(code, start, calendar, **options).due
    assert compute(code, start + DAY, calendar, **options).due >= today


@given(st.sampled_from(codes), days, calendars, variants)
def test_the_counted_days_of_the_trace_are_the_length(code, start, calendar, options):
    """Civil Code 2015, article 147.2: neither the first day nor any day twice."""
    found = compute(code, start, calendar, **options)
    assert counting.total(found.trace) == found.days

    told = [day for line in found.trace for day in days_of(line)]
    moved = [D.fromisoformat(x["day"]) for x in found.trace if x["kind"] == "moved"]
    assert start not in told
    assert len(told) == len(set(told))
    assert {start, *told, *moved, found.due} == between(start, found.due)


def days_of(line):
    if line["kind"] in {"counted", "paused"}:
        first, last = map(D.fromisoformat, (line["from"], line["to"]))
        return [first + i * DAY for i in range((last - first).days + 1)]
    return [D.fromisoformat(line["day"])] if line["kind"] in {"off", "makeup"} else []


def between(a, b):
    low, high = sorted((a, b))
    return {low + i * DAY for i in range((high - low).days + 1)}


@given(st.sampled_from(codes), days, calendars, variants)
def test_trace_and_term_survive_json(code, start, calendar, options):
    found = compute(code, start, calendar, **options)
    assert json.loads(json.dumps(found.trace)) == list(found.trace)
    assert terms.from_json(json.loads(json.dumps(found.term.to_json()))) == found.term


@st.composite
def stopped(draw, among=stoppable):
    """A running term and a stop inside it: code, start, first day out, days out."""
    code, start = draw(st.sampled_from(among)), draw(days)
    length = applicable(code, start).days
    return (
        code,
        start,
        start + draw(st.integers(1, length)) * DAY,
        draw(st.integers(0, 200)),
    )


@given(stopped(), calendars)
def test_a_stop_of_n_days_puts_the_last_day_off_by_n(case, calendar):
    """Law on Denunciations, article 34.2; decree 124/2020, article 28b.2."""
    code, start, first, out = case
    plain = compute(code, start, calendar)
    standing = changes.suspend(plain.term, calendar, on=first)
    found = changes.resume(standing.term, calendar, on=first + out * DAY)
    assert found.last == plain.last + out * DAY
    assert counting.total(found.trace) == plain.days
    assert found.due == oracle(
        code, start, calendar, stops=[(first, first + out * DAY)]
    )


@given(stopped(), calendars)
def test_while_the_clock_stands_the_rest_is_kept(case, calendar):
    code, start, first, _ = case
    plain = compute(code, start, calendar)
    standing = changes.suspend(plain.term, calendar, on=first)
    assert standing.left == plain.days - (first - start).days + 1
    assert standing.due == plain.due
    assert standing.trace[-1] == {"kind": "stopped", "left": standing.left}


@given(stopped(), calendars, st.integers(0, 60), st.integers(0, 60))
def test_two_stops_are_worth_their_days_together(case, calendar, gap, again):
    code, start, first, out = case
    once = changes.suspend(compute(code, start, calendar).term, calendar, on=first)
    once = changes.resume(once.term, calendar, on=first + out * DAY)
    second = first + (out + gap) * DAY
    assume(second <= once.last)
    found = changes.suspend(once.term, calendar, on=second, until=second + again * DAY)
    assert found.last == once.last + again * DAY


@given(days, calendars, st.integers(1, 30), st.integers(0, 30))
def test_an_extension_never_shortens_and_adds_its_days(start, calendar, more, after):
    plain = compute("DL-TC-05", start, calendar)
    on = start + after * DAY
    hard = determine(Kind.DENUNCIATION, [Criterion.FOREIGN], on)
    found = changes.extend(plain.term, calendar, determination=hard, on=on, days=more)
    assert found.due >= plain.due
    assert found.last == plain.last + more * DAY
    assert found.due == oracle("DL-TC-05", start, calendar, more=more)


@given(st.sampled_from(stoppable[:3]), days, calendars, st.booleans())
def test_a_complaint_found_complex_is_never_due_earlier(code, start, calendar, remote):
    plain = compute(code, start, calendar, remote=remote)
    hard = determine(Kind.COMPLAINT, [Criterion.EVIDENCE], start)
    found = changes.extend(plain.term, calendar, determination=hard, on=start)
    assert found.due >= plain.due
    assert found == compute(code, start, calendar, remote=remote, complex=True)


@given(st.sampled_from(codes), days, calendars, variants)
def test_counting_again_under_the_same_calendar_changes_nothing(
    code, start, calendar, options
):
    found = compute(code, start, calendar, **options)
    again = recounting.recompute(found.term, calendar, due=found.due, trace=found.trace)
    assert again.now == found
    assert (again.moved, again.days, again.why["vi"]) == (0, (), "")


@given(st.sampled_from(codes), days, calendars, calendars, variants)
def test_a_recount_is_a_count_and_names_what_moved_it(
    code, start, calendar, other, options
):
    found = compute(code, start, calendar, **options)
    again = recounting.recompute(found.term, other, due=found.due, trace=found.trace)
    assert again.now == compute(code, start, other, **options)
    for changed in again.days:
        assert is_worked(other, changed.day) is not changed.off
        assert is_worked(calendar, changed.day) is changed.off
    if again.moved:
        assert again.days
        assert f"{again.now.due:%d/%m/%Y}" in again.why["vi"]


@given(st.sampled_from(forward), days, calendars, days, variants)
def test_one_more_holiday_never_brings_a_term_nearer(
    code, start, calendar, holiday, options
):
    more = replace(calendar, holidays=calendar.holidays | ({holiday} - calendar.makeup))
    before = compute(code, start, calendar, **options).due
    assert compute(code, start, more, **options).due >= before


@given(days, calendars, st.sampled_from(calendar_codes), variants)
def test_a_term_in_calendar_days_moves_only_off_days_off(
    start, calendar, code, options
):
    found = compute(code, start, calendar, **options)
    assert found.last == start + found.days * DAY
    gap = [found.last + i * DAY for i in range((found.due - found.last).days)]
    assert not any(is_worked(calendar, day) for day in gap)


@pytest.mark.parametrize("code", codes)
def test_only_settling_and_complaining_can_be_stopped(code):
    kinds = {
        k
        for k in ("suspension", "assessment", "obstacle")
        if pause_rule(k, code, FIRST)
    }
    assert ("suspension" in kinds) is (code in stoppable)
    assert ("assessment" in kinds) is (code == "DL-TC-05")
    assert ("obstacle" in kinds) is code.startswith("DL-KN-00")


def test_reckoning_a_stored_term_gives_the_same_deadline():
    found = compute("DL-KN-02", D(2026, 8, 3), holidays.known(), remote=True)
    assert reckon(terms.from_json(found.term.to_json()), holidays.known()) == found
