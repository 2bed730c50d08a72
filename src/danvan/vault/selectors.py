"""What may be listed of sealed cases: neutral rows, for their handlers alone."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import QuerySet

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Right, Role, Viewer
from danvan.orgs.models import Unit
from danvan.vault import opening, providers, unit_keys
from danvan.vault.errors import DoesNotOpen
from danvan.vault.models import (
    Access,
    Approval,
    Holding,
    OfficerKey,
    Opening,
    RecoveryShare,
    SealedCase,
    UnitKey,
)
from danvan.vault.opening import Door
from danvan.vault.scope import scoped, seen_by
from danvan.vault.unit_keys import Progress


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it."""

    id: uuid.UUID
    number: str
    received_on: datetime.date
    deadline: datetime.date | None
    state: str
    on_paper: bool
    compartments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A holder of a unit's key; not ``live`` when his own key was renewed since."""

    user_id: uuid.UUID
    label: str
    live: bool


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening, with the reason typed then."""

    at: datetime.datetime
    label: str
    second: str
    compartment: str
    ground: str
    reason: str = field(repr=False)


def cases(viewer: Viewer) -> list[Row]:
    """List the cases the viewer is assigned to, or assigns; two queries and scope.

    Nobody else sees that there are any.
    """
    if not viewer.user_id:
        return []
    user_id = uuid.UUID(viewer.user_id)
    with seen_by(viewer):
        mine = Access.objects.filter(user=user_id, ended_at=None)
        found = SealedCase.objects.prefetch_related("wraps").order_by(
            "received_on", "number"
        )
        leads = viewer.units(Right.SEALED_ASSIGN)
        return [
            Row(
                case.pk,
                case.number,
                case.received_on,
                case.deadline,
                case.state,
                case.on_paper,
                tuple(sorted({w.compartment for w in case.wraps.all()})),
            )
            for case in (
                found.filter(receiver__in=leads)
                | found.filter(wraps__unit__in=leads)
                | found.filter(pk__in=mine.values("case"))
            ).distinct()
        ]


def openings(door: Door) -> list[OpeningRow]:
    """List who opened a compartment, when and why, for one who has just opened it."""
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        notes = Opening.objects.filter(
            case=door.case_id, compartment=door.compartment, unit=door.unit_id
        ).select_related("user", "second", "unit")
        return [
            OpeningRow(
                note.at,
                note.user.label,
                note.second.label if note.second else "",
                note.compartment,
                note.ground,
                _reason(note, door.key),
            )
            for note in notes
        ]


def awaiting_second(viewer: Viewer) -> list[Approval]:
    """List what other holders of the viewer's units ask him to agree to; one query."""
    if not (units := viewer.units(Right.SEALED_OPEN)):
        return []
    with scoped(user_id=viewer.user_id, units=units):
        asked = Approval.objects.filter(unit__in=units, given_at=None, declined_at=None)
        others = asked.exclude(asked_by=uuid.UUID(viewer.user_id))
        return list(others.select_related("case", "asked_by").order_by("-asked_at"))


def holders(unit: Unit, viewer: Viewer) -> list[HolderRow]:
    """List the holders of the unit's active key, for those who may know; one query."""
    if not (
        viewer.may(Right.SEALED_KEYS, unit.pk) or viewer.may(Right.SEALED_OPEN, unit.pk)
    ):
        return []
    with scoped(user_id=viewer.user_id, units=[unit.pk]):
        held = Holding.objects.filter(unit=unit, key__state="active")
        return [
            HolderRow(h.user_id, h.user.label, h.officer_key.retired_at is None)
            for h in held.select_related("user", "officer_key").order_by("user__label")
        ]


def held_by(unit: Unit, viewer: Viewer) -> str:
    """Say how the viewer holds the unit's active key; one query.

    ``live``; ``stale`` after he renewed his own key, until another holder
    gives it to him again; empty where he does not hold it.
    """
    for row in holders(unit, viewer):
        if str(row.user_id) == viewer.user_id:
            return "live" if row.live else "stale"
    return ""


def may_be_added(unit: Unit, viewer: Viewer, *, today: datetime.date) -> QuerySet[User]:
    """Return who may be given the unit's key too; one query and that of holders."""
    holds = [row.user_id for row in holders(unit, viewer) if row.live]
    enrolled_ = OfficerKey.objects.filter(retired_at=None).values("user")
    people = key_holders(unit, today=today).filter(pk__in=enrolled_)
    return people.exclude(pk__in=holds)


def unit_keys_of(unit: Unit) -> list[UnitKey]:
    """List the epochs of a unit, the newest first; one query."""
    return list(UnitKey.objects.filter(unit=unit).order_by("-epoch"))


def offices_with_shares(unit: Unit) -> list[str]:
    """List the offices that keep a share of the key a unit is recovered with; one query.

    That of the unit's latest epoch, by the numbers of the shares.
    """
    latest = UnitKey.objects.filter(unit=unit).order_by("-epoch").values("recovery")[:1]
    kept = RecoveryShare.objects.filter(recovery__in=latest).order_by("number")
    return list(kept.values_list("office", flat=True))


def rotation(unit: Unit, viewer: Viewer) -> Progress:
    """Say how far the handing over to the newest epoch is; two queries."""
    if not (
        viewer.may(Right.SEALED_KEYS, unit.pk) or viewer.may(Right.SEALED_OPEN, unit.pk)
    ):
        return Progress(0, 0)
    with scoped(user_id=viewer.user_id, units=[unit.pk]):
        return unit_keys.progress_of(unit)


def _reason(note: Opening, key: bytes) -> str:
    sealed = bytes(note.reason)
    place = opening.reason_place(note, note.unit.code)
    try:
        return providers.of(sealed).open(sealed, key, place).decode()
    except DoesNotOpen:
        return ""


def enrolled(viewer: Viewer) -> bool:
    """Say whether the viewer has a key of his own; one query."""
    keys = OfficerKey.objects.filter(user=uuid.UUID(viewer.user_id), retired_at=None)
    return keys.exists()


def key_holders(unit: Unit, *, today: datetime.date) -> QuerySet[User]:
    """Return who may be named holder of the unit's key today."""
    seats = Membership.objects.on(today).filter(unit=unit, role=Role.KEY_HOLDER)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by(
        "label"
    )
