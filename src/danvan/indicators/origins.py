"""Which reports values were read in."""

import uuid
from collections.abc import Iterable


def report_ids(origins: Iterable[str]) -> set[str]:
    """Return those origins that are ids of reports, as a report's own id is written.

    A number may be said to come from a report that is not here: it names none.

    >>> report_ids(["", "a", "00000000-0000-0000-0000-000000000001"])
    {'00000000-0000-0000-0000-000000000001'}
    """
    return {origin for origin in origins if _is_id(origin)}


def _is_id(origin: str) -> bool:
    try:
        return str(uuid.UUID(origin)) == origin
    except ValueError:
        return False
