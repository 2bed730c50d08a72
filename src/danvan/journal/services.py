"""The one door through which a line enters the journal."""

from collections.abc import Mapping

from danvan.core.actor import Actor

Change = tuple[str | None, str | None]


def write(
    *,
    by: Actor,
    action: str,
    record: str,
    changes: Mapping[str, Change] | None = None,
    why: str = "",
) -> None:
    """Append one line to the chain of ``by.unit_code``, in the caller's transaction.

    ``record`` names a record by label and key (``petitions.petition:<uuid>``);
    ``changes`` maps a field to its values before and after: codes, dates,
    states and ids only. A personal or free-text field is given as CHANGED.
    """
    raise NotImplementedError


CHANGED: Change = (None, "changed")
