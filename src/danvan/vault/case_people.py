"""Whom a sealed case may be given to: officers of the unit, other units."""

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role, Viewer
from danvan.orgs.models import Unit
from danvan.vault.case_selectors import CaseFile
from danvan.vault.models import Access, KeyState
from danvan.vault.scope import seen_by


def assignable(unit: Unit, viewer: Viewer, *, today: datetime.date) -> QuerySet[User]:
    """Return the unit's key holders and verifiers of today; nobody assigns himself."""
    found = _seated(unit, [Role.KEY_HOLDER, Role.VERIFIER], today)
    return found.exclude(pk=viewer.user_id)


def verifiers(
    file: CaseFile, viewer: Viewer, *, today: datetime.date
) -> QuerySet[User] | None:
    """Return the verifiers the case is assigned to, None for none; one query and scope."""
    with seen_by(viewer):
        held = Access.objects.filter(case=file.case, unit=file.unit, ended_at=None)
        ids = list(held.values_list("user", flat=True))
        found = _seated(file.unit, [Role.VERIFIER], today).filter(pk__in=ids)
        return found if found.exists() else None


def seated_verifiers(
    unit: Unit, viewer: Viewer, today: datetime.date
) -> QuerySet[User]:
    """Return the unit's verifiers of today; nobody gives a case to himself."""
    return _seated(unit, [Role.VERIFIER], today).exclude(pk=viewer.user_id)


def _seated(unit: Unit, roles: Sequence[Role], today: datetime.date) -> QuerySet[User]:
    seats = Membership.objects.on(today).filter(unit=unit, role__in=roles)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    return people.order_by("label")


def receivers(unit: Unit) -> QuerySet[Unit]:
    """Return the other units that have a key to seal to."""
    sealed = Unit.objects.filter(seal_keys__state=KeyState.ACTIVE)
    return sealed.exclude(pk=unit.pk).order_by("level", "name")
