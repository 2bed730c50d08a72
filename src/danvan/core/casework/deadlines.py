"""Legal terms: when something is due, and the sentence that says why.

The rules are data (`core/data/deadlines.toml`); how days are counted is Civil
Code 2015, articles 147 and 148: the first day is not counted, and a term in
calendar days that ends on a day off ends with the next working day.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from danvan.core.calendar.working_days import CalendarUnknown, WorkingCalendar
from danvan.core.casework import sentences
from danvan.core.data import load_toml

_DAY = datetime.timedelta(days=1)


class DeadlineUnknown(LookupError):
    """No rule of this code was in force on that day."""

    def __init__(self, code: str, day: datetime.date) -> None:
        super().__init__(f"{code} was not in force on {day}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal term in one time; day counts by variant, both dates included."""

    code: str
    name: Mapping[str, str]
    event: Mapping[str, str]
    days: int
    working: bool
    act: str
    article: str
    certain: bool
    complex: int | None = None
    remote: int | None = None
    remote_complex: int | None = None
    before: bool = False
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the rule was in force on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def length(self, *, remote: bool, complex: bool) -> int:  # noqa: A002 - the law's word
        """Return the number of days; a variant the rule does not know changes nothing."""
        both = self.remote_complex if remote and complex else None
        lengths = [both, self.complex if complex else None]
        lengths += [self.remote if remote else None, self.days]
        return max(n for n in lengths if n is not None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due and why, in a sentence by language (``vi``, ``en``)."""

    code: str
    due: datetime.date
    sentence: Mapping[str, str]
    act: str
    article: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the file."""
    data = load_toml("deadlines.toml")
    return tuple(_rule(row, data["events"]) for row in data["deadline"])


def rule(code: str, on: datetime.date) -> Rule:
    """Return the rule ``code`` in force ``on`` a day; DeadlineUnknown if none."""
    for candidate in rules():
        if candidate.code == code and candidate.holds_on(on):
            return candidate
    raise DeadlineUnknown(code, on)


def compute(
    code: str,
    start: datetime.date,
    calendar: WorkingCalendar,
    *,
    remote: bool = False,
    complex: bool = False,  # noqa: A002 - the law's word
) -> Deadline:
    """Return the deadline that rule ``code`` sets from ``start``.

    ``remote`` and ``complex`` choose the longer terms where the rule has them.
    Raises DeadlineUnknown (no such rule on that day) and CalendarUnknown.

    >>> calendar = WorkingCalendar(frozenset(), frozenset(), range(2026, 2027))
    >>> compute("DL-KN-03", datetime.date(2026, 11, 20), calendar).due
    datetime.date(2026, 11, 25)
    """
    found = rule(code, start)
    days = found.length(remote=remote, complex=complex)
    last, due = _last_and_due(found, start, days, calendar)
    facts = sentences.Facts(
        event=found.event,
        name=found.name,
        start=start,
        days=days,
        last=last,
        due=due,
        off=_differing(start, due, calendar, worked=False),
        makeup=_differing(start, due, calendar, worked=True),
        longer=sentences.longer(
            remote=remote and days != found.days,
            complex=complex and days != found.length(remote=remote, complex=False),
        ),
    )
    say = _manner(found)
    return Deadline(found.code, due, say(facts), found.act, found.article)


def compute_for_now(
    code: str,
    start: datetime.date,
    calendar: WorkingCalendar,
    *,
    remote: bool = False,
    complex: bool = False,  # noqa: A002 - the law's word
) -> Deadline:
    """Return the deadline as `compute` does, also where the calendar ends.

    A letter that comes in before the holidays of the coming year are announced
    must be taken in: its term is counted by the week alone from there on, which
    is never too late, and the sentence says so. Raises DeadlineUnknown.
    """
    try:
        return compute(code, start, calendar, remote=remote, complex=complex)
    except CalendarUnknown as end:
        found = compute(
            code, start, without_end(calendar), remote=remote, complex=complex
        )
        sentence = sentences.add_unannounced(found.sentence, end.day.year)
        return replace(found, sentence=sentence)


def without_end(calendar: WorkingCalendar) -> WorkingCalendar:
    """Return the calendar with every other year counted by the week alone."""
    return replace(calendar, known=range(datetime.MINYEAR, datetime.MAXYEAR + 1))


def _last_and_due(
    found: Rule, start: datetime.date, days: int, calendar: WorkingCalendar
) -> tuple[datetime.date, datetime.date]:
    if found.before:
        day = _back(start, days, calendar) if found.working else start - days * _DAY
        return day, day
    if found.working:
        day = calendar.add_working_days(start, days)
        return day, day
    last = start + days * _DAY
    return last, calendar.next_working_day(last)


def _back(start: datetime.date, days: int, calendar: WorkingCalendar) -> datetime.date:
    day = start
    while days:
        day -= _DAY
        days -= calendar.is_working(day)
    return day


def _differing(
    start: datetime.date, due: datetime.date, calendar: WorkingCalendar, *, worked: bool
) -> tuple[datetime.date, ...]:
    """Return the days of the term on which the calendar departs from the week."""
    named = calendar.makeup if worked else calendar.holidays
    low, high = sorted((start, due))
    return tuple(
        sorted(
            day
            for day in named
            if low < day <= high and (day.weekday() < 5) is not worked  # Mon-Fri
        )
    )


def _manner(found: Rule) -> sentences.Manner:
    if found.before:
        return sentences.before_working if found.working else sentences.before
    return sentences.working if found.working else sentences.calendar


def _rule(row: Mapping[str, Any], events: Mapping[str, Any]) -> Rule:
    known = {k: v for k, v in row.items() if k not in {"unit", "event", "certainty"}}
    return Rule(
        **known,
        event=events[row["event"]],
        working=row["unit"] == "working",
        certain=row["certainty"] == "confirmed",
    )
