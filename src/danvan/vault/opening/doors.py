"""Going through: check, write the line and commit, then give out the key."""

import datetime
import uuid

from django.db import transaction

from danvan.vault import blind, conflicts, context, lines, providers
from danvan.vault.errors import Refused
from danvan.vault.models import CaseState, KeyState, Opening, SealedCase, Wrap
from danvan.vault.opening.asks import GROUNDS, SHORTEST_REASON, Ask, Door
from danvan.vault.opening.checks import (
    check_assigned,
    key_for,
    own,
    reach_of,
    wrap_of,
)
from danvan.vault.opening.seconds import agreed
from danvan.vault.scope import scoped


def go_through(
    ask: Ask,
    *,
    now: datetime.datetime,
    file: uuid.UUID | None = None,
    holders_only: bool = False,
) -> Door:
    """Check, write and commit, then give out the key; else `Refused`.

    ``holders_only``: not for a verifier, who reads a story and passes nothing on.
    Must not run inside a transaction: `RuntimeError`.
    """
    try:
        with transaction.atomic(durable=True):
            door, wrap, private = _open(ask, now, file, holders_only)
        with scoped(user_id=door.user_id, units=[door.unit_id]):
            conflicts.check(wrap, ask.viewer, private=private, key=door.key)
    except Refused as refused:
        with transaction.atomic():
            if refused.code == "accused":
                conflicts.drop_access(ask.case_id, ask.viewer, now=now)
            note_refusal(ask, refused.code)
        if refused.code == "accused":  # he learns no more than everybody else
            raise Refused("assignment") from None
        raise
    return door


def note_refusal(ask: Ask, code: str) -> None:
    """Write down that an opening was refused; in the chain of the one who asked."""
    units = reach_of(ask.viewer)
    actor = ask.viewer.actor(min(units)) if units else ask.viewer.actor()
    lines.write(by=actor, action="vault.refused", record=ask.record, why=code)


def _open(
    ask: Ask, now: datetime.datetime, file: uuid.UUID | None, holders_only: bool
) -> tuple[Door, Wrap, bytes]:
    """Give the key, and what the check for a conflict needs once the line stands."""
    viewer = ask.viewer
    with scoped(user_id=viewer.user_id, units=reach_of(viewer)):
        wrap = wrap_of(ask.case_id, ask.compartment, viewer)
        check_assigned(wrap, viewer)
        if len(ask.reason.strip()) < SHORTEST_REASON or ask.ground not in GROUNDS:
            raise Refused("reason")
        key, private = key_for(wrap, viewer, own(viewer, ask.unlocked))
        if holders_only and not private:
            raise Refused("role")
        second = agreed(ask, wrap, now)
        _note(ask, wrap, key, second, now, file)
        door = Door(
            case_id=ask.case_id,
            compartment=ask.compartment,
            unit_id=wrap.unit_id,
            user_id=viewer.user_id,
            file=file,
            key=key,
            key_id=wrap.key_id,
            index_key=_index_key(wrap, private),
        )
        return door, wrap, private


def _index_key(wrap: Wrap, private: bytes) -> bytes:
    if not private or wrap.key.state != KeyState.ACTIVE:
        return b""
    return blind.index_key(private, wrap.unit.code, wrap.key.epoch)


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
        action="vault.reveal" if ask.reveal else "vault.unseal",
        record=ask.record,
        changes={name: change for name, change in changes.items() if change[1]},
        why=ask.ground,
    )


def reason_place(note: Opening, unit_code: str) -> bytes:
    """Return what the typed reason of an opening is bound to."""
    return context.case(
        note.case_id, unit_code, 1, note.compartment, f"reason:{note.pk}"
    )
