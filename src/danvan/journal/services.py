"""The one door through which a line enters the journal."""

import dataclasses
import json
from collections.abc import Mapping

from django.conf import settings
from django.db import connection, transaction

from danvan.core.actor import Actor
from danvan.journal.line import Change, Line, NotForTheJournal, check, seal
from danvan.journal.models import sealed_chain

__all__ = ["CHANGED", "Change", "NotForTheJournal", "prepare", "write"]

CHANGED: Change = (None, "changed")


def write(
    *,
    by: Actor,
    action: str,
    record: str,
    changes: Mapping[str, Change] | None = None,
    why: str = "",
    sealed: bool = False,
) -> None:
    """Append one line to the chain of ``by.unit_code``, in the caller's transaction.

    ``sealed``: to the chain of that unit's sealed cases, which auditors do not read.

    ``record`` names a record by label and key (``petitions.petition:<uuid>``);
    ``changes`` maps a field to its values before and after: codes, dates,
    states and ids only. A personal or free-text field is given as CHANGED.
    ``why`` is a code too (a ground in law, a decision's number).
    Raises `NotForTheJournal` for anything else.

    The chain stays locked until the transaction ends: write last, and where
    two chains get a line write them in the order of their codes.
    """
    # No savepoint: a caller who swallows the error still loses his transaction,
    # so that nothing is ever done without its line.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        line = prepare(
            by=by, action=action, record=record, changes=changes, why=why, sealed=sealed
        )
        cursor.execute("SELECT journal_append(%s::jsonb)", [json.dumps(line)])


def prepare(
    *,
    by: Actor,
    action: str,
    record: str,
    changes: Mapping[str, Change] | None = None,
    why: str = "",
    sealed: bool = False,
) -> dict[str, object]:
    """Lock the chain and return the sealed line for the function journal_append.

    For intake functions that append the line themselves, in this very
    transaction. Values are ready for JSON; arguments as for `write`.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A line needs a transaction.")
    chain = sealed_chain(by.unit_code) if sealed else _chain(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, head, at FROM journal_head(%s)", [chain])
        seq, head, at = cursor.fetchone()
    line = Line(
        chain=chain,
        seq=seq + 1,
        at=at,
        actor_id=by.id,
        actor_label=by.label,
        action=action,
        record=record,
        changes=dict(changes or {}),
        why=why,
    )
    check(line)
    columns = dataclasses.asdict(line) | {"at": at.isoformat(), "previous": head}
    return columns | {"hmac": seal(line, head, settings.JOURNAL_KEY)}


def _chain(by: Actor) -> str:
    # What the public process does stands in one chain of its own, but for
    # sealed cases: readers of that chain may not know of them.
    return "portal" if settings.PROCESS == "portal" else by.unit_code
