"""The heads of a book's columns in a sheet: written here, and known again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from danvan.core import data
from danvan.core.registers.kind import Field, Kind, Type
from danvan.core.text.fold import fold

DAY, UNIT = "day", "unit"
DAY_HEAD = {"vi": "Ngày", "en": "Day"}
UNIT_HEAD = {"vi": "Đơn vị (mã hoặc tên)", "en": "Unit (code or name)"}
_DAY_WORDS = ("day", "date", "ngày", "ngày tháng", "ngày, tháng")
_UNIT_WORDS = ("unit", "đơn vị", "mã đơn vị", "tên đơn vị", "đơn vị (mã hoặc tên)")
_UNIT_WORDS_EN = ("unit code", "unit (code or name)")
_LAST_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column, from 0, holds what: `DAY`, `UNIT` and keys of fields.

    ``unread`` are heads that mean nothing in this book.
    """

    places: Mapping[str, int]
    unread: tuple[str, ...] = ()

    def missing(self, kind: Kind) -> list[str]:
        """Return the keys without which no line can be made."""
        must = [DAY, *(f.key for f in kind.latest.fields if f.required)]
        return [key for key in must if key not in self.places]


def fields(kind: Kind) -> list[Field]:
    """Return the fields a sheet can hold: all but files."""
    return [field for field in kind.fields if field.type is not Type.FILE]


def head(field: Field, language: str) -> str:
    """Return the head of a field's column: its name with the unit.

    The unit is left out where the name tells it, or ends in brackets already.
    """
    name = field.name[language]
    if not field.unit or name.endswith(")"):
        return name
    measure = data.load_toml("measures.toml")[field.unit][language]
    told = measure.casefold() in name.casefold()
    return name if told else f"{name} ({measure})"


def key_head(kind: Kind, key: str, language: str) -> str:
    """Return the head of any column by its key."""
    if key == DAY:
        return DAY_HEAD[language]
    if key == UNIT:
        return UNIT_HEAD[language]
    return next((head(f, language) for f in kind.fields if f.key == key), key)


def recognise(kind: Kind, written: Sequence[str]) -> Columns:
    """Find the columns by heads in either language, with or without unit, or by keys.

    The first column of two with one head is taken.
    """
    known = _names(kind)
    places: dict[str, int] = {}
    unread = []
    for place, text in enumerate(written):
        key = next((known[name] for name in _readings(text) if name in known), None)
        if key is not None and key not in places:
            places[key] = place
        elif text.strip():
            unread.append(text)
    return Columns(places, tuple(unread))


def _readings(text: str) -> list[str]:
    bare = text.replace("*", " ").strip()
    return [_plain(bare), _plain(_LAST_BRACKET.sub("", bare))]


def _names(kind: Kind) -> dict[str, str]:
    """Return keys by what their heads may say; a field goes before day and unit."""
    found: dict[str, str] = {}
    for field in fields(kind):
        found[_plain(field.key)] = field.key
    for field in fields(kind):
        for language in ("vi", "en"):
            found.setdefault(_plain(field.name[language]), field.key)
            found.setdefault(_plain(head(field, language)), field.key)
    for word in (*_DAY_WORDS, *kind.day.values()):
        found.setdefault(_plain(word), DAY)
    for word in (*_UNIT_WORDS, *_UNIT_WORDS_EN):
        found.setdefault(_plain(word), UNIT)
    return found


def _plain(text: str) -> str:
    return " ".join(fold(text.replace("_", " ")).split())
