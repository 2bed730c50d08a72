"""Who may open a case: assigned by those who lead, never by himself."""

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction

from danvan.accounts.models import User
from danvan.accounts.rights import Right, Viewer
from danvan.vault import lines
from danvan.vault.errors import Refused
from danvan.vault.models import Access, SealedCase, VerifierKey, Wrap
from danvan.vault.scope import seen_by
from danvan.vault.services.finding import find


@transaction.atomic
def assign(
    *, case_id: uuid.UUID, user: User, viewer: Viewer, now: datetime.datetime
) -> Access:
    """Let an officer of one's unit open a case; nobody assigns himself.

    Raises `Refused` (``absent``, ``role``).
    """
    with seen_by(viewer):
        case = find(case_id)
        unit_id = _unit_of(case, viewer.units(Right.SEALED_ASSIGN))
        if str(user.pk) == viewer.user_id:
            raise Refused("role")
        access, made = Access.objects.get_or_create(
            case=case, unit_id=unit_id, user=user, ended_at=None,
            defaults={"made_at": now},
        )  # fmt: skip
        if made:
            change = {"officer": (None, str(user.pk))}
            lines.write(
                by=viewer.actor(unit_id),
                action="vault.assign",
                record=case.record,
                changes=change,
            )
    return access


@transaction.atomic
def end_assignment(*, access_id: int, viewer: Viewer, now: datetime.datetime) -> None:
    """Take a case from an officer again. Raises `Refused` (``absent``)."""
    with seen_by(viewer):
        access = Access.objects.filter(pk=access_id, ended_at=None).first()
        if access is None or not viewer.may(Right.SEALED_ASSIGN, access.unit_id):
            raise Refused("absent")
        VerifierKey.objects.filter(access=access).delete()
        access.ended_at = now
        access.save(update_fields=["ended_at"])
        change = {"officer": (str(access.user_id), None)}
        record = f"vault.case:{access.case_id}"
        lines.write(
            by=viewer.actor(access.unit_id),
            action="vault.end-assignment",
            record=record,
            changes=change,
        )


def _unit_of(case: SealedCase, units: Collection[int]) -> int:
    """Say for which of his units the viewer acts on the case, else `Refused`."""
    given = Wrap.objects.filter(case=case, unit__in=units).values_list(
        "unit", flat=True
    )
    for unit_id in (case.receiver_id, *given):
        if unit_id in units:
            return unit_id
    raise Refused("role")
