"""The tables of the courses, read from `core/data/courses` and asked."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from danvan.core.casework.courses.codes import Course, Kind, Need, Party, State, Step
from danvan.core.casework.ground import Ground, Span, ground, span
from danvan.core.data import load_toml


class StepNotAllowed(ValueError):
    """The table has no such step from this state for this kind."""

    def __init__(self, state: State | None, step: Step, of: Kind | Course) -> None:
        super().__init__(f"{step} is no step from {state} for a {of}")
        self.state, self.step, self.kind = state, step, of


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a table: from ``source`` (None: from outside) to ``target``.

    ``papers`` are codes of `ground.papers`. Terms are codes of `deadlines`:
    ``starts`` (the first is the one that decides), ``starts_if`` by condition,
    ``ends``, ``pauses``, ``resumes``, ``extends`` (computed again, longer), and
    ``ahead``, before which the step must be taken. ``needs`` is what it asks for,
    ``opens`` the course that a new, linked matter begins.
    """

    course: Course
    source: State | None
    step: Step
    target: State
    right: str
    ground: Ground
    papers: tuple[str, ...]
    starts: tuple[str, ...] = ()
    starts_if: tuple[tuple[str, str], ...] = ()
    ends: frozenset[str] = frozenset()
    pauses: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()
    extends: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    opens: Course | None = None
    span: Span = field(default_factory=Span)

    @property
    def stays(self) -> bool:
        """Say whether the matter stands where it stood after the step."""
        return self.source is self.target

    @property
    def kinds(self) -> frozenset[Kind]:
        """Return the kinds of letter that this line is of."""
        return frozenset({kind_of(self.course)})


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a state may last: a legal ``term``, else ``days`` of our own norm.

    ``days`` are working days from the step that led there; with a term they
    count where that term does not run. Then ``asks`` is asked.
    """

    state: State
    asks: Party
    term: str = ""
    days: int = 0


def course_of(kind: Kind, instance: int = 0, *, follow_up: bool = False) -> Course:
    """Return the course of a letter; a complaint without instance is a first one."""
    if kind == Kind.COMPLAINT:
        return Course.COMPLAINT_SECOND if instance == 2 else Course.COMPLAINT_FIRST
    if kind == Kind.DENUNCIATION:
        return Course.FOLLOW_UP if follow_up else Course.DENUNCIATION
    return Course.FEEDBACK


def kind_of(course: Course) -> Kind:
    """Return the kind of letter a course is for."""
    return Kind(load_toml(f"courses/{course}.toml")["kind"])


@cache
def transitions(course: Course) -> tuple[Transition, ...]:
    """Return every line of a course, of all times, in the order of its file."""
    rows = load_toml(f"courses/{course}.toml")["steps"]["table"]
    return tuple(line for row in rows for line in _lines(course, row))


@cache
def waits(course: Course) -> Mapping[State, Wait]:
    """Return the time-out of every state but the last."""
    rows = load_toml(f"courses/{course}.toml")["waits"]
    return {
        State(state): Wait(
            State(state),
            Party(row["asks"]),
            term=row.get("term", ""),
            days=row.get("days", 0),
        )
        for state, row in rows.items()
    }


def find(
    course: Course, state: State | None, step: Step, on: datetime.date | None = None
) -> Transition:
    """Return the line of this step, on a day or (None) as the law stands last.

    Raises StepNotAllowed.
    """
    for line in ways(course, state, on):
        if line.step == step:
            return line
    raise StepNotAllowed(state, step, course)


def ways(
    course: Course, state: State | None, on: datetime.date | None = None
) -> tuple[Transition, ...]:
    """Return what can be done from ``state``, on a day or as the law stands last."""
    day = on or datetime.date.max
    return tuple(
        line
        for line in transitions(course)
        if line.source == state and line.span.holds_on(day)
    )


def _lines(course: Course, row: Mapping[str, Any]) -> Iterator[Transition]:
    sources: list[State | None] = [State(code) for code in row["from"]]
    for source in sources or [None]:
        yield _line(course, row, source)


def _line(course: Course, row: Mapping[str, Any], source: State | None) -> Transition:
    target = row.get("to", source)
    return Transition(
        course=course,
        source=source,
        step=Step(row["step"]),
        target=State(target),
        right=row["right"],
        ground=ground(row),
        papers=tuple(row["papers"]),
        starts=tuple(row.get("starts", ())),
        starts_if=tuple(row.get("starts_if", {}).items()),
        ends=frozenset(row.get("ends", ())),
        pauses=frozenset(row.get("pauses", ())),
        resumes=frozenset(row.get("resumes", ())),
        extends=frozenset(row.get("extends", ())),
        ahead=frozenset(row.get("ahead", ())),
        needs=frozenset(map(Need, row.get("needs", ()))),
        opens=Course(row["opens"]) if "opens" in row else None,
        span=span(row),
    )
