"""The journal lines of sealed cases."""

from collections.abc import Mapping

from danvan.core.actor import Actor
from danvan.journal import services as journal


def write(
    by: Actor, action: str, record: str, changes: Mapping[str, journal.Change]
) -> None:
    """Write what was done to a case, in the chain of ``by``'s unit."""
    journal.write(by=by, action=action, record=record, changes=changes)
