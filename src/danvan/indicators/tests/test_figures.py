"""The figure of a place: signed, else told of it as a whole, else summed of its units."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.core.rollup.rules import of as of_rule
from danvan.indicators import comparing, figures, submitting, tree, valuing
from danvan.indicators.models import Line
from danvan.indicators.submitting import Signed
from danvan.orgs.models import Kind, Level, Unit

NOW = datetime.datetime(2026, 7, 1, 2, tzinfo=datetime.UTC)
HALF = periods.by_key("2026-6m")
QUARTERS = (periods.by_key("2026-q1"), periods.by_key("2026-q2"))


@dataclass
class Place:
    province: Unit
    communes: tuple[Unit, Unit]
    department: Unit


def unit(code, level, kind=Kind.TERRITORY, parent=None):
    return Unit.objects.create(
        code=code, name=f"Nơi {code}", level=level, kind=kind, parent=parent
    )


@pytest.fixture
def place(db):
    province = unit("P1", Level.PROVINCE)
    return Place(
        province,
        (
            unit("C1", Level.COMMUNE, parent=province),
            unit("C2", Level.COMMUNE, parent=province),
        ),
        unit("D1", Level.PROVINCE, Kind.DEPARTMENT, province),
    )


def say(where, amount, provenance="entered", code="TCD01", period=HALF):
    return valuing.record(
        unit=where,
        period=period,
        code=code,
        amount=Decimal(amount),
        provenance=provenance,
        origin="x" if provenance in {"imported", "reported"} else "",
        by=system(where.code),
        now=NOW,
    )


def of(where, code="TCD01", period=HALF):
    return figures.of(where, period, comparing.rules_for([code]))[code]


def told(where, **more):
    found = of(where, **more)
    return found.value, found.origin


def sign(where, amount, code="TCD01"):
    sheet = chains.by_id("inspectorate")
    row = submitting.opened(
        unit=where, sheet=sheet, period=HALF, by=system(where.code), now=NOW
    )
    lines = [Signed(code, None, Decimal(amount), False, "")]
    submitting.sign(submission=row, lines=lines, by=system(where.code), now=NOW)


@pytest.fixture
def sixty(place):
    for commune, amount in zip(place.communes, (20, 40), strict=True):
        say(commune, amount)


@pytest.mark.parametrize("own", [0, 3])
def test_what_its_office_counted_is_one_addend_of_a_place(place, sixty, own):
    say(place.province, own, "counted")

    assert told(place.province) == (60 + own, "summed")


@pytest.mark.parametrize("own", [0, 3])
def test_what_its_office_counted_is_no_total_where_no_unit_gave_a_number(place, own):
    say(place.province, own, "counted")

    assert told(place.province) == (None, "")


@pytest.mark.parametrize("own", [0, 3])
@pytest.mark.parametrize("how", ["reported", "imported", "entered"])
def test_what_was_told_of_a_place_as_a_whole_stands_for_the_sum(place, sixty, own, how):
    say(place.province, own, "counted")
    value = say(place.province, 100, how)

    assert told(place.province) == (100, "printed")
    assert of(place.province).source == value


def test_what_a_place_signed_comes_before_what_is_printed(place, sixty):
    say(place.province, 3, "counted")
    say(place.province, 100, "reported")
    sign(place.province, 63)

    assert told(place.province) == (63, "signed")
    assert Line.objects.get().amount == 63


def test_a_commune_is_what_it_counts(place):
    say(place.communes[0], 20, "counted")
    say(place.communes[0], 25, "reported")

    assert of(place.communes[0]).value == 20


def test_a_place_below_that_was_told_as_a_whole_stands_for_its_units(db):
    province = unit("P2", Level.PROVINCE)
    district = unit("H2", Level.DISTRICT, parent=province)
    say(unit("C8", Level.COMMUNE, parent=district), 30)
    say(unit("C9", Level.COMMUNE, parent=district), 10)
    assert of(province).value == 40

    say(district, 50, "reported")

    assert of(province).value == 50


def test_a_sum_follows_from_its_parts_where_those_were_told_of_the_place(place):
    for code, amount in (("XLD02", 10), ("XLD03", 30)):
        say(place.communes[0], 1, code=code)
        say(place.province, amount, "reported", code=code)
    rules = {
        "XLD02": of_rule("flow"),
        "XLD03": of_rule("flow"),
        "XLD01": of_rule("flow", "XLD02 + XLD03"),
    }

    found = figures.of(place.province, HALF, rules)["XLD01"]

    assert (found.value, found.origin) == (40, "printed")


def test_a_share_is_worked_out_from_what_was_told_of_the_place(place):
    for commune in place.communes:
        say(commune, 1, code="HS03")
        say(commune, 2, code="HS01")
    say(place.province, 5, "reported", code="HS03")
    say(place.province, 100, "reported", code="HS01")
    say(place.province, 1, "counted", code="HS03")

    assert of(place.province, code="HS05").value == 5


def test_each_unit_is_taken_at_its_quarters_where_it_gave_no_half_year(place):
    say(place.communes[0], 20)
    for quarter, amount in zip(QUARTERS, (15, 25), strict=True):
        say(place.communes[1], amount, period=quarter)

    found = of(place.province)

    assert found.value == 60
    assert (found.given, found.expected) == (2, 3)


def test_a_unit_that_gave_one_quarter_of_two_is_not_counted_as_given(place):
    say(place.communes[0], 20)
    say(place.communes[1], 15, period=QUARTERS[0])

    found = of(place.province)

    assert (found.value, found.given, found.expected) == (35, 1, 3)


def test_a_quarter_told_as_a_whole_stands_in_for_the_sum_of_that_quarter(place):
    say(place.province, 100, "reported", period=QUARTERS[0])
    for commune in place.communes:
        say(commune, 10, period=QUARTERS[0])
        say(commune, 30, period=QUARTERS[1])

    assert of(place.province).value == 160


def test_a_department_has_its_divisions_in_its_own_count(place):
    division = unit("D1a", Level.PROVINCE, Kind.DEPARTMENT, place.department)
    say(place.department, 8, "counted")
    say(division, 5)

    assert division not in tree.ground(place.province, HALF.end)
    assert of(place.province).value == 8


@pytest.mark.parametrize(
    ("kind", "code", "period"),
    [
        (Kind.FATHERLAND_FRONT, "GS04", "f2026-6m"),
        (Kind.PEOPLES_COUNCIL, "TX01", "h2026-6m"),
        (Kind.PARTY_BODY, "DVK04", "p2026-6m"),
    ],
)
def test_what_only_bodies_of_a_chain_owe_is_summed_over_them(place, kind, code, period):
    when = periods.by_key(period)
    for n, commune in enumerate(place.communes):
        body = unit(f"B{n}", Level.COMMUNE, kind, commune)
        say(body, 4 + n, code=code, period=when)

    found = of(place.province, code=code, period=when)

    assert (found.value, found.given, found.expected) == (9, 2, 2)


def test_bodies_beside_are_in_no_sum_of_what_others_owe(place, sixty):
    police = unit("CA", Level.PROVINCE, Kind.POLICE, place.province)
    front = unit("MT", Level.COMMUNE, Kind.FATHERLAND_FRONT, place.communes[0])
    say(police, 11)
    say(front, 11)

    assert of(place.province).value == 60


def test_several_periods_take_few_queries(place, sixty, django_assert_max_num_queries):
    rules = comparing.rules_for(["TCD01", "HS05"])

    with django_assert_max_num_queries(12):
        found = figures.of_periods(place.province, [HALF, *QUARTERS], rules)

    assert found["2026-6m"]["TCD01"].value == 60
