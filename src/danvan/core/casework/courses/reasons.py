"""The cases in which the law lets somebody refuse, suspend, end or begin again."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from danvan.core.casework.courses.codes import Course, Kind, Outcome, State, Step
from danvan.core.casework.courses.table import kind_of
from danvan.core.casework.ground import Ground, Span, ground, span
from danvan.core.data import load_toml

_FIRST = (Outcome.JUSTIFIED, Outcome.PARTLY, Outcome.UNJUSTIFIED)
_OUTCOMES: Mapping[Course, tuple[Outcome, ...]] = {
    Course.FEEDBACK: (Outcome.SETTLED, Outcome.EXPLAINED),
    Course.COMPLAINT_FIRST: _FIRST,
    Course.COMPLAINT_SECOND: (Outcome.UPHELD, Outcome.CHANGED, Outcome.ANNULLED),
    Course.DENUNCIATION: _FIRST,
    Course.FOLLOW_UP: _FIRST,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case the law names for a step, in words."""

    code: str
    kind: Kind
    steps: frozenset[Step]
    words: Mapping[str, str]
    ground: Ground
    span: Span
    states: frozenset[State] = frozenset()  # only while it stands there


def cases(
    course: Course, step: Step, on: datetime.date, state: State | None = None
) -> tuple[Case, ...]:
    """Return the cases in which ``step`` may be taken; none: the law names none.

    ``state``: only those that hold where the matter stands; None: all.
    """
    kind = kind_of(course)
    return tuple(
        case
        for case in _all()
        if case.kind == kind
        and step in case.steps
        and case.span.holds_on(on)
        and (state is None or not case.states or state in case.states)
    )


def outcomes(course: Course) -> tuple[Outcome, ...]:
    """Return what a conclusion of this course can say (articles 31, 40, LTC 35)."""
    return _OUTCOMES[course]


@cache
def _all() -> tuple[Case, ...]:
    return tuple(_case(row) for row in load_toml("courses/grounds.toml")["ground"])


def _case(row: Mapping[str, Any]) -> Case:
    return Case(
        code=row["code"],
        kind=Kind(row["kind"]),
        steps=frozenset(map(Step, row["steps"])),
        words={"vi": row["vi"], "en": row["en"]},
        ground=ground(row),
        span=span(row),
        states=frozenset(map(State, row.get("states", ()))),
    )
