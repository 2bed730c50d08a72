"""Legal terms: when something is due, and the sentence and the trace that say why.

The rules are data (`rules`); how days are counted is Civil Code 2015, articles
147 and 148 (`counting`); extensions and stops of the clock are in `changes`.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from danvan.core.calendar.working_days import CalendarUnknown, WorkingCalendar
from danvan.core.casework import counting, sentences, traces
from danvan.core.casework.counting import Line
from danvan.core.casework.rules import (
    DeadlineUnknown,
    Rule,
    applicable,
    pause_rule,
    rule,
    rules,
)
from danvan.core.casework.term import Term, late_stops

__all__ = [
    "Deadline",
    "DeadlineUnknown",
    "Rule",
    "Term",
    "compute",
    "compute_for_now",
    "reckon",
    "reckon_for_now",
    "rule",
    "rules",
    "without_end",
]


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due and why: a sentence by language (``vi``, ``en``) and a trace.

    ``days`` is the whole length, extensions included, in working days if
    ``working``; ``last`` its last day before it moved off a day nobody works.
    While the clock stands, ``left`` days are still to run and ``due`` binds nobody.
    ``certain`` is False where the law behind it awaits a lawyer. ``trace`` holds
    JSON values only; `counting` and `traces` name the kinds of its lines.
    """

    code: str
    due: datetime.date
    sentence: Mapping[str, str]
    act: str
    article: str
    term: Term
    days: int
    working: bool
    last: datetime.date
    left: int
    certain: bool
    trace: tuple[Line, ...]


def compute(
    code: str,
    start: datetime.date,
    calendar: WorkingCalendar,
    *,
    received: datetime.date | None = None,
    remote: bool = False,
    complex: bool = False,  # noqa: A002 - the law's word
    places: bool = False,
    disciplinary: bool = False,
    dismissal: bool = False,
) -> Deadline:
    """Return the deadline that rule ``code`` sets from ``start``.

    ``received`` is the day the matter came in (None: ``start``), which chooses the
    regime. ``remote``, ``complex``, ``places`` (several places to verify),
    ``disciplinary`` and ``dismissal`` choose the other terms where the rule has them.
    Raises DeadlineUnknown (no such rule on that day) and CalendarUnknown.

    >>> calendar = WorkingCalendar(frozenset(), frozenset(), range(2026, 2027))
    >>> compute("DL-KN-03", datetime.date(2026, 11, 20), calendar).due
    datetime.date(2026, 11, 25)
    """
    term = Term(code, start, received, remote, complex, places, disciplinary, dismissal)
    return reckon(term, calendar)


def compute_for_now(
    code: str,
    start: datetime.date,
    calendar: WorkingCalendar,
    *,
    received: datetime.date | None = None,
    remote: bool = False,
    complex: bool = False,  # noqa: A002 - the law's word
    places: bool = False,
    disciplinary: bool = False,
    dismissal: bool = False,
) -> Deadline:
    """Return the deadline as `compute` does, also where the calendar ends.

    See `reckon_for_now`. Raises DeadlineUnknown.
    """
    term = Term(code, start, received, remote, complex, places, disciplinary, dismissal)
    return reckon_for_now(term, calendar)


def reckon(term: Term, calendar: WorkingCalendar) -> Deadline:
    """Return the deadline of a term with all that was decided about it.

    Raises DeadlineUnknown and CalendarUnknown.
    """
    found = applicable(
        term.code,
        term.start,
        term.received,
        disciplinary=term.disciplinary,
        dismissal=term.dismissal,
    )
    days = found.length(remote=term.remote, complex=term.complex, places=term.places)
    whole = days + sum(extension.days for extension in term.extensions)
    walk = counting.backward if found.before else counting.forward
    count = walk(found, term, whole, calendar)
    if count.left:  # what would be due had the clock not stopped, for want of a better
        running = replace(term, pauses=tuple(p for p in term.pauses if p.until))
        count = replace(count, due=walk(found, running, whole, calendar).due)
    said = sentences.explain(sentences.Facts(found, term, days, count))
    trace = traces.whole(found, term, days, count)
    if after := late_stops(term, count.due):
        said = sentences.add_late_stops(said, count.due, after)
        trace = traces.late_stops(trace, count.due, after)
    return Deadline(
        code=found.code,
        due=count.due,
        sentence=said,
        act=found.act,
        article=found.article,
        term=term,
        days=whole,
        working=found.working,
        last=count.last,
        left=count.left,
        certain=found.certain and _changes_are_certain(found, term),
        trace=trace,
    )


def reckon_for_now(term: Term, calendar: WorkingCalendar) -> Deadline:
    """Return the deadline as `reckon` does, also where the calendar ends.

    A letter that comes in before the holidays of the coming year are announced
    must be taken in: its term is counted by the week alone from there on, which
    is never too late, and sentence and trace say so. Raises DeadlineUnknown.
    """
    try:
        return reckon(term, calendar)
    except CalendarUnknown as end:
        found = reckon(term, without_end(calendar))
        sentence = sentences.add_unannounced(found.sentence, end.day.year)
        trace = traces.unannounced(found.trace, end.day.year)
        return replace(found, sentence=sentence, trace=trace)


def without_end(calendar: WorkingCalendar) -> WorkingCalendar:
    """Return the calendar with every other year counted by the week alone."""
    return replace(calendar, known=range(datetime.MINYEAR, datetime.MAXYEAR + 1))


def _changes_are_certain(found: Rule, term: Term) -> bool:
    stops = (pause_rule(pause.kind, found.code, pause.first) for pause in term.pauses)
    longer = (rule(extension.code, extension.on) for extension in term.extensions)
    return all(law is not None and law.certain for law in (*stops, *longer))
