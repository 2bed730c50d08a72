"""Reads over receptions; each takes who looks and has a query budget."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Count, F, Func, Q, Value

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.workflow import State as Letters
from danvan.core.text.fold import fold
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions.models import Petition
from danvan.receptions.models import (
    Appointment,
    Session,
    SessionQuerySet,
    Slot,
    State,
)
from danvan.receptions.visits import Visit, VisitQuerySet, digits

LOOK_BACK = datetime.timedelta(days=731)  # 24 months
_MOST = 10
_SHORTEST = 8  # digits of a telephone or identity number that can be looked up


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier visit or letter of the same unit, of the same person."""

    kind: str  # visit or petition
    id: uuid.UUID
    matter: uuid.UUID | None
    on: datetime.date
    title: str
    summary: str
    open: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the book is narrowed to."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    content: str = ""
    outcome: str = ""
    words: str = ""


def units(viewer: Viewer, right: Right) -> list[Unit]:
    """Return the units in which the viewer holds ``right``, by name."""
    return list(Unit.objects.filter(pk__in=viewer.units(right)))


def session(viewer: Viewer, pk: uuid.UUID) -> Session:
    """Return a session; Session.DoesNotExist also where it may not be seen."""
    found = Session.objects.visible_to(viewer).select_related("unit__parent")
    return found.get(pk=pk)


def sessions(
    viewer: Viewer, first: datetime.date, last: datetime.date
) -> SessionQuerySet:
    """Return the sessions between two days, with how many visits each had."""
    found = Session.objects.visible_to(viewer).filter(on__range=(first, last))
    counted = found.select_related("unit").annotate(came=Count("visits", distinct=True))
    return counted.order_by("on", "starts", "pk")


def open_sessions(viewer: Viewer, today: datetime.date) -> list[Session]:
    """Return today's sessions in which the viewer can write a visit down."""
    found = Session.objects.filter(unit__in=viewer.units(Right.RECEPTIONS_REGISTER))
    running = found.filter(on=today).exclude(state=State.MISSED)
    return list(running.select_related("unit").order_by("starts", "pk"))


def slots(viewer: Viewer, of: Sequence[Session]) -> list[Slot]:
    """Return the hours of sessions that can be booked, with what is taken."""
    live = Q(appointments__cancelled_at__isnull=True, appointments__isnull=False)
    found = Slot.objects.filter(
        session__in=of, session__unit__in=viewer.units(Right.RECEPTIONS_READ)
    )
    taken = found.annotate(taken=Count("appointments", filter=live))
    return list(taken.select_related("session").order_by("session__on", "starts"))


def appointments(viewer: Viewer, of: Sequence[Session]) -> list[Appointment]:
    """Return who is expected, in the order of the hours."""
    found = Appointment.objects.filter(
        slot__session__in=of,
        slot__session__unit__in=viewer.units(Right.RECEPTIONS_READ),
        cancelled_at__isnull=True,
    )
    ordered = found.order_by("slot__session__on", "slot__starts", "seat")
    return list(ordered.select_related("slot__session"))


def visit(viewer: Viewer, pk: uuid.UUID) -> Visit:
    """Return a visit with who came; Visit.DoesNotExist where it may not be seen."""
    found = Visit.objects.visible_to(viewer)
    joined = found.select_related("unit__parent", "session", "petition", "matter")
    return joined.prefetch_related("present").get(pk=pk)


def book(viewer: Viewer, filters: Filters) -> VisitQuerySet:
    """Return the rows of the reception book, the newest first."""
    found = Visit.objects.visible_to(viewer).select_related("unit", "petition")
    if filters.since:
        found = found.filter(on__gte=filters.since)
    if filters.until:
        found = found.filter(on__lte=filters.until)
    if filters.content:
        found = found.filter(content=filters.content)
    if filters.outcome:
        found = found.filter(outcome=filters.outcome)
    for word in fold(filters.words.replace("\0", ""))[:100].split():
        found = found.filter(folded__contains=word)
    return found.order_by("-on", "-number", "pk")


@transaction.atomic
def earlier(
    viewer: Viewer, unit: Unit, *, phone: str, id_number: str, today: datetime.date
) -> list[Earlier]:
    """Return this unit's visits and letters of the person in the last 24 months.

    Found by telephone or identity number alone, ten at most, each look-up in the
    journal. Denunciations and visits about them are in neither table.
    """
    if not viewer.may(Right.RECEPTIONS_REGISTER, unit.pk):
        return []
    called, named = digits(phone), digits(id_number)
    by_phone = Q(phone_key=called) if len(called) >= _SHORTEST else Q(pk__in=[])
    by_id = Q(id_key=named) if len(named) >= _SHORTEST else Q(pk__in=[])
    if len(called) < _SHORTEST and len(named) < _SHORTEST:
        return []
    since = today - LOOK_BACK
    visits = Visit.objects.visible_to(viewer).filter(
        by_phone | by_id, unit=unit, on__gte=since
    )
    found = [_of_visit(row) for row in visits.order_by("-on", "-number")[:_MOST]]
    if len(called) >= _SHORTEST:
        found += _letters(viewer, unit, called, since)
    journal.write(
        by=viewer.actor(unit.pk),
        action="reception.look-up",
        record=f"orgs.unit:{unit.code}",
        changes={"found": (None, str(len(found)))},
    )
    return sorted(found, key=lambda row: row.on, reverse=True)[:_MOST]


def _letters(
    viewer: Viewer, unit: Unit, called: str, since: datetime.date
) -> list[Earlier]:
    plain = Func(
        F("phone"),
        Value("[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    letters = Petition.objects.visible_to(viewer).filter(
        unit=unit, received_on__gte=since, visits__isnull=True
    )
    same = letters.exclude(phone="").alias(plain=plain).filter(plain=called)
    return [_of_letter(row) for row in same.order_by("-received_on")[:_MOST]]


def _of_visit(row: Visit) -> Earlier:
    return Earlier(
        kind="visit",
        id=row.pk,
        matter=row.matter_id,
        on=row.on,
        title=f"{row.number}/{row.year}",
        summary=row.summary,
        open=row.due is not None and row.done_on is None,
    )


def _of_letter(row: Petition) -> Earlier:
    return Earlier(
        kind="petition",
        id=row.pk,
        matter=row.matter_id,
        on=row.received_on,
        title=row.number,
        summary=row.what,
        open=row.state != Letters.CLOSED,
    )
