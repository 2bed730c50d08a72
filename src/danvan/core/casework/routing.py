"""What is done with a letter: one way out for every combination of facts.

The table is data (`core/data/routing.toml`); a test walks every combination.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from danvan.core.casework.classify import Assessment, Competence
from danvan.core.casework.courses.codes import Course
from danvan.core.casework.ground import Ground, Span, ground, span
from danvan.core.data import load_toml


class Subject(StrEnum):
    """What a letter is about, for its way: `classify.Content` and one more."""

    FEEDBACK = "feedback"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    REGULATION = "regulation"  # phản ánh về quy định hành chính, decree 20/2008
    MIXED = "mixed"
    OTHER = "other"


class Standing(StrEnum):
    """Whether it can be taken, and what its faults mean."""

    ELIGIBLE = "eligible"
    INCOMPLETE = "incomplete"
    UNACCEPTABLE = "unacceptable"
    FILED = "filed"
    EVIDENCE = "evidence"


class Forwarder(StrEnum):
    """Who sent it on (Circular 07/2014/TT-TTCP, article 5.3)."""

    NONE = "none"
    DEPUTY = "deputy"
    COUNCIL = "council"
    FRONT = "front"
    PRESS = "press"
    PARTY = "party"
    BODY = "body"


class Progress(StrEnum):
    """How far whoever had to settle it first has come."""

    NEW = "new"
    OVERDUE = "overdue"
    ONCE = "once"
    FINAL = "final"


class Action(StrEnum):
    """The ways out."""

    PROPOSE = "propose"  # đề xuất thụ lý
    REFUSE = "refuse"  # không thụ lý
    ASSIGN = "assign"
    GUIDE = "guide"
    SPLIT = "split"  # hướng dẫn viết tách đơn
    RETURN = "return"
    FORWARD = "forward"
    DEMAND = "demand"
    EXPLAIN = "explain"
    INSPECT = "inspect"
    FILE = "file"


LABELS: Mapping[Action, Mapping[str, str]] = {
    Action.PROPOSE: {"vi": "Đề xuất thụ lý", "en": "Propose to accept"},
    Action.REFUSE: {"vi": "Thông báo không thụ lý", "en": "Refuse, with reasons"},
    Action.ASSIGN: {"vi": "Giao đơn vị giải quyết", "en": "Assign to a unit"},
    Action.GUIDE: {"vi": "Hướng dẫn", "en": "Guide"},
    Action.SPLIT: {"vi": "Hướng dẫn viết tách đơn", "en": "Guide to write separately"},
    Action.RETURN: {"vi": "Trả lại nơi chuyển", "en": "Return to the forwarder"},
    Action.FORWARD: {"vi": "Chuyển đơn", "en": "Forward"},
    Action.DEMAND: {"vi": "Đôn đốc cấp dưới giải quyết", "en": "Demand settlement"},
    Action.EXPLAIN: {"vi": "Giải thích, yêu cầu chấm dứt", "en": "Explain the outcome"},
    Action.INSPECT: {"vi": "Chuyển thanh tra, kiểm tra", "en": "Give to inspection"},
    Action.FILE: {"vi": "Xếp lưu đơn", "en": "File without action"},
}


class NoRouting(LookupError):
    """The table says nothing about letters received before its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides the way; the meaning of each axis is in `routing.toml`."""

    subject: Subject
    standing: Standing
    competence: Competence
    forwarder: Forwarder = Forwarder.NONE
    progress: Progress = Progress.NEW
    in_person: bool = False
    again: bool = False
    grave: bool = False
    crime: bool = False
    originals: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out: the action, the papers to choose from, the law, the terms."""

    id: str
    action: Action
    papers: tuple[str, ...]
    papers_in_person: tuple[str, ...]
    ground: Ground
    terms: tuple[str, ...]
    opens: Course | None
    when: Mapping[str, tuple[str | bool, ...]]
    span: Span


