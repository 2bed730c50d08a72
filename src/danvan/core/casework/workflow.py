"""The course of a petition by its kind: what can be done with it, and what becomes of it.

The tables are in `courses`; this asks them for the course of a letter.
"""

import datetime

from danvan.core.casework.courses import (
    Course,
    course_of,
    find,
    transitions,
    ways,
)
from danvan.core.casework.courses import Kind as Kind
from danvan.core.casework.courses import State as State
from danvan.core.casework.courses import Step as Step
from danvan.core.casework.courses import StepNotAllowed as StepNotAllowed
from danvan.core.casework.courses import Transition as Transition
from danvan.core.casework.ground import Ground as Ground

TRANSITIONS: tuple[Transition, ...] = tuple(
    line for course in Course for line in transitions(course)
)


def check(
    state: State | None,
    step: Step,
    kind: Kind,
    *,
    instance: int = 0,
    on: datetime.date | None = None,
) -> Transition:
    """Return the line of the table for this step, or raise StepNotAllowed.

    ``instance`` of a complaint: 2 is the second, all else the first. ``on``: the
    law of that day; None: as it stands last.

    >>> check(State.SCREENED, Step.ANSWER, Kind.FEEDBACK).target
    <State.ANSWERED: 'answered'>
    """
    return find(course_of(kind, instance), state, step, on)


def next_steps(
    state: State | None,
    kind: Kind,
    *,
    instance: int = 0,
    on: datetime.date | None = None,
) -> tuple[Transition, ...]:
    """Return what can be done from ``state`` with a letter of this kind."""
    return ways(course_of(kind, instance), state, on)
