"""Whose records a unit's form counts, and whose forms a place adds up."""

import datetime

from danvan.orgs import selectors
from danvan.orgs.models import Kind, Level, Unit

# They report in chains of their own and are never in the sum (Circular 06/2025,
# article 7): counting them here would count twice.
_STAND_BESIDE = frozenset(
    {
        *(Kind.PEOPLES_COUNCIL, Kind.FATHERLAND_FRONT, Kind.FRONT_MEMBER),
        *(Kind.PARTY_BODY, Kind.POLICE, Kind.MILITARY, Kind.COURT, Kind.PROCURACY),
    }
)
# Who owes a province its forms: communes, departments and other bodies of its own.
_REPORTING = frozenset(
    {
        *(Kind.TERRITORY, Kind.PEOPLES_COMMITTEE, Kind.DEPARTMENT),
        *(Kind.INSPECTORATE, Kind.SERVICE_UNIT),
    }
)


def counted(unit: Unit, day: datetime.date) -> list[int]:
    """Return the ids of the units whose records a unit's own form counts; one query.

    A commune counts its divisions with it. A province counts what came to itself;
    what is below it reports.
    """
    if unit.level != Level.COMMUNE and unit.kind in {
        Kind.TERRITORY,
        Kind.PEOPLES_COMMITTEE,
    }:
        return [unit.pk]
    below = selectors.descendants(unit, day)
    return [unit.pk, *(u.pk for u in below if u.kind not in _STAND_BESIDE)]


def place_of(unit: Unit, day: datetime.date) -> Unit:
    """Return the place a unit stands in: itself, or the nearest territory above."""
    if unit.kind == Kind.TERRITORY:
        return unit
    above = selectors.ancestors(unit, day)
    places = (u for u in above if u.kind == Kind.TERRITORY)
    return next(places, unit)


def reporting(place: Unit, day: datetime.date) -> list[Unit]:
    """Return the place and the units of ``day`` directly below that report to it."""
    below = Unit.objects.as_of(day).filter(parent=place, kind__in=_REPORTING)
    return [place, *below]


def ground(unit: Unit, day: datetime.date) -> list[Unit]:
    """Return a unit and those of ``day`` whose figures make up its own; one query.

    Of a place above the communes all that report, at any remove; a commune, like any
    other body, counts its divisions with itself.
    """
    if unit.level == Level.COMMUNE or unit.kind != Kind.TERRITORY:
        return [unit]
    below = selectors.descendants(unit, day)
    divisions = {u.pk for u in below if u.level == Level.COMMUNE}
    return [unit, *(u for u in below if u.parent_id not in divisions)]


def stands_beside(unit: Unit) -> bool:
    """Say whether a unit reports in a chain of its own and is in no sum."""
    return unit.kind in _STAND_BESIDE
