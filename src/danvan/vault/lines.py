"""Lines that tell of sealed cases, in the chain that auditors do not read."""

from collections.abc import Mapping

from danvan.core.actor import Actor
from danvan.journal import services as journal


def write(
    *,
    by: Actor,
    action: str,
    record: str,
    changes: Mapping[str, journal.Change] | None = None,
    why: str = "",
) -> None:
    """Write a line in the chain of the sealed cases of ``by``'s unit.

    Where nobody there may know of sealed cases, nobody reads it.
    """
    journal.write(
        by=by, action=action, record=record, changes=changes, why=why, sealed=True
    )
