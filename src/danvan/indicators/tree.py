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
# Of a commune's bodies these send past it, each in a chain of its own.
_PAST_THE_COMMUNE = frozenset(
    {Kind.PEOPLES_COUNCIL, Kind.FATHERLAND_FRONT, Kind.PARTY_BODY}
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


def is_whole(unit: Unit) -> bool:
    """Say whether a unit is a place whose units report: a territory above communes.

    Its own count is that of its office, and one addend of its total.
    """
    return unit.level != Level.COMMUNE and unit.kind == Kind.TERRITORY


def ground(unit: Unit, day: datetime.date) -> list[Unit]:
    """Return a unit and those of ``day`` whose figures make up its own; one query.

    Of a place above the communes all that report, at any remove; any other body counts
    its divisions with itself (`counted`). The council, the Front and the Party body of
    a commune have sheets of their own and stand in it beside their commune.
    """
    if not is_whole(unit):
        return [unit]
    found = {unit.pk: unit}
    for each in selectors.descendants(unit, day):  # from the nearest to the farthest
        above = found.get(each.parent_id or 0)
        if above is not None and (_reports(above) or _past(each, above)):
            found[each.pk] = each
    return [*found.values()]


def _reports(above: Unit) -> bool:
    """Say whether what is below a unit reports for itself and is not counted in it."""
    territory = above.kind in {Kind.TERRITORY, Kind.PEOPLES_COMMITTEE}
    return territory and above.level != Level.COMMUNE


def _past(unit: Unit, commune: Unit) -> bool:
    return commune.kind == Kind.TERRITORY and unit.kind in _PAST_THE_COMMUNE


def stands_beside(unit: Unit) -> bool:
    """Say whether a unit reports in a chain of its own and is in no sum."""
    return unit.kind in _STAND_BESIDE
