"""The units of core/data and the differences to what the database holds."""

import csv
import datetime
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from danvan.core.data import open_text
from danvan.orgs.models import Kind, Level, Unit, UnitChange
from danvan.orgs.names import name_keys

_FILES = ("units/current.csv", "units/former.csv")
_LEVELS = (Level.CENTRAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_FIELDS = ("name", "level", "kind", "parent_id", "valid_from", "valid_to", "folded")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of core/data, by column name."""
    return list(csv.DictReader(open_text(name).splitlines()))


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def store_units() -> int:
    """Insert or correct the units of our files, parents first; return how many.

    What the files do not name (offices, units an operator founded) is left alone.
    """
    by_level: dict[str, list[dict[str, str]]] = {level: [] for level in _LEVELS}
    for name in _FILES:
        for row in rows(name):
            by_level[row["level"]].append(row)
    stored = {unit.code: unit for unit in Unit.objects.all()}
    return sum(_store_level(by_level[level], stored) for level in _LEVELS)


def _store_level(wanted: Iterable[dict[str, str]], stored: dict[str, Unit]) -> int:
    fresh, stale = [], []
    for row in wanted:
        values = _values(row, stored)
        unit = stored.get(row["code"])
        if unit is None:
            unit = stored[row["code"]] = Unit(code=row["code"], **values)
            fresh.append(unit)
        elif any(getattr(unit, field) != values[field] for field in _FIELDS):
            _set(unit, values)
            stale.append(unit)
    Unit.objects.bulk_create(fresh)
    Unit.objects.bulk_update(stale, [*_FIELDS, "sort_key"], batch_size=500)
    return len(fresh) + len(stale)


def _values(row: dict[str, str], stored: dict[str, Unit]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "level": row["level"],
        "kind": Kind.TERRITORY,
        "parent_id": stored[row["parent"]].pk if row["parent"] else None,
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        **name_keys(row["name"]),
    }


def store_changes() -> int:
    """Insert or correct what became of the former units; return how many."""
    units = dict(Unit.objects.values_list("code", "pk"))
    stored = {
        (change.from_unit_id, change.to_unit_id, change.on): change
        for change in UnitChange.objects.all()
    }
    fresh, stale = [], []
    for row in rows("units/changes.csv"):
        wanted = _change(row, units)
        change = stored.get((wanted.from_unit_id, wanted.to_unit_id, wanted.on))
        if change is None:
            fresh.append(wanted)
        elif _differ(change, wanted, ("kind", "share", "decision")):
            wanted.pk = change.pk
            stale.append(wanted)
    UnitChange.objects.bulk_create(fresh)
    UnitChange.objects.bulk_update(stale, ["kind", "share", "decision"])
    return len(fresh) + len(stale)


def _change(row: dict[str, str], units: Mapping[str, int]) -> UnitChange:
    return UnitChange(
        kind=row["kind"],
        on=datetime.date.fromisoformat(row["on"]),
        from_unit_id=units[row["from_unit"]],
        to_unit_id=units[row["to_unit"]] if row["to_unit"] else None,
        share=Decimal(row["share"]) if row["share"] else None,
        decision=row["decision"],
    )


def _set(record: models.Model, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(record, field, value)


def _differ(a: models.Model, b: models.Model, fields: Collection[str]) -> bool:
    return any(getattr(a, field) != getattr(b, field) for field in fields)
