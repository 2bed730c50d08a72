"""What units were made of, for restating their figures on another day's map."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from danvan.core.rollup.restate import Successors, Way, backwards
from danvan.orgs import selectors
from danvan.orgs.models import Unit

# Units that lead to one by changes after a day and up to another, at any remove.
_ORIGINS = """
    WITH RECURSIVE way AS (
        SELECT change.from_unit_id AS unit FROM orgs_unitchange change
        WHERE change.to_unit_id = %(unit)s
        AND change."on" > %(first)s AND change."on" <= %(last)s
        UNION
        SELECT change.from_unit_id FROM orgs_unitchange change
        JOIN way ON change.to_unit_id = way.unit
        WHERE change."on" > %(first)s AND change."on" <= %(last)s
    )
    SELECT unit.* FROM orgs_unit unit JOIN way ON unit.id = way.unit
"""


@dataclass(frozen=True, slots=True)
class Made:
    """The units of one day that a unit of another day is made of, and the way there."""

    units: tuple[Unit, ...]
    way: Way


def made_of(unit: Unit, day: datetime.date, on: datetime.date) -> Made:
    """Return what a unit that stands ``on`` a day was made of on ``day``.

    A unit that stood on both and took nothing over is made of itself. ``day`` may come
    later: then the parts are the units that hold what was this unit's. Two queries.
    """
    if day <= on:
        former = [*Unit.objects.raw(_ORIGINS, _span(unit, day, on))]
        units = tuple(u for u in (*former, unit) if stood(u, day))
        heirs = _heirs([u.code for u in units], on)
        return Made(units, Way({c: h for c, h in heirs.items() if c != unit.code}))
    later = _heirs([unit.code], day)
    held = {code for heirs in later.values() for code, _ in heirs}
    if not held:
        return Made((unit,), Way({}, back=True))
    units = tuple(Unit.objects.filter(code__in=held))
    parts = {u.code for new in units for u in _former(new, on, day)}
    return Made(units, backwards(_heirs(parts, day)))


def stood(unit: Unit, day: datetime.date) -> bool:
    """Say whether a unit stood on a day."""
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)


def _former(unit: Unit, first: datetime.date, last: datetime.date) -> list[Unit]:
    return [*Unit.objects.raw(_ORIGINS, _span(unit, first, last))]


def _span(
    unit: Unit, first: datetime.date, last: datetime.date
) -> Mapping[str, object]:
    return {"unit": unit.pk, "first": first, "last": last}


def _heirs(codes: object, day: datetime.date) -> Successors:
    found = selectors.successors_of(codes, day)  # type: ignore[arg-type]
    return {code: [(h.code, h.share) for h in heirs] for code, heirs in found.items()}
