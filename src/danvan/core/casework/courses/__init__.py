"""The courses of letters: states, steps, terms and time-outs, one table for each."""

from collections.abc import Mapping
from enum import StrEnum

from danvan.core.casework.courses.codes import (
    Course,
    Kind,
    Need,
    Outcome,
    Party,
    State,
    Step,
)
from danvan.core.casework.courses.reasons import Case, cases, outcomes
from danvan.core.casework.courses.table import (
    StepNotAllowed,
    Transition,
    Wait,
    course_of,
    find,
    kind_of,
    transitions,
    waits,
    ways,
)
from danvan.core.data import load_toml

__all__ = [
    "Case",
    "Course",
    "Kind",
    "Need",
    "Outcome",
    "Party",
    "State",
    "Step",
    "StepNotAllowed",
    "Transition",
    "Wait",
    "cases",
    "course_of",
    "find",
    "kind_of",
    "outcomes",
    "transitions",
    "waits",
    "ways",
    "words",
]

_GROUPS: Mapping[type[StrEnum], str] = {
    Course: "courses",
    State: "states",
    Step: "steps",
    Party: "parties",
    Outcome: "outcomes",
}


def words(code: Course | State | Step | Party | Outcome) -> Mapping[str, str]:
    """Return the words of a code, by language (``vi``, ``en``).

    >>> words(State.HEARD)["en"]
    'Dialogue held'
    """
    found: Mapping[str, str] = load_toml("courses/words.toml")[_GROUPS[type(code)]][
        code
    ]
    return found