@dataclass(frozen=True, slots=True)
class Duty:
    """What is done besides, in words, with its paper, its term and its law."""

    id: str
    words: Mapping[str, str]
    papers: tuple[str, ...]
    ground: Ground
    terms: tuple[str, ...]
    when: Mapping[str, tuple[str | bool, ...]]


@dataclass(frozen=True, slots=True)
class Route:
    """The way out of a letter and what is done besides."""

    action: Action
    papers: tuple[str, ...]
    ground: Ground
    terms: tuple[str, ...]
    opens: Course | None
    duties: tuple[Duty, ...]
    branch: str


def route(facts: Facts, on: datetime.date) -> Route:
    """Return the one way of a letter received ``on`` that day.

    Raises NoRouting for a day before circular 05/2021/TT-TTCP.
    """
    axes = _axes(facts)
    for branch in branches():
        if branch.span.holds_on(on) and _holds(branch.when, axes) and on >= _first():
            return _route(branch, axes, in_person=facts.in_person)
    raise NoRouting(on)


def standing(found: Assessment, *, acceptable: bool = True) -> Standing:
    """Return the standing of an assessed letter.

    ``acceptable`` is False where a case of article 11 of the law on complaints, or of
    article 29 of the law on denunciations, bars it (`courses.cases`).
    """
    if found.inspect:
        return Standing.EVIDENCE
    if found.filed:
        return Standing.FILED
    if found.failing:
        return Standing.INCOMPLETE
    return Standing.ELIGIBLE if acceptable else Standing.UNACCEPTABLE


@cache
def branches() -> tuple[Branch, ...]:
    """Return every line of the table, of all times."""
    return tuple(_branch(row) for row in load_toml("routing.toml")["table"]["branches"])


@cache
def duties() -> tuple[Duty, ...]:
    """Return everything that may have to be done besides."""
    return tuple(_duty(row) for row in load_toml("routing.toml")["table"]["duties"])


def _route(branch: Branch, axes: Mapping[str, str | bool], *, in_person: bool) -> Route:
    known = {**axes, "action": str(branch.action)}
    papers = branch.papers
    if in_person and branch.papers_in_person:
        papers = branch.papers_in_person
    return Route(
        action=branch.action,
        papers=papers,
        ground=branch.ground,
        terms=branch.terms,
        opens=branch.opens,
        duties=tuple(duty for duty in duties() if _holds(duty.when, known)),
        branch=branch.id,
    )


def _axes(facts: Facts) -> Mapping[str, str | bool]:
    return {
        "content": str(facts.subject),
        "standing": str(facts.standing),
        "competence": str(facts.competence),
        "forwarder": str(facts.forwarder),
        "progress": str(facts.progress),
        "in_person": facts.in_person,
        "again": facts.again,
        "grave": facts.grave,
        "crime": facts.crime,
        "originals": facts.originals,
        "many": facts.many,
    }


def _holds(
    when: Mapping[str, tuple[str | bool, ...]], axes: Mapping[str, str | bool]
) -> bool:
    return all(axes[axis] in allowed for axis, allowed in when.items())


def _first() -> datetime.date:
    day: datetime.date = load_toml("routing.toml")["first_day"]
    return day


def _branch(row: Mapping[str, Any]) -> Branch:
    return Branch(
        id=row["id"],
        action=Action(row["action"]),
        papers=tuple(row["papers"]),
        papers_in_person=tuple(row.get("papers_in_person", ())),
        ground=ground(row),
        terms=tuple(row.get("terms", ())),
        opens=Course(row["opens"]) if "opens" in row else None,
        when=_when(row),
        span=span(row),
    )


def _duty(row: Mapping[str, Any]) -> Duty:
    return Duty(
        id=row["id"],
        words={"vi": row["vi"], "en": row["en"]},
        papers=tuple(row["papers"]),
        ground=ground(row),
        terms=tuple(row.get("terms", ())),
        when=_when(row),
    )


def _when(row: Mapping[str, Any]) -> Mapping[str, tuple[str | bool, ...]]:
    return {axis: tuple(allowed) for axis, allowed in row["when"].items()}
