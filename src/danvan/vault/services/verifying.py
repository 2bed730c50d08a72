"""Giving the key of a story to the verifier it is assigned to."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import RIGHTS, Right
from danvan.orgs.models import Unit
from danvan.vault import (
    conflicts,
    context,
    course_notes,
    lines,
    opening,
    providers,
    sealing,
)
from danvan.vault.errors import Refused
from danvan.vault.models import Access, OfficerKey, VerifierKey, Wrap
from danvan.vault.opening import Ask, Door
from danvan.vault.scope import scoped

_ROLES = [role for role, rights in RIGHTS.items() if Right.SEALED_VERIFY in rights]


def let_verify(*, ask: Ask, user: User, now: datetime.datetime) -> VerifierKey:
    """Give a verifier the key of the story he is assigned to; done by a holder.

    ``ask`` is the holder's, for the story or for the extract his unit was given.
    Raises `Refused`: as `unseal`, and ``assignment``, ``verifier`` (no verifier
    of the unit today), ``not_enrolled``, ``accused_officer`` of the user. Again after he has made
    himself a new key.
    """
    try:
        _check_verifier(ask, user, now)
    except Refused as refused:
        opening.note_refusal(ask, refused.code)
        raise
    door = opening.go_through(ask, now=now, holders_only=True)
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        accused = conflicts.names_officer(course_notes.told(door), user)
    if accused:
        opening.note_refusal(ask, "accused")
        raise Refused("accused_officer")
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        unit = Unit.objects.get(pk=door.unit_id)
        given = _give(door, unit, user, now)
        lines.write(
            by=ask.viewer.actor(door.unit_id),
            action="vault.let-verify",
            record=ask.record,
            changes={"officer": (None, str(user.pk))},
        )
    return given


def _check_verifier(ask: Ask, user: User, now: datetime.datetime) -> None:
    units = ask.viewer.units(Right.SEALED_OPEN)
    with scoped(user_id=ask.viewer.user_id, units=units):
        wrap = Wrap.objects.filter(
            case=ask.case_id, compartment=ask.compartment, unit__in=units
        ).first()
        if wrap is None or ask.compartment == sealing.IDENTITY:
            raise Refused("absent")
        seats = Membership.objects.on(timezone.localdate(now)).filter(
            unit=wrap.unit_id, role__in=_ROLES, user=user, user__is_active=True
        )
        if not seats.exists():
            raise Refused("verifier")
        if not _assignment(ask, wrap.unit_id, user).exists():
            raise Refused("assignment")
        if not OfficerKey.objects.filter(user=user, retired_at=None).exists():
            raise Refused("not_enrolled")


def _give(door: Door, unit: Unit, user: User, now: datetime.datetime) -> VerifierKey:
    officer = OfficerKey.objects.get(user=user, retired_at=None)
    place = context.verifying(door.case_id, unit.code, door.compartment, officer.pk)
    access = Access.objects.select_for_update().get(
        case=door.case_id, unit=unit, user=user, ended_at=None
    )
    VerifierKey.objects.filter(access=access, compartment=door.compartment).delete()
    return VerifierKey.objects.create(
        access=access,
        unit=unit,
        compartment=door.compartment,
        officer_key=officer,
        wrapped=providers.wrap(door.key, bytes(officer.public), place),
        made_at=now,
    )


def _assignment(ask: Ask, unit_id: int, user: User) -> QuerySet[Access]:
    return Access.objects.filter(
        case=ask.case_id, unit=unit_id, user=user, ended_at=None
    )
