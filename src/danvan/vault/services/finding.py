"""Cases as their handlers find them."""

import uuid

from danvan.accounts.rights import Right, Viewer
from danvan.vault.errors import Refused
from danvan.vault.models import Access, SealedCase


def find(case_id: uuid.UUID) -> SealedCase:
    """Find a case within the scope, else `Refused`."""
    case = SealedCase.objects.filter(pk=case_id).first()
    if case is None:
        raise Refused("absent")
    return case


def check_assigned(case: SealedCase, unit_id: int, viewer: Viewer) -> None:
    """Raise `Refused` unless the viewer is assigned to the case in that unit."""
    found = Access.objects.filter(
        case=case, unit_id=unit_id, user=uuid.UUID(viewer.user_id), ended_at=None
    )
    if not found.exists():
        raise Refused("assignment")


def received(case_id: uuid.UUID, viewer: Viewer) -> SealedCase:
    """Find a case whose receiver the viewer works for and is assigned in."""
    case = find(case_id)
    if case.receiver_id not in viewer.units(Right.SEALED_OPEN):
        raise Refused("role")
    check_assigned(case, case.receiver_id, viewer)
    return case
