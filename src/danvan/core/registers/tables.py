"""Small readers of a table that a person wrote, shared by all parts of a kind."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from danvan.core import data
from danvan.core.registers.kind import Words


class BadKind(ValueError):
    """A table that is no kind of book; the message names what does not fit."""


def only(table: Any, keys: set[str], what: str) -> None:
    """Refuse what is no table, and a key that nobody knows."""
    if not isinstance(table, Mapping):
        raise BadKind(f"{what} is a table")
    if unknown := set(table) - keys:
        raise BadKind(f"{what}: unknown {', '.join(sorted(unknown))}")


def words(table: Any, what: str) -> Words:
    """Return the words of both languages; neither may be empty."""
    if not isinstance(table, Mapping):
        raise BadKind(f"{what}: words are vi and en")
    found = {language: str(table.get(language, "")) for language in ("vi", "en")}
    if not all(found.values()):
        raise BadKind(f"{what}: words are vi and en")
    return found


def strings(value: Any, what: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return a list of at least one, all of them known."""
    if not isinstance(value, list) or not value:
        raise BadKind(f"{what} is a list of at least one")
    if unknown := [str(v) for v in value if v not in known]:
        raise BadKind(f"{what}: unknown {', '.join(unknown)}")
    return tuple(map(str, value))


def number(written: Any) -> Decimal | None:
    """Return a number of the table; None where it has none."""
    return None if written is None else Decimal(str(written))


def measure(code: Any, what: str) -> str:
    """Return a code of ``measures.toml``."""
    if code not in data.load_toml("measures.toml"):
        raise BadKind(f"{what}: no unit {code!r} in measures.toml")
    return str(code)
