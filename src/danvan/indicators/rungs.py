"""Which unit owes a sheet, to whom it sends, and where somebody stands to it.

Read from the tree as of a day. Vertical bodies (police, courts …) owe no sheet of a
territory: they stand beside and are in no sum (Circular 06/2025, article 7).
"""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from danvan.core.calendar.periods import Period
from danvan.core.indicators.approval import Seat
from danvan.core.indicators.chains import Sheet
from danvan.orgs.models import Kind, Level, Unit, UnitQuerySet

# Bodies with a chain of their own: no part of the commune's government they sit beside.
OWN_CHAIN = (
    *(Kind.PEOPLES_COUNCIL, Kind.FATHERLAND_FRONT, Kind.PARTY_BODY),
    *(Kind.POLICE, Kind.MILITARY, Kind.COURT, Kind.PROCURACY),
)
BESIDE = (Kind.POLICE, Kind.MILITARY, Kind.COURT, Kind.PROCURACY)
# A territory and its People's Committee are one unit (docs/units.md).
_WHOLE = (Kind.TERRITORY, Kind.PEOPLES_COMMITTEE)
_STAND_ALONE = (*OWN_CHAIN, Kind.FRONT_MEMBER)


def rung(unit: Unit) -> str:
    """Return under which name the unit's due day stands: commune or province.

    A department of a province sends by the communes' day (Circular 06/2025).
    """
    whole = unit.level == Level.PROVINCE and unit.kind in _WHOLE
    return Level.PROVINCE.value if whole else Level.COMMUNE.value


def above(unit: Unit) -> Unit | None:
    """Return the place a unit sends to; districts sent nothing of their own.

    A council, a front, a Party body of a commune sends past the commune. At most two
    queries; none where ``parent__parent`` was selected with the unit.
    """
    parent = unit.parent
    if parent is not None and (parent.level == Level.DISTRICT or _past(unit, parent)):
        return parent.parent
    return parent


def _past(unit: Unit, parent: Unit) -> bool:
    return unit.kind in OWN_CHAIN and parent.level == Level.COMMUNE


def place_of(unit: Unit) -> Unit:
    """Return the territory a unit works in: itself, or the nearest one above it."""
    place: Unit | None = unit
    while place is not None and place.kind != Kind.TERRITORY:
        place = place.parent
    return place or unit


def speaks_for_place(unit: Unit, for_place: bool) -> bool:
    """Say whether a post in a unit speaks for the place the unit works in.

    Of the territory and its People's Committee every one that reads below; of other
    bodies those that compile or approve for the place (``for_place``), and nobody of
    a body with a chain of its own. Said in the database too (``sql/places.sql``).
    """
    return unit.kind in _WHOLE or (for_place and unit.kind not in _STAND_ALONE)


def is_top(unit: Unit) -> bool:
    """Say whether nobody above the unit works with this system."""
    over = above(unit)
    return over is None or over.level == Level.CENTRAL


def owes(unit: Unit, sheet: Sheet, period: Period) -> bool:
    """Say whether a unit owes a sheet for a period: it stood on the last day of it.

    A division of a commune owes nothing: the commune counts it in. Its council, its
    Front and its Party body do: they have chains of their own.
    """
    if not sheet.owed_for(period) or not sheet.owed_by(unit.kind, unit.level):
        return False
    if not _stood(unit, period.end):
        return False
    over = unit.parent
    if over is None or _past(unit, over):
        return True
    return over.level != Level.COMMUNE and over.kind in _WHOLE


def _stood(unit: Unit, day: datetime.date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)


def expected(place: Unit, sheet: Sheet, period: Period) -> list[Unit]:
    """Return the units that owe a place a sheet for a period, by name.

    Of a place founded after the period the units of the places it was made of. Two
    queries at most.
    """
    units = below([place] if _stood(place, period.end) else _origins(place, period.end))
    units = units.as_of(period.end).select_related("parent__parent")
    return [unit for unit in units if owes(unit, sheet, period)]


def below(places: Iterable[Unit]) -> UnitQuerySet:
    """Return the units that send to one of the places, over districts too."""
    places = list(places)
    past = Q(parent__level=Level.COMMUNE, kind__in=OWN_CHAIN)
    return Unit.objects.filter(
        Q(parent__in=places) & ~past
        | Q(parent__parent__in=places) & (Q(parent__level=Level.DISTRICT) | past)
    )


def _origins(place: Unit, day: datetime.date) -> list[Unit]:
    found = Unit.objects.as_of(day).filter(changes__to_unit=place, changes__on__gt=day)
    return list(found.distinct())


def seats(acting: Unit, owner: Unit) -> frozenset[Seat]:
    """Return where somebody of unit ``acting`` stands to a sheet of unit ``owner``.

    A department works for its territory's own sheet. Nobody approves the sheet of
    his own unit, but where nobody above works with this system the unit itself keeps
    down what the level above decided.
    """
    place = place_of(acting) if speaks_for_place(acting, True) else acting
    if acting.pk == owner.pk or place.pk == owner.pk:
        return frozenset({Seat.OWN, Seat.ABOVE} if is_top(owner) else {Seat.OWN})
    over, distance = above(owner), Seat.ABOVE
    while over is not None:
        if over.pk == place.pk:
            return frozenset({distance})
        over, distance = above(over), Seat.HIGHER
    return frozenset()
