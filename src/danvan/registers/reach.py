"""Whose books one reads: one's own unit's, and of a whole place with that right.

Said twice on purpose: here for lists, and in the database (``sql/rows.sql``) as the
second lock; a test holds both equal.
"""

from django.db import connection

from danvan.accounts.rights import Right, Viewer
from danvan.core.registers.kind import Kind
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Unit

# They answer to their own ministries: shown beside, never in a territory's sum.
BESIDE = frozenset(
    {UnitKind.POLICE, UnitKind.MILITARY, UnitKind.COURT, UnitKind.PROCURACY}
)


def units(viewer: Viewer) -> frozenset[int]:
    """Return the ids of the units whose books the viewer reads; a query at most."""
    own = viewer.units(Right.REGISTERS_READ)
    above = viewer.units(Right.REGISTERS_BELOW)
    if not above:
        return own
    with connection.cursor() as cursor:
        cursor.execute("SELECT registers_below(%s)", [sorted(above)])
        return own | set(cursor.fetchone()[0])


def keeps(kind: Kind, unit: Unit) -> bool:
    """Say whether a unit keeps this kind of book.

    A territory and its People's Committee are one unit.
    """
    kinds = {unit.kind}
    if unit.kind == UnitKind.TERRITORY:
        kinds.add(UnitKind.PEOPLES_COMMITTEE)
    return unit.level in kind.levels and not kinds.isdisjoint(kind.keepers)
