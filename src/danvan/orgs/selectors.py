"""Reads over the units and the working days.

Units and working days are public facts, so no selector here takes a viewer. Each
is one query.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from danvan.core.calendar.holidays import names_for
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.rollup.restate import Restated, restate
from danvan.core.text.fold import fold
from danvan.orgs.models import Kind, Level, Unit, UnitQuerySet, WorkingDay

_ANCESTORS = """
    WITH RECURSIVE up AS (
        SELECT parent_id AS id, 1 AS distance FROM orgs_unit WHERE id = %(unit)s
        UNION ALL
        SELECT unit.parent_id, up.distance + 1
        FROM orgs_unit unit JOIN up ON unit.id = up.id
    )
    SELECT unit.* FROM orgs_unit unit JOIN up ON unit.id = up.id
    WHERE (unit.valid_from IS NULL OR unit.valid_from <= %(day)s)
    AND (unit.valid_to IS NULL OR unit.valid_to >= %(day)s)
    ORDER BY up.distance
"""
_DESCENDANTS = """
    WITH RECURSIVE down AS (
        SELECT id, 0 AS distance FROM orgs_unit WHERE id = %(unit)s
        UNION ALL
        SELECT unit.id, down.distance + 1
        FROM orgs_unit unit JOIN down ON unit.parent_id = down.id
        WHERE (unit.valid_from IS NULL OR unit.valid_from <= %(day)s)
        AND (unit.valid_to IS NULL OR unit.valid_to >= %(day)s)
    )
    SELECT unit.* FROM orgs_unit unit JOIN down ON unit.id = down.id
    WHERE down.distance > 0 ORDER BY down.distance, unit.sort_key, unit.code
"""
_SUCCESSORS = """
    WITH RECURSIVE way AS (
        SELECT unit.id AS start, change.to_unit_id AS unit, change.share::numeric
        FROM orgs_unit unit
        JOIN orgs_unitchange change ON change.from_unit_id = unit.id
        WHERE unit.code = ANY(%(codes)s) AND change."on" <= %(day)s
        UNION ALL
        SELECT way.start, change.to_unit_id, way.share * change.share
        FROM way JOIN orgs_unitchange change ON change.from_unit_id = way.unit
        WHERE change."on" <= %(day)s
    )
    SELECT start.code, unit.code, unit.name, way.share
    FROM way
    JOIN orgs_unit start ON start.id = way.start
    LEFT JOIN orgs_unit unit ON unit.id = way.unit
    WHERE NOT EXISTS (
        SELECT FROM orgs_unitchange later
        WHERE later.from_unit_id = way.unit AND later."on" <= %(day)s
    )
    ORDER BY start.code, unit.sort_key, unit.code
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A place to choose: the unit's code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that holds a former unit, wholly (1), in part, or in part unknown."""

    code: str
    name: str
    share: Decimal | None


def working_calendar() -> WorkingCalendar:
    """Return the calendar of the table; read it once per request, not per case.

    A year is known when its 1 January stands in the table; years are counted on
    from the first known one without a gap. Empty table: nothing is known.
    """
    return _calendar(_table())


def corrected_calendar(
    date: datetime.date, working: bool, reason: str
) -> WorkingCalendar:
    """Return the calendar as it would be if one day were entered. One query."""
    return _calendar(_table() | {date: (working, reason)})


def _table() -> dict[datetime.date, tuple[bool, str]]:
    days = WorkingDay.objects.values_list("date", "working", "reason")
    return {date: (working, reason) for date, working, reason in days}


def _calendar(table: Mapping[datetime.date, tuple[bool, str]]) -> WorkingCalendar:
    off = {date: reason for date, (working, reason) in table.items() if not working}
    work = {date: reason for date, (working, reason) in table.items() if working}
    return calendar_of(off, work)


