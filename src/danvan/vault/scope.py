"""Tells the database who asks: row-level security shows nothing to nobody.

The policies read two settings of the running transaction, the user and the
units in whose name he acts. They end with the transaction, so a connection
that is used again carries nothing over.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from danvan.accounts.rights import Right, Viewer

_READ = (
    "SELECT current_setting('danvan.user', true), current_setting('danvan.units', true)"
)
_WRITE = (
    "SELECT set_config('danvan.user', %s, true), set_config('danvan.units', %s, true)"
)


@contextmanager
def scoped(*, user_id: str, units: Collection[int]) -> Iterator[None]:
    """Act for a user in these units, in one transaction; then as before.

    Query sets must be read inside: afterwards the rows are gone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ)
        before = [setting or "" for setting in cursor.fetchone()]
        cursor.execute(_WRITE, [user_id, ",".join(str(unit) for unit in sorted(units))])
        yield
        # After an error the rollback has set both back.
        cursor.execute(_WRITE, before)


@contextmanager
def seen_by(viewer: Viewer) -> Iterator[frozenset[int]]:
    """Act for a viewer in all units where he handles sealed cases; yields those."""
    rights = (Right.SEALED_OPEN, Right.SEALED_ASSIGN, Right.SEALED_VERIFY)
    units = frozenset().union(*(viewer.units(right) for right in rights))
    with scoped(user_id=viewer.user_id, units=units):
        yield units
