"""Who holds which role where."""

import datetime

from django.db.models import Prefetch, Q, QuerySet

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Right, Role, Seat, Viewer
from danvan.orgs.models import Level, Unit

# Chains of what belongs to no unit: the system's own and the public process's.
HOUSE_CHAINS = frozenset({"system", "portal"})


def viewer_for(user: User, *, today: datetime.date) -> Viewer:
    """Return who looks, with the seats of ``today``; one query."""
    rows = (
        user.memberships.on(today)
        .order_by("valid_from", "pk")
        .values_list("unit_id", "unit__code", "role")
    )
    seats = tuple(Seat(unit, code, Role(role)) for unit, code, role in rows)
    return Viewer(user_id=str(user.pk), label=user.label, seats=seats)


def chains(viewer: Viewer) -> frozenset[str]:
    """Return the journal's chains an auditor may read; one query.

    Those of his units and of the units below. The chains of the house are
    read by auditors of a province or above: they speak of every unit.
    """
    seats = viewer.units(Right.JOURNAL_READ)
    if not seats:
        return frozenset()
    below = Q(pk__in=seats)
    for depth in ("parent", "parent__parent", "parent__parent__parent"):
        below |= Q(**{f"{depth}__in": seats})
    rows = Unit.objects.filter(below).values_list("pk", "code", "level")
    high = {Level.CENTRAL, Level.PROVINCE}
    house = any(pk in seats and level in high for pk, _code, level in rows)
    codes = frozenset(code for _pk, code, _level in rows)
    return codes | HOUSE_CHAINS if house else codes


def people(viewer: Viewer) -> QuerySet[User]:
    """Return the users with all their memberships, for an operator; two queries."""
    if not viewer.may(Right.ACCOUNTS_EDIT):
        return User.objects.none()
    memberships = Membership.objects.select_related("unit").order_by("-valid_from")
    return User.objects.order_by("username").prefetch_related(
        Prefetch("memberships", memberships)
    )