def calendar_of(
    off: Mapping[datetime.date, str], work: Mapping[datetime.date, str]
) -> WorkingCalendar:
    """Return the calendar of days off and make-up days, each with its reason."""
    years = {date.year for date in off if (date.month, date.day) == (1, 1)}
    first = last = min(years, default=0)
    while last in years:
        last += 1
    return WorkingCalendar(
        holidays=frozenset(off),
        makeup=frozenset(work),
        known=range(first, last),
        names=names_for(off, work),
    )


def days_of(year: int) -> Sequence[WorkingDay]:
    """Return the days off and make-up days of a year, by date."""
    return list(WorkingDay.objects.filter(date__year=year))


def years() -> list[int]:
    """Return the years that have days in the table, by number."""
    return [day.year for day in WorkingDay.objects.dates("date", "year")]


def ancestors(unit: Unit, day: datetime.date) -> list[Unit]:
    """Return the units above ``unit`` that existed on ``day``, the nearest first."""
    return list(Unit.objects.raw(_ANCESTORS, {"unit": unit.pk, "day": day}))


def descendants(unit: Unit, day: datetime.date) -> list[Unit]:
    """Return all units below ``unit`` that existed on ``day``, the nearest first."""
    return list(Unit.objects.raw(_DESCENDANTS, {"unit": unit.pk, "day": day}))


def successors(code: str, day: datetime.date) -> tuple[Successor, ...]:
    """Return the units that hold a former unit on ``day``; see `successors_of`."""
    return successors_of([code], day).get(code, ())


def successors_of(
    codes: Collection[str], day: datetime.date
) -> dict[str, tuple[Successor, ...]]:
    """Map each unit that ended by ``day`` to the units that hold it then.

    Followed through every change; a division shows all its parts. A unit that
    still stands has no entry, one that ended without a successor an empty entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUCCESSORS, {"codes": list(codes), "day": day})
        rows = cursor.fetchall()
    shares: dict[str, dict[Place, list[Decimal | None]]] = defaultdict(dict)
    for start, code, name, share in rows:
        heirs = shares[start]
        if code is not None:
            heirs.setdefault(Place(code, name), []).append(share)
    return {start: _together(heirs) for start, heirs in shares.items()}


def _together(heirs: dict[Place, list[Decimal | None]]) -> tuple[Successor, ...]:
    """Add what reached one unit on several ways; unknown once, unknown for good."""
    return tuple(
        Successor(place.code, place.name, _sum(shares))
        for place, shares in heirs.items()
    )


def _sum(shares: list[Decimal | None]) -> Decimal | None:
    known = [share for share in shares if share is not None]
    return sum(known, Decimal(0)) if len(known) == len(shares) else None


def provinces(day: datetime.date) -> list[Place]:
    """Return the provinces of ``day`` in alphabetical order."""
    return _places(Unit.objects.filter(level=Level.PROVINCE), day)


def communes(province_code: str, day: datetime.date) -> list[Place]:
    """Return the communes directly under a province on ``day``, in order of name."""
    below = Unit.objects.filter(level=Level.COMMUNE, parent__code=province_code)
    return _places(below, day)


def _places(units: UnitQuerySet, day: datetime.date) -> list[Place]:
    found = units.filter(kind=Kind.TERRITORY).as_of(day).values_list("code", "name")
    return [Place(code, name) for code, name in found]


def search(text: str, day: datetime.date, *, limit: int = 20) -> list[Unit]:
    """Return units of ``day`` whose name holds ``text``, diacritics left aside.

    Names repeat across provinces: show `parent`, which comes along.
    """
    found = Unit.objects.as_of(day).filter(folded__contains=fold(text))
    return list(found.select_related("parent")[:limit])


def restated(values: Mapping[str, Decimal], day: datetime.date) -> Restated:
    """Count values given by unit code into the units that stand on ``day``."""
    heirs = successors_of(values.keys(), day)
    parts = {code: [(h.code, h.share) for h in found] for code, found in heirs.items()}
    return restate(values, parts)
