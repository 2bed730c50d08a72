"""Tell the database who looks: the second lock (row-level security) asks for it.

The office's process opens, for each request, the units in which the viewer may
read, and nothing else; what is not said opens nothing. The worker and commands
work as the system and say so when they connect (`config.settings`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from danvan.accounts.rights import Right, Viewer

# The rooms under the lock, and the right that opens them.
ROOMS: Mapping[str, Right] = {
    "petition": Right.PETITIONS_READ,
    "report": Right.REPORTS_READ,
    "reception": Right.RECEPTIONS_READ,
    "form": Right.FORMS_READ,
    "form_below": Right.FORMS_BELOW,
    "form_place": Right.FORMS_PLACE,
    "draft": Right.DRAFTS_WRITE,
    "edition": Right.EDITIONS_READ,
    "paper": Right.PAPERS_READ,
    "register": Right.REGISTERS_READ,
    "register_below": Right.REGISTERS_BELOW,
}
_NAMES = ("danvan.scope", *(f"danvan.{room}_units" for room in ROOMS))


def shut() -> None:
    """Let this connection see nothing under the lock.

    One that is not open yet sees nothing by itself, so it is left alone.
    """
    connection.close_if_health_check_failed()
    if connection.connection is not None:
        _say("; ".join(f"SET {name} = ''" for name in _NAMES))


def open_for(viewer: Viewer) -> None:
    """Let this connection see the units in which the viewer may read."""
    connection.ensure_connection()
    _say(
        "; ".join(
            f"SET danvan.{room}_units = '{','.join(map(str, sorted(viewer.units(right))))}'"
            for room, right in ROOMS.items()
        )
    )


def reset() -> None:
    """Go back to what the process said when it connected."""
    if connection.connection is None:
        return
    try:
        _say("; ".join(f"RESET {name}" for name in _NAMES))
    except DatabaseError:
        # A transaction that failed takes its settings back when it ends; a
        # connection that cannot be asked is not used again.
        if not connection.in_atomic_block:
            connection.close()


@contextmanager
def as_system(why: str) -> Iterator[None]:
    """Reach into another unit's rows, for one step whose service says ``why``.

    Ends with the block, and with the transaction if that fails.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('danvan.scope', true)")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('danvan.scope', 'system', false)")
        yield
        cursor.execute("SELECT set_config('danvan.scope', %s, false)", [before or ""])


def _say(sql: str) -> None:
    # A setting of the connection, like BEGIN: no query over data.
    with connection.wrap_database_errors:
        connection.connection.execute(sql)
