"""Who holds which role where, and how far that reaches."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Right, Role, Seat, Viewer
from danvan.journal.selectors import Reach
from danvan.orgs.models import Level, Unit

# Chains of what belongs to no unit: the system's own and the public process's.
HOUSE_CHAINS = frozenset({"system", "portal"})
# From a hamlet up to the centre: hamlet, commune, district, province, centre.
_ANCESTORS = ["__".join(["parent"] * depth) for depth in range(1, 5)]


def with_seats(users: QuerySet[User], *, today: datetime.date) -> QuerySet[User]:
    """Let each user bring the seats of ``today`` along, in the same query."""
    mine = Membership.objects.on(today).filter(user=OuterRef("pk"))
    held = mine.order_by("valid_from", "pk").values(
        seat=JSONObject(unit="unit_id", code="unit__code", role="role")
    )
    return users.annotate(held_on=Value(today), held=ArraySubquery(held))


def viewer_for(user: User, *, today: datetime.date) -> Viewer:
    """Return who looks, with the seats of ``today``.

    No query for one `with_seats` of that day, else one.
    """
    if getattr(user, "held_on", None) != today:
        user = with_seats(User.objects.filter(pk=user.pk), today=today).get()
    held: list[dict[str, Any]] = user.held  # type: ignore[attr-defined] # annotated
    seats = tuple(Seat(s["unit"], s["code"], Role(s["role"])) for s in held)
    return Viewer(user_id=str(user.pk), label=user.label, seats=seats)


def units_under(viewer: Viewer, right: Right) -> QuerySet[Unit]:
    """Return the units in which the viewer holds the right, and all below them.

    For oversight (journal, accounts). Cases are seen by the unit alone: there
    a right in the province is none in its communes.
    """
    seats = viewer.units(right)
    if not seats:
        return Unit.objects.none()
    below = [Q(**{f"{ancestor}__in": seats}) for ancestor in _ANCESTORS]
    return Unit.objects.filter(reduce(or_, below, Q(pk__in=seats)))


def reach(viewer: Viewer) -> Reach:
    """Return what the viewer reads of the journal; one query.

    An auditor: the chains of his units and of the units below; those of the
    house in a province or above, for they speak of every unit. The lines of
    sealed cases are for those who handle them, in their own unit alone.
    """
    seats, high = viewer.units(Right.JOURNAL_READ), {Level.CENTRAL, Level.PROVINCE}
    rows = list(
        units_under(viewer, Right.JOURNAL_READ).values_list("pk", "code", "level")
    )
    house = any(pk in seats and level in high for pk, _code, level in rows)
    codes = frozenset(code for _pk, code, _level in rows)
    handles = viewer.units(Right.SEALED_OPEN) | viewer.units(Right.SEALED_ASSIGN)
    sealed = frozenset(s.unit_code for s in viewer.seats if s.unit_id in handles)
    return Reach(codes | HOUSE_CHAINS if house else codes, sealed)


def people(viewer: Viewer, *, today: datetime.date) -> QuerySet[User]:
    """Return the users an operator looks after, with the roles of ``today``; two queries.

    They have, or once had, a role in one of his units, or none anywhere yet.
    Each carries ``held``, the memberships of the day.
    """
    if not viewer.may(Right.ACCOUNTS_EDIT):
        return User.objects.none()
    mine = Membership.objects.filter(unit__in=units_under(viewer, Right.ACCOUNTS_EDIT))
    known = Q(pk__in=mine.values("user")) | Q(memberships__isnull=True)
    held = Membership.objects.on(today).select_related("unit").order_by("role")
    return (
        User.objects.filter(known)
        .order_by("username")
        .prefetch_related(Prefetch("memberships", held, to_attr="held"))
    )


def roles_of(user: User, *, today: datetime.date) -> QuerySet[Membership]:
    """Return the memberships of ``today`` with their units; one query."""
    return user.memberships.on(today).select_related("unit").order_by("role")


def history_of(user: User) -> QuerySet[Membership]:
    """Return all memberships with their units, the latest first; one query."""
    return user.memberships.select_related("unit").order_by("-valid_from", "-pk")
