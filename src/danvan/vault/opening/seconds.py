"""The second person: asked, and agreeing to another's opening."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction

from danvan.accounts.rights import Right, Viewer
from danvan.vault import conflicts, context, lines, padding, providers, sealing
from danvan.vault.errors import Refused
from danvan.vault.models import Approval, Wrap
from danvan.vault.officers import Unlocked
from danvan.vault.opening.asks import APPROVED_FOR, Ask
from danvan.vault.opening.checks import (
    check_assigned,
    own,
    reach_of,
    unit_private,
    wrap_of,
)
from danvan.vault.scope import scoped


def needs_second(compartment: str, *, elsewhere: bool) -> bool:
    """Say whether a second holder must agree, by ``settings.SEAL_SECOND_PERSON``.

    ``elsewhere`` is true in a unit that the case was passed on to. An extract
    was made for being read there.
    """
    rule = settings.SEAL_SECOND_PERSON
    if rule == "always":
        return True
    if compartment.startswith(sealing.EXTRACT):
        return False
    return elsewhere or (rule == "identity" and compartment == sealing.IDENTITY)


@transaction.atomic
def ask_second(
    *,
    case_id: uuid.UUID,
    compartment: str,
    viewer: Viewer,
    now: datetime.datetime,
    ground: str = "",
    reason: str = "",
) -> Approval:
    """Ask another holder of one's unit to agree to an opening.

    The reason is sealed to the unit's key, so any of its holders can read it.
    """
    with scoped(user_id=viewer.user_id, units=reach_of(viewer)):
        wrap = wrap_of(case_id, compartment, viewer)
        check_assigned(wrap, viewer)
        approval = Approval(
            case_id=case_id,
            compartment=compartment,
            unit_id=wrap.unit_id,
            asked_by_id=uuid.UUID(viewer.user_id),
            asked_at=now,
            ground=ground,
            key=wrap.key,
        )
        told = padding.pad(reason.strip().encode())
        place = asking_place(approval, wrap.unit.code)
        approval.reason = providers.wrap(told, bytes(wrap.key.public), place)
        approval.save(force_insert=True)
        _write_approval(viewer, "vault.ask-second", approval)
    return approval


@transaction.atomic
def approve(
    *,
    approval_id: uuid.UUID,
    viewer: Viewer,
    unlocked: Unlocked | None,
    now: datetime.datetime,
) -> None:
    """Agree to another holder's opening, for half an hour.

    Whoever agrees must be able to open the unit's key himself. Raises `Refused`.
    """
    with scoped(user_id=viewer.user_id, units=viewer.units(Right.SEALED_OPEN)):
        approval = (
            Approval.objects.select_for_update(of=("self",))
            .filter(pk=approval_id, given_at=None, declined_at=None)
            .first()
        )
        if approval is None:
            raise Refused("absent")
        if str(approval.asked_by_id) == viewer.user_id:
            raise Refused("second")
        wrap = wrap_of(approval.case_id, approval.compartment, viewer)
        private = unit_private(wrap, own(viewer, unlocked))
        conflicts.check(wrap, viewer, private=private)
        approval.given_by_id, approval.given_at = uuid.UUID(viewer.user_id), now
        approval.save(update_fields=["given_by", "given_at"])
        _write_approval(viewer, "vault.approve", approval)


def asking_place(approval: Approval, unit_code: str) -> bytes:
    """Return what the reason told to a second person is bound to."""
    return context.case(
        approval.case_id, unit_code, 1, approval.compartment, f"ask:{approval.pk}"
    )


def agreed(ask: Ask, wrap: Wrap, now: datetime.datetime) -> uuid.UUID | None:
    """Return who agreed; `Refused` where somebody must and nobody did."""
    elsewhere = wrap.case.receiver_id != wrap.unit_id
    if not needs_second(ask.compartment, elsewhere=elsewhere):
        return None
    if ask.second is None:
        raise Refused("second")
    approval = Approval.objects.filter(
        pk=ask.second,
        case=ask.case_id,
        compartment=ask.compartment,
        unit=wrap.unit_id,
        asked_by=uuid.UUID(ask.viewer.user_id),
        given_at__gt=now - APPROVED_FOR,
        given_by__is_active=True,
    ).first()
    if approval is None:
        raise Refused("second")
    return approval.given_by_id


def _write_approval(viewer: Viewer, action: str, approval: Approval) -> None:
    lines.write(
        by=viewer.actor(approval.unit_id),
        action=action,
        record=f"vault.case:{approval.case_id}",
        changes={"compartment": (None, approval.compartment)},
    )
