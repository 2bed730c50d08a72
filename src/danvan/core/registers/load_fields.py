"""Read the fields of an edition."""

import re
from collections.abc import Iterator, Mapping
from decimal import InvalidOperation
from typing import Any

from danvan.core import data
from danvan.core.registers import persons
from danvan.core.registers.kind import Choice, Field, Type
from danvan.core.registers.tables import BadKind, measure, number, only, words

_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_FIELD = {
    *("key", "type", "vi", "en", "hint", "unit", "min", "max", "places", "choices"),
    *("required", "default", "long", "quick", "total", "subject"),
}
_PLACES = {Type.MEASURE: 2, Type.MONEY: 3}


def field_of(row: Mapping[str, Any]) -> Field:
    """Return the field of one row; raises BadKind."""
    key = str(row.get("key", ""))
    only(row, _FIELD, f"field {key}")
    if not _KEY.fullmatch(key):
        raise BadKind(f"{key!r}: a key is small letters with low lines")
    persons.refuse(key, row)
    try:
        type_ = Type(row.get("type", ""))
        least, most = number(row.get("min")), number(row.get("max"))
    except (ValueError, InvalidOperation) as why:
        raise BadKind(f"field {key}: {why}") from None
    field = Field(
        key=key,
        type=type_,
        name=words(row, f"field {key}"),
        hint=words(row["hint"], f"hint of {key}") if "hint" in row else None,
        unit=str(row.get("unit", "")),
        least=least,
        most=most,
        places=int(row.get("places", _PLACES.get(type_, 0))),
        choices=tuple(_choices(row.get("choices", []), key)),
        required=bool(row.get("required", False)),
        default=str(row.get("default", "")),
        long=bool(row.get("long", False)),
        quick=bool(row.get("quick", True)),
        total=bool(row.get("total", True)),
        subject=bool(row.get("subject", False)),
    )
    _fits(field)
    return field


def _fits(field: Field) -> None:
    if field.is_number:
        measure(field.unit, f"field {field.key}")
    if field.unit and not field.is_number:
        raise BadKind(f"field {field.key}: only a number has a unit")
    if (field.type is Type.CHOICE) != bool(field.choices):
        raise BadKind(f"field {field.key}: choices belong to a choice")
    if field.subject and field.type not in {Type.CHOICE, Type.UNIT}:
        raise BadKind(f"field {field.key}: a subject is a choice or a unit")
    if field.default and field.type is Type.CHOICE and not field.choice(field.default):
        raise BadKind(f"field {field.key}: the default is no choice")


def _choices(rows: Any, key: str) -> Iterator[Choice]:
    shared = data.load_toml("register_lists.toml")
    for row in shared.get(rows, ()) if isinstance(rows, str) else rows:
        if not isinstance(row, list) or len(row) != 3:
            raise BadKind(f"field {key}: a choice is code, vi, en: {row}")
        code, vi, en = map(str, row)
        if not _KEY.fullmatch(code):
            raise BadKind(f"field {key}: {code!r} is no code")
        yield Choice(code, {"vi": vi, "en": en})
