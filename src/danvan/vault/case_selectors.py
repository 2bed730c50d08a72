"""What handlers see of a sealed case without opening it: the list and one case."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from danvan.accounts.models import User
from danvan.accounts.rights import Right, Viewer
from danvan.journal.models import Entry, sealed_chain
from danvan.orgs.models import Unit
from danvan.vault import sealing
from danvan.vault.errors import Refused
from danvan.vault.models import (
    Access,
    CaseState,
    SealedCase,
    VerifierKey,
    Wrap,
)
from danvan.vault.opening.checks import reach_of
from danvan.vault.scope import seen_by

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What to list; empty lists all. ``kept`` is ``paper`` or ``sealed``."""

    state: str = ""
    kept: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Assigned:
    """An officer who may open the case for the unit in view."""

    access_id: int
    label: str
    since: datetime.datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the course; ``about`` says to whom or what, where that may be told."""

    at: datetime.datetime
    action: str
    by: str
    why: str
    about: str
    part: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case as its handlers see it; ``unit`` is the one they act for."""

    case: SealedCase
    unit: Unit
    elsewhere: bool  # passed on to this unit by another
    assigned: tuple[Assigned, ...]
    parts: tuple[str, ...]  # compartments the unit has a key of
    lines: tuple[Line, ...]
    given_to: tuple[Unit, ...]
    mine: bool  # assigned to the viewer
    holds: bool  # the viewer is there as a key holder
    given: bool  # or was given the content as a verifier
    leads: bool  # the viewer assigns in this unit


def listed(
    viewer: Viewer, filters: CaseFilters, *, today: datetime.date, page: object = 1
) -> Page[SealedCase]:
    """Return one page of the cases the viewer is assigned to or assigns.

    The nearest deadline first, closed ones last; three queries and scope.
    """
    with seen_by(viewer):
        found = _visible(viewer).order_by("deadline", "received_on", "number")
        shown = Paginator(_filtered(found, filters, today), ON_A_PAGE).get_page(page)  # type: ignore[arg-type]
        list(shown.object_list)
        return shown


def due(viewer: Viewer, *, limit: int) -> list[SealedCase]:
    """Return the open cases with a term, the nearest first; one query and scope."""
    if not (reach_of(viewer) or viewer.may(Right.SEALED_ASSIGN)):
        return []
    with seen_by(viewer):
        found = _visible(viewer).exclude(state=CaseState.CLOSED)
        return list(found.filter(deadline__isnull=False).order_by("deadline")[:limit])


def case_file(viewer: Viewer, case_id: uuid.UUID) -> CaseFile:
    """Return one case; `Refused` (``absent``) for whoever neither handles nor assigns it.

    Eight queries and scope, however much happened.
    """
    with seen_by(viewer) as units:
        case = _visible(viewer).filter(pk=case_id).select_related("receiver").first()
        if case is None:
            raise Refused("absent")
        wraps = list(Wrap.objects.filter(case=case, unit__in=units))
        unit = _acting(case, wraps, viewer)
        held = Access.objects.filter(case=case, unit=unit, ended_at=None)
        access = list(held.select_related("user").order_by("user__label"))
        mine = [a for a in access if str(a.user_id) == viewer.user_id]
        given = VerifierKey.objects.filter(access__in=mine).exists()
    lines = _lines(case, unit)
    return CaseFile(
        case=case,
        unit=unit,
        elsewhere=unit.pk != case.receiver_id,
        assigned=tuple(Assigned(a.pk, a.user.label, a.made_at) for a in access),
        parts=_parts(
            [w.compartment for w in wraps if w.unit_id == unit.pk], viewer, unit
        ),
        lines=tuple(
            _line(line, people) for people in [_people(lines)] for line in lines
        ),
        given_to=tuple(_given(lines)),
        mine=bool(mine),
        holds=viewer.may(Right.SEALED_OPEN, unit.pk),
        given=given,
        leads=viewer.may(Right.SEALED_ASSIGN, unit.pk),
    )


def _visible(viewer: Viewer) -> QuerySet[SealedCase]:
    """Keep the cases assigned to the viewer, or assigned by him; inside the scope."""
    mine = Access.objects.filter(user=uuid.UUID(viewer.user_id), ended_at=None)
    mine = mine.filter(unit__in=reach_of(viewer))
    leads = viewer.units(Right.SEALED_ASSIGN)
    given = Wrap.objects.filter(unit__in=leads).values("case")
    return SealedCase.objects.filter(
        Q(pk__in=mine.values("case")) | Q(receiver__in=leads) | Q(pk__in=given)
    )


def _filtered(
    found: QuerySet[SealedCase], filters: CaseFilters, today: datetime.date
) -> QuerySet[SealedCase]:
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.kept:
        found = found.filter(on_paper=filters.kept == "paper")
    if filters.overdue:
        found = found.filter(deadline__lt=today).exclude(state=CaseState.CLOSED)
    return found


def _acting(case: SealedCase, wraps: Sequence[Wrap], viewer: Viewer) -> Unit:
    """Say for which of his units the viewer acts: the receiver before all others."""
    mine = reach_of(viewer) | viewer.units(Right.SEALED_ASSIGN)
    if case.receiver_id in mine:
        return case.receiver
    return Unit.objects.get(pk=min(w.unit_id for w in wraps))


def _parts(compartments: Sequence[str], viewer: Viewer, unit: Unit) -> tuple[str, ...]:
    """Order the parts; a verifier is never given an identity."""
    if not viewer.may(Right.SEALED_OPEN, unit.pk):
        compartments = [c for c in compartments if c != sealing.IDENTITY]
    order = {sealing.STORY: 0, sealing.IDENTITY: 1}
    return tuple(sorted(compartments, key=lambda part: order.get(part, 2)))


def _lines(case: SealedCase, unit: Unit) -> list[Entry]:
    """Return what the unit's own chain tells of the case."""
    return list(
        Entry.objects.filter(
            record=case.record, chain=sealed_chain(unit.code)
        ).order_by("seq")
    )


def _people(lines: Sequence[Entry]) -> dict[str, str]:
    ids = {i for line in lines for i in line.changes.get("officer", []) if i}
    found = User.objects.filter(pk__in=ids) if ids else User.objects.none()
    return {str(user.pk): user.label for user in found}


def _line(line: Entry, people: dict[str, str]) -> Line:
    officer = [people.get(i, "") for i in line.changes.get("officer", []) if i]
    units = [c for name in ("to", "from") for c in line.changes.get(name, []) if c]
    part = (line.changes.get("compartment") or [None, ""])[1] or ""
    return Line(
        line.at, line.action, line.actor_label, line.why,
        ", ".join(officer or units), part,
    )  # fmt: skip


def _given(lines: Sequence[Entry]) -> list[Unit]:
    """Tell from the journal who has keys: other units' rows are not ours to see."""
    codes: dict[str, None] = {}
    for line in lines:
        if line.action == "vault.pass-on":
            codes[line.changes["to"][1]] = None
        elif line.action == "vault.take-back":
            codes.pop(line.changes["from"][0], None)
        elif line.action == "vault.shred":
            codes.clear()
    return list(Unit.objects.filter(code__in=codes).order_by("name")) if codes else []
