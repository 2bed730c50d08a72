"""Where a letter goes: places, and who handles what happens there."""

from django.utils import timezone

from danvan.orgs import selectors as orgs
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Unit
from danvan.orgs.selectors import Place
from danvan.petitions.public.values import NotInOrder


def units_for_place(province_code: str | None) -> list[Place]:
    """Return today's provinces, or the communes of one; empty for an unknown code."""
    today = timezone.localdate()
    if province_code is None:
        return orgs.provinces(today)
    return orgs.communes(province_code, today)


def receiving_unit_name(place_code: str) -> str:
    """Return who will receive what is sent about a place; NotInOrder if unknown."""
    return receiving_unit(place_code).name


def receiving_unit_code(place_code: str) -> str:
    """Return the code of who handles what happens there; NotInOrder if unknown."""
    return receiving_unit(place_code).code


def unit_name(code: str) -> str:
    """Return how a letter addresses a unit of today; NotInOrder if unknown."""
    unit = Unit.objects.as_of(timezone.localdate()).filter(code=code).first()
    if unit is None:
        raise NotInOrder("unit_code")
    return unit.office_name


def receiving_unit(place_code: str) -> Unit:
    """Return who handles what happens there: its People's Committee, or the place.

    Raises NotInOrder("unit_code") for a place that does not exist today.
    """
    units = Unit.objects.as_of(timezone.localdate())
    place = units.filter(code=place_code).first()
    if place is None:
        raise NotInOrder("unit_code")
    committee = units.filter(parent=place, kind=UnitKind.PEOPLES_COMMITTEE)
    return committee.order_by("id").first() or place
