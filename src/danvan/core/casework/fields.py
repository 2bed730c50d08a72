"""The fields of law that matters belong to, and the columns they count in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from danvan.core.data import rows


class Group(StrEnum):
    """The columns of the statutory forms (02/XLD to 04/XLD)."""

    POLICY = "policy"
    LAND = "land"
    CONDUCT = "conduct"
    JUSTICE = "justice"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of law, in words."""

    code: str
    words: Mapping[str, str]
    group: Group


@cache
def fields() -> tuple[Field, ...]:
    """Return every field, in the order of the file."""
    return tuple(
        Field(row["code"], {"vi": row["vi"], "en": row["en"]}, Group(row["group"]))
        for row in rows("fields", "field")
    )


def field(code: str) -> Field:
    """Return one field; LookupError if there is none."""
    for found in fields():
        if found.code == code:
            return found
    raise LookupError(code)
