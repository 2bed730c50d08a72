"""For which units somebody works: his own, and the place his department compiles for."""

from django.db import connection

from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.orgs.models import Kind, Unit


def units(viewer: Viewer, right: Right) -> frozenset[int]:
    """Return the ids of the units in which a right of drafts or editions is held.

    A department whose officer reads what comes from below works for the place it
    belongs to; a body with a chain of its own does not. A query at most. Said in the
    database too (``publishing_reach``).
    """
    own = viewer.units(right)
    seats = own & viewer.units(Right.FORMS_BELOW)
    return own | _places(seats)


def unit_of(viewer: Viewer, right: Right) -> list[Unit]:
    """Return these units, the places first, then by name."""
    found = Unit.objects.filter(pk__in=units(viewer, right))
    return sorted(found, key=lambda u: (u.kind != Kind.TERRITORY, u.sort_key, u.code))


def actor(viewer: Viewer, unit_id: int, right: Right) -> Actor:
    """Return as whom the viewer acts for a unit: in the chain of the seat he holds."""
    if viewer.may(right, unit_id):
        return viewer.actor(unit_id)
    seats = viewer.units(right) & viewer.units(Right.FORMS_BELOW)
    mine = sorted(seat for seat in seats if unit_id in _places(frozenset({seat})))
    return viewer.actor(mine[0] if mine else unit_id)


def _places(seats: frozenset[int]) -> frozenset[int]:
    if not seats:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_places(%s)", [sorted(seats)])
        return frozenset(cursor.fetchone()[0])
