"""Terms worked out by hand over a printed calendar, one line of the table each.

A due date of "none" means that the law of that day had no such term. The options
are words (remote, complex, places, disciplinary), ``received=DAY``, and what
happened in order: ``suspend=``, ``resume=``, ``assess=FIRST..AGAIN``,
``obstacle=FIRST..AGAIN``, ``extend=CRITERIA[/DAYS]@DAY``.
"""

import csv
import datetime
from pathlib import Path

import pytest

from danvan.core.calendar import holidays
from danvan.core.casework import changes, counting
from danvan.core.casework.complexity import Criterion, determine
from danvan.core.casework.deadlines import DeadlineUnknown, compute, rules
from danvan.core.casework.workflow import Kind

CALENDAR = holidays.known()
TABLE = Path(__file__).parent / "deadline_table.csv"
with TABLE.open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter=";"))
WORDS = {"remote", "complex", "places", "disciplinary"}
_day = datetime.date.fromisoformat


def _span(text):
    first, again = text.split("..")
    return {"on": _day(first), "until": _day(again)}


def _extension(code, text):
    criteria, day = text.split("@")
    letters, _, days = criteria.partition("/")
    kind = Kind.DENUNCIATION if code.startswith("DL-TC") else Kind.COMPLAINT
    found = determine(kind, map(Criterion, letters), _day(day))
    return {
        "determination": found,
        "on": _day(day),
        "days": int(days) if days else None,
    }


def _happen(term, code, what, text):
    if what == "resume":
        return changes.resume(term, CALENDAR, on=_day(text))
    if what == "suspend":
        return changes.suspend(term, CALENDAR, on=_day(text))
    if what in {"assess", "obstacle"}:
        kind = {"assess": "assessment"}.get(what, what)
        return changes.suspend(term, CALENDAR, kind=kind, **_span(text))
    return changes.extend(term, CALENDAR, **_extension(code, text))


def work(case):
    """Return the deadline of a line of the table."""
    options = [option.partition("=") for option in case["options"].split()]
    flags = {word: True for word, _, _ in options if word in WORDS}
    received = [_day(text) for word, _, text in options if word == "received"]
    found = compute(
        case["code"],
        _day(case["start"]),
        CALENDAR,
        received=received[0] if received else None,
        **flags,
    )
    for what, _, text in options:
        if what not in WORDS | {"received"}:
            found = _happen(found.term, case["code"], what, text)
    return found


@pytest.mark.parametrize(
    "case", CASES, ids=lambda c: f"{c['code']} {c['start']} {c['options']}".strip()
)
def test_a_term_worked_out_by_hand(case):
    if case["due"] == "none":
        with pytest.raises(DeadlineUnknown):
            work(case)
        return
    found = work(case)
    assert found.due == _day(case["due"]), case["why"]
    assert counting.total(found.trace) == found.days
    assert CALENDAR.is_working(found.due)


def test_the_table_is_long_enough_and_says_nothing_twice():
    assert len(CASES) >= 200
    keys = [(c["code"], c["start"], c["options"]) for c in CASES]
    assert len(keys) == len(set(keys))
    assert all(case["why"] for case in CASES)


def test_the_table_has_every_code():
    assert {case["code"] for case in CASES} == {rule.code for rule in rules()}


def test_every_tet_since_2019_is_in_the_table():
    tet = [
        day for day, name in CALENDAR.names.items() if name["en"] == "Lunar New Year"
    ]
    spans = [
        (min(d for d in tet if d.year == y), max(d for d in tet if d.year == y))
        for y in range(2019, 2028)
    ]
    for first, last in spans:
        assert any(
            _day(c["start"]) <= last and first <= _day(c["due"])
            for c in CASES
            if c["due"] != "none"
        )
