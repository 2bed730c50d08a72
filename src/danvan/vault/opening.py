"""The one way to a compartment's key: who, why, with whom; the line before the key.

`go_through` gives out the key of one compartment after it has committed the
journal's line and the opening. Nothing else in this house unwraps a case key
for showing.
"""

import datetime
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from danvan.accounts.rights import Right, Viewer
from danvan.vault import context, lines, providers, sealing
from danvan.vault.errors import DoesNotOpen, Refused
from danvan.vault.models import Access, Approval, CaseState, Opening, SealedCase, Wrap
from danvan.vault.officers import Unlocked
from danvan.vault.scope import scoped
from danvan.vault.unit_keys import by_holding

SHORTEST_REASON = 10  # characters
APPROVED_FOR = datetime.timedelta(minutes=30)
# What an opening may be for; the typed reason says more and is sealed.
GROUNDS = ("verify", "settle", "contact", "protect", "pass_on", "oversee")


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants opened, and why; ``second`` is an approval's id."""

    case_id: uuid.UUID
    compartment: str
    viewer: Viewer
    unlocked: Unlocked | None
    ground: str
    reason: str = field(repr=False)
    second: uuid.UUID | None = None

    @property
    def record(self) -> str:
        """How the journal names the case."""
        return f"vault.case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class Door:
    """An opened compartment: its key, and where and for whom it was opened."""

    case_id: uuid.UUID
    compartment: str
    unit_id: int
    user_id: str
    file: uuid.UUID | None
    key: bytes = field(repr=False)


def go_through(
    ask: Ask, *, now: datetime.datetime, file: uuid.UUID | None = None
) -> Door:
    """Check, write and commit, then give out the key; else `Refused`.

    Must not run inside a transaction: `RuntimeError`.
    """
    try:
        with transaction.atomic(durable=True):
            return _open(ask, now, file)
    except Refused as refused:
        note_refusal(ask, refused.code)
        raise


def note_refusal(ask: Ask, code: str) -> None:
    """Write down that an opening was refused; in the chain of the one who asked."""
    units = ask.viewer.units(Right.SEALED_OPEN)
    actor = ask.viewer.actor(min(units)) if units else ask.viewer.actor()
    lines.write(by=actor, action="vault.refused", record=ask.record, why=code)


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
    *, case_id: uuid.UUID, compartment: str, viewer: Viewer, now: datetime.datetime
) -> Approval:
    """Ask another holder of one's unit to agree to an opening."""
    with scoped(user_id=viewer.user_id, units=viewer.units(Right.SEALED_OPEN)):
        wrap = _wrap(case_id, compartment, viewer)
        _assigned(wrap, viewer)
        approval = Approval.objects.create(
            case_id=case_id,
            compartment=compartment,
            unit_id=wrap.unit_id,
            asked_by_id=uuid.UUID(viewer.user_id),
            asked_at=now,
        )
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
            .filter(pk=approval_id, given_at=None)
            .first()
        )
        if approval is None:
            raise Refused("absent")
        if str(approval.asked_by_id) == viewer.user_id:
            raise Refused("second")
        wrap = _wrap(approval.case_id, approval.compartment, viewer)
        _unit_private(wrap, _own(viewer, unlocked))
        approval.given_by_id, approval.given_at = uuid.UUID(viewer.user_id), now
        approval.save(update_fields=["given_by", "given_at"])
        _write_approval(viewer, "vault.approve", approval)


def _open(ask: Ask, now: datetime.datetime, file: uuid.UUID | None) -> Door:
    viewer = ask.viewer
    with scoped(user_id=viewer.user_id, units=viewer.units(Right.SEALED_OPEN)):
        wrap = _wrap(ask.case_id, ask.compartment, viewer)
        _assigned(wrap, viewer)
        if len(ask.reason.strip()) < SHORTEST_REASON or ask.ground not in GROUNDS:
            raise Refused("reason")
        private = _unit_private(wrap, _own(viewer, ask.unlocked))
        second = _second(ask, wrap, now)
        key = _case_key(wrap, private)
        _note(ask, wrap, key, second, now, file)
        return Door(
            ask.case_id, ask.compartment, wrap.unit_id, viewer.user_id, file, key
        )


def _wrap(case_id: uuid.UUID, compartment: str, viewer: Viewer) -> Wrap:
    units = viewer.units(Right.SEALED_OPEN)
    found = Wrap.objects.filter(
        case_id=case_id, compartment=compartment, unit__in=units
    ).select_related("key__unit", "unit", "case")
    if (wrap := found.first()) is None:
        raise Refused("absent")
    return wrap


def _assigned(wrap: Wrap, viewer: Viewer) -> None:
    found = Access.objects.filter(
        case=wrap.case_id,
        unit=wrap.unit_id,
        user=uuid.UUID(viewer.user_id),
        ended_at=None,
    )
    if not found.exists():
        raise Refused("assignment")


def _own(viewer: Viewer, unlocked: Unlocked | None) -> Unlocked:
    if unlocked is None or unlocked.user_id != viewer.user_id:
        raise Refused("locked")
    return unlocked


def _unit_private(wrap: Wrap, unlocked: Unlocked) -> bytes:
    try:
        return by_holding(unlocked)(wrap.key)
    except DoesNotOpen:
        raise Refused("key") from None


def _case_key(wrap: Wrap, private: bytes) -> bytes:
    place = context.case(wrap.case_id, wrap.unit.code, wrap.key.epoch, wrap.compartment)
    try:
        return providers.unwrap(bytes(wrap.wrapped), private, place)
    except DoesNotOpen:
        raise Refused("broken") from None


def _second(ask: Ask, wrap: Wrap, now: datetime.datetime) -> uuid.UUID | None:
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


def _note(
    ask: Ask,
    wrap: Wrap,
    key: bytes,
    second: uuid.UUID | None,
    now: datetime.datetime,
    file: uuid.UUID | None,
) -> None:
    note = Opening(
        case_id=ask.case_id,
        compartment=ask.compartment,
        unit_id=wrap.unit_id,
        user_id=uuid.UUID(ask.viewer.user_id),
        second_id=second,
        at=now,
        ground=ask.ground,
        file=file,
    )
    place = reason_place(note, wrap.unit.code)
    note.reason = providers.of(bytes(wrap.wrapped)).seal(
        ask.reason.strip().encode(), key, place
    )
    note.save(force_insert=True)
    SealedCase.objects.filter(pk=ask.case_id, state=CaseState.RECEIVED).update(
        state=CaseState.IN_HAND
    )
    changes = {
        "compartment": (None, ask.compartment),
        "second": (None, str(second) if second else None),
        "file": (None, str(file) if file else None),
    }
    lines.write(
        by=ask.viewer.actor(wrap.unit_id),
        action="vault.unseal",
        record=ask.record,
        changes={name: change for name, change in changes.items() if change[1]},
        why=ask.ground,
    )


def reason_place(note: Opening, unit_code: str) -> bytes:
    """Return what the typed reason of an opening is bound to."""
    return context.case(
        note.case_id, unit_code, 1, note.compartment, f"reason:{note.pk}"
    )


def _write_approval(viewer: Viewer, action: str, approval: Approval) -> None:
    lines.write(
        by=viewer.actor(approval.unit_id),
        action=action,
        record=f"vault.case:{approval.case_id}",
        changes={"compartment": (None, approval.compartment)},
    )
