"""Late, and more than late.

Late is past the due date; very late is dated data (`[[very_late]]` in
`core/data/deadlines.toml`): by law where a law draws such a line, else a rule of
this system that is marked as awaiting a lawyer.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from danvan.core.casework.rules import LateRule, late_rule
from danvan.core.casework.term import Term


class Stage(StrEnum):
    """Where a term stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    LATE = "late"
    VERY_LATE = "very_late"


@dataclass(frozen=True, slots=True)
class Lateness:
    """A stage, how many calendar days past due but for stops, and the rule of the last stage.

    ``very_late_after`` is the last day that is not yet very late.
    """

    stage: Stage
    days: int
    very_late_after: datetime.date
    rule: LateRule


def stage(term: Term, due: datetime.date, on: datetime.date) -> Lateness:
    """Say where the term stands ``on`` a day: today, or the day it was met.

    While the clock stands nothing grows late.
    """
    rule = late_rule(term.code, term.received or term.start)
    limit = _limit(rule, term, due)
    late = max((on - due).days, 0) - _stood(term, due, on)
    if term.stopped is not None and term.stopped <= on:
        return Lateness(Stage.STOPPED, 0, limit, rule)
    if not late:
        return Lateness(Stage.RUNNING, 0, limit, rule)
    return Lateness(Stage.VERY_LATE if on > limit else Stage.LATE, late, limit, rule)


def _stood(term: Term, due: datetime.date, on: datetime.date) -> int:
    """Count the days past due on which the clock was stopped."""
    return sum(
        max((min(p.until or on, on) - max(p.first, due)).days, 0) for p in term.pauses
    )


def _limit(rule: LateRule, term: Term, due: datetime.date) -> datetime.date:
    first = term.start if rule.after == "start" else due
    return max(first + datetime.timedelta(days=rule.days), due)
