"""A second person is asked: what he is told, and that he may decline."""

import datetime
import uuid
from dataclasses import dataclass, field
from functools import cache

from django.db import transaction

from danvan.accounts.rights import Right, Viewer
from danvan.vault import lines, opening, padding, providers
from danvan.vault.errors import DoesNotOpen, Refused
from danvan.vault.models import Approval, Holding
from danvan.vault.officers import Unlocked
from danvan.vault.opening.checks import reach_of
from danvan.vault.scope import scoped
from danvan.vault.unit_keys import Opener, by_holding

# An unanswered request is a question nobody waits for any more.
ASKED_FOR = datetime.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Request:
    """What a second person is asked; ``reason`` is None while his key is locked."""

    id: uuid.UUID
    number: str
    compartment: str
    asked_by: str
    asked_at: datetime.datetime
    ground: str
    reason: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """How one's own newest request for a compartment stands: waiting, given, declined.

    What was agreed to is the ground and the reason told then, and no other.
    """

    id: uuid.UUID
    state: str
    at: datetime.datetime
    by: str
    ground: str
    reason: str = field(repr=False)


def requests(
    viewer: Viewer, unlocked: Unlocked | None, *, now: datetime.datetime
) -> list[Request]:
    """List what other holders ask of one who holds the unit's key; two queries and scope."""
    if not (units := viewer.units(Right.SEALED_OPEN)):
        return []
    user_id = uuid.UUID(viewer.user_id)
    with scoped(user_id=viewer.user_id, units=units):
        held = Holding.objects.filter(user=user_id).values("key")
        asked = Approval.objects.filter(
            unit__in=units, given_at=None, declined_at=None, key__in=held
        ).exclude(asked_by=user_id)
        found = asked.filter(asked_at__gt=now - ASKED_FOR).order_by("-asked_at")
        joined = found.select_related("case", "asked_by", "unit", "key__unit")
        opener = cache(by_holding(unlocked)) if unlocked else None
        return [_told(approval, opener) for approval in joined]


def my_request(
    case_id: uuid.UUID,
    compartment: str,
    viewer: Viewer,
    unlocked: Unlocked | None,
    *,
    now: datetime.datetime,
) -> Asked | None:
    """Return one's newest request for a compartment while it counts; two queries and scope."""
    with scoped(user_id=viewer.user_id, units=reach_of(viewer)):
        mine = Approval.objects.filter(
            case=case_id, compartment=compartment, asked_by=uuid.UUID(viewer.user_id)
        ).select_related("given_by", "unit", "key__unit")
        found = mine.filter(asked_at__gt=now - ASKED_FOR).order_by("-asked_at").first()
        if found is None or _over(found, now):
            return None
        reason = _reason(found, by_holding(unlocked)) if unlocked else ""
    by = found.given_by.label if found.given_by else ""
    state, at = _state(found)
    return Asked(found.pk, state, at, by, found.ground, reason)


@transaction.atomic
def decline(*, approval_id: uuid.UUID, viewer: Viewer, now: datetime.datetime) -> None:
    """Refuse one's word for another holder's opening. Raises `Refused`."""
    with scoped(user_id=viewer.user_id, units=viewer.units(Right.SEALED_OPEN)):
        asked = Approval.objects.select_for_update(of=("self",))
        open_ = asked.filter(pk=approval_id, given_at=None, declined_at=None)
        if (approval := open_.first()) is None:
            raise Refused("absent")
        me = uuid.UUID(viewer.user_id)
        held = Holding.objects.filter(key=approval.key_id, user=me)
        if approval.asked_by_id == me or not held.exists():
            raise Refused("second")
        approval.given_by_id, approval.declined_at = me, now
        approval.save(update_fields=["given_by", "declined_at"])
        lines.write(
            by=viewer.actor(approval.unit_id),
            action="vault.decline",
            record=f"vault.case:{approval.case_id}",
            changes={"compartment": (None, approval.compartment)},
        )


def _told(approval: Approval, opener: Opener | None) -> Request:
    return Request(
        approval.pk,
        approval.case.number,
        approval.compartment,
        approval.asked_by.label,
        approval.asked_at,
        approval.ground,
        _reason(approval, opener) if opener else None,
    )


def _reason(approval: Approval, opener: Opener) -> str:
    """Open the reason by one's own holding; empty where it does not open."""
    if approval.key is None:
        return ""
    place = opening.asking_place(approval, approval.unit.code)
    try:
        private = opener(approval.key)
        told = providers.unwrap(bytes(approval.reason), private, place)
        return padding.unpad(told).decode()
    except (DoesNotOpen, ValueError):
        return ""


def _state(approval: Approval) -> tuple[str, datetime.datetime]:
    if approval.declined_at:
        return "declined", approval.declined_at
    if approval.given_at:
        return "given", approval.given_at
    return "waiting", approval.asked_at


def _over(approval: Approval, now: datetime.datetime) -> bool:
    given = approval.given_at
    return given is not None and given <= now - opening.APPROVED_FOR
