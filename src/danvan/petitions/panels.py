"""What the page of a case shows beside its letter and steps, as plain values."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import courses
from danvan.core.casework.workflow import Kind, State
from danvan.petitions import handover, labels, needs, selectors
from danvan.petitions.following_forms import (
    DoneForm,
    OrderForm,
    TaskDoneForm,
    TaskForm,
)
from danvan.petitions.matters import LinkKind
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Case
from danvan.petitions.settlement import Execution, Task, WatchedMatter


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, until when, and whether the time is out."""

    who: str
    due: datetime.date
    over: bool
    legal: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """The last day on which a decision has no legal effect yet, and whether it has."""

    after: datetime.date
    has: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A task or an order, in words, with the form that says it is done."""

    row: Task | Execution
    kind: str
    late: bool
    form: forms.Form | None


@dataclass(frozen=True, slots=True)
class Watched:
    """One line of the leader's list."""

    row: WatchedMatter
    grounds: str
    letters: Sequence[Petition]
    people: int


def hand_over(
    case: Case, calendar: WorkingCalendar, today: datetime.date
) -> Turn | None:
    """Return whose turn it is, None where there is nothing to wait for."""
    found = handover.of(case.petition, case.steps, case.running, calendar)
    if found is None:
        return None
    who = labels.said(courses.words(found.asks))
    return Turn(who, found.due, found.over(today), bool(found.term))


def effect(
    case: Case, calendar: WorkingCalendar, today: datetime.date
) -> Effect | None:
    """Return when the decision on a complaint takes effect, None without one."""
    decided = [s.on for s in case.steps if s.verb == courses.Step.CONCLUDE]
    if case.petition.kind != Kind.COMPLAINT or not decided:
        return None
    last = needs.effect_of(case.petition, decided[-1], calendar)
    return Effect(last, today > last)


def of_case(
    case: Case, viewer: Viewer, bound: forms.Form | None, today: datetime.date
) -> Mapping[str, Any]:
    """Return the panels of a case; ``bound`` replaces the form with its prefix."""
    petition = case.petition
    open_ = petition.state != State.CLOSED
    may = open_ and selectors.settling_unit(viewer, petition) is not None
    steps = case.steps
    hung = {
        "determinations": [
            d for s in steps if (d := getattr(s, "determination", None))
        ],
        "dialogues": [d for s in steps if (d := getattr(s, "invitation", None))],
        "conclusions": _conclusions(case),
    }
    satisfaction = getattr(petition, "satisfaction", None)
    watched = getattr(petition.matter, "watched", None)
    verbs = {step.verb for step in steps}
    return {
        **hung,
        "satisfaction": satisfaction,
        "content": labels.CONTENT.get(satisfaction.answer) if satisfaction else "",
        "links": _links(case),
        "tasks": [_task(row, bound, may, today) for row in case.tasks],
        "task_form": _shown(TaskForm, bound)
        if may and courses.Step.ASSIGN in verbs
        else None,
        "orders": [_order(row, bound, may, today) for row in case.executions],
        "order_form": _shown(OrderForm, bound)
        if may and courses.Step.ANSWER in verbs
        else None,
        "watched": watched if watched and watched.closed_on is None else None,
        "may_watch": viewer.may(Right.PETITIONS_ASSIGN, petition.unit_id),
    }


def watched_rows(rows: Iterable[WatchedMatter]) -> list[Watched]:
    """Return the lines of the leader's list."""
    return [
        watched_row(row, list(row.matter.letters.all()), getattr(row, "people", 0))
        for row in rows
    ]


def watched_row(
    row: WatchedMatter, letters: Sequence[Petition] = (), people: int = 0
) -> Watched:
    """Return one line, with its letters where they were read."""
    grounds = ", ".join(str(labels.GROUNDS[code]) for code in row.grounds)
    return Watched(row, grounds, letters, people)


def _conclusions(case: Case) -> list[tuple[str, Any, str]]:
    found = [c for s in case.steps if (c := getattr(s, "conclusion", None))]
    return [
        (
            labels.outcome(c.result),
            c,
            labels.said({"vi": c.remedy_vi, "en": c.remedy_en}),
        )
        for c in found
    ]


def _links(case: Case) -> list[tuple[str, Petition]]:
    """Return the petitions this one is linked with, and how."""
    here = case.petition.pk
    return [
        (
            str(labels.LINKS[LinkKind(link.kind)][link.petition_id != here]),
            link.of if link.petition_id == here else link.petition,
        )
        for link in case.links
    ]


def _task(
    row: Task, bound: forms.Form | None, may: bool, today: datetime.date
) -> Followed:
    form = _shown(TaskDoneForm, bound, f"task-{row.pk}")
    late = row.done_on is None and row.due < today
    return Followed(row, "", late, form if may and row.done_on is None else None)


def _order(
    row: Execution, bound: forms.Form | None, may: bool, today: datetime.date
) -> Followed:
    form = _shown(DoneForm, bound, f"order-{row.pk}", done=row.done)
    late = row.done_on is None and row.due is not None and row.due < today
    kind = str(labels.EXECUTIONS[row.kind])
    return Followed(row, kind, late, form if may and row.done_on is None else None)


def _shown(
    of: type[forms.Form],
    bound: forms.Form | None,
    prefix: str = "",
    **initial: Decimal,
) -> forms.Form:
    """Return the bound form if it is this one, else a fresh one."""
    if isinstance(bound, of) and bound.prefix == (prefix or of.prefix):
        return bound
    return of(prefix=prefix or None, initial=initial)
