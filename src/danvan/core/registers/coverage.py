"""Which indicators the books feed."""

from danvan.core import data
from danvan.core.registers.load import known


def books(code: str) -> tuple[str, ...]:
    """Return the ids of the books that feed an indicator or one of its parts.

    >>> books("QT01"), books("TCD03")
    (('dissemination-sessions',), ())
    """
    codes = {c for c in data.indicators() if c == code or c.rstrip("abcdefgh") == code}
    return tuple(kind.id for kind in known().values() if codes & set(kind.feeds))
