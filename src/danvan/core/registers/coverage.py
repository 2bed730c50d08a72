"""Which indicators the books feed, which the statutory forms, and which nothing yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from danvan.core import data
from danvan.core.registers.load import known


@dataclass(frozen=True, slots=True)
class Fed:
    """What an indicator gets its numbers from.

    ``kinds`` are ids of books, ``columns`` expressions over columns of a form
    (``01/TCD:[13] + [22]``); both count the parts of the indicator too.
    """

    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    aggregation: str


def names() -> Mapping[str, Mapping[str, str]]:
    """Return the words, unit and aggregation of every indicator and part by code."""
    return data.load_toml("indicator_names.toml")


def is_part(code: str) -> bool:
    """Say whether a code is one number of an indicator that prints several."""
    return code[-1].islower()


def parts(code: str) -> tuple[str, ...]:
    """Return the codes of an indicator's parts.

    >>> parts("MC04"), parts("QT01")
    (('MC04a', 'MC04b'), ())
    """
    return tuple(c for c in names() if is_part(c) and c[:-1] == code)


def fed(code: str) -> Fed:
    """Return what feeds an indicator.

    >>> fed("QT01").kinds, fed("TCD03").columns
    (('dissemination-sessions',), ('01/TCD:[4]',))
    """
    codes = {code, *parts(code)}
    columns = [names()[c].get("columns", "") for c in sorted(codes)]
    return Fed(
        kinds=tuple(kind.id for kind in known().values() if codes & set(kind.feeds)),
        columns=tuple(filter(None, columns)),
        aggregation=names()[code]["aggregation"],
    )


def unfed() -> tuple[str, ...]:
    """Return the indicators that neither a book nor a column of a form feeds."""
    whole = (code for code in names() if not is_part(code))
    return tuple(code for code in whole if not (fed(code).kinds or fed(code).columns))
