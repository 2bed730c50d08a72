"""Who stands at the door: his unit, his assignment, his key."""

import uuid

from danvan.accounts.rights import Right, Viewer
from danvan.vault import context, providers
from danvan.vault.errors import DoesNotOpen, Refused
from danvan.vault.models import (
    Access,
    VerifierKey,
    Wrap,
)
from danvan.vault.officers import Unlocked
from danvan.vault.unit_keys import by_holding


def reach_of(viewer: Viewer) -> frozenset[int]:
    """Return the units in which the viewer may open sealed cases, or their stories."""
    return viewer.units(Right.SEALED_OPEN) | viewer.units(Right.SEALED_VERIFY)


def wrap_of(case_id: uuid.UUID, compartment: str, viewer: Viewer) -> Wrap:
    """Find the compartment in one of the viewer's units, else `Refused`."""
    found = Wrap.objects.filter(
        case_id=case_id, compartment=compartment, unit__in=reach_of(viewer)
    ).select_related("key__unit", "unit", "case")
    if (wrap := found.first()) is None:
        raise Refused("absent")
    return wrap


def check_assigned(wrap: Wrap, viewer: Viewer) -> None:
    """Raise `Refused` unless the viewer is assigned to the case in that unit."""
    found = Access.objects.filter(
        case=wrap.case_id,
        unit=wrap.unit_id,
        user=uuid.UUID(viewer.user_id),
        ended_at=None,
    )
    if not found.exists():
        raise Refused("assignment")


def own(viewer: Viewer, unlocked: Unlocked | None) -> Unlocked:
    """Return the viewer's own open key, else `Refused`."""
    if unlocked is None or unlocked.user_id != viewer.user_id:
        raise Refused("locked")
    return unlocked


def unit_private(wrap: Wrap, unlocked: Unlocked) -> bytes:
    """Open the unit's key as its holder, else `Refused`."""
    try:
        return by_holding(unlocked)(wrap.key)
    except DoesNotOpen:
        raise Refused("key") from None


def key_for(wrap: Wrap, viewer: Viewer, unlocked: Unlocked) -> tuple[bytes, bytes]:
    """Return the compartment's key, and the unit's private key for its holders.

    A verifier has the one that a holder wrapped for him, and no unit's key
    (empty). Raises `Refused` (``key``, ``broken``).
    """
    if wrap.unit_id in viewer.units(Right.SEALED_OPEN):
        try:
            private = by_holding(unlocked)(wrap.key)
        except DoesNotOpen:
            pass  # he may be given this one case as its verifier
        else:
            return _case_key(wrap, private), private
    return _verifiers_key(wrap, viewer, unlocked), b""


def _case_key(wrap: Wrap, private: bytes) -> bytes:
    place = context.case(wrap.case_id, wrap.unit.code, wrap.key.epoch, wrap.compartment)
    return _unwrap(bytes(wrap.wrapped), private, place)


def _verifiers_key(wrap: Wrap, viewer: Viewer, unlocked: Unlocked) -> bytes:
    given = VerifierKey.objects.filter(
        access__case=wrap.case_id,
        access__user=uuid.UUID(viewer.user_id),
        access__ended_at=None,
        unit=wrap.unit_id,
        compartment=wrap.compartment,
        officer_key=unlocked.key_id,
    ).first()
    if given is None or not viewer.may(Right.SEALED_VERIFY, wrap.unit_id):
        raise Refused("key")
    place = context.verifying(
        wrap.case_id, wrap.unit.code, wrap.compartment, unlocked.key_id
    )
    return _unwrap(bytes(given.wrapped), unlocked.private, place)


def _unwrap(wrapped: bytes, private: bytes, place: bytes) -> bytes:
    try:
        return providers.unwrap(wrapped, private, place)
    except DoesNotOpen:
        raise Refused("broken") from None
