"""A figure beside the year before's: as printed then, and on today's map."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.rollup.compare import Why
from danvan.indicators import comparing, figures, maps, valuing
from danvan.orgs import services as orgs
from danvan.orgs.models import Unit, UnitChange

NOW = datetime.datetime(2026, 7, 1, 2, tzinfo=datetime.UTC)
YEAR, BEFORE = periods.by_key("2026-6m"), periods.by_key("2025-6m")


@pytest.fixture(scope="module")
def _units(django_db_setup, django_db_blocker):
    # Loaded once a module, in a transaction around those of the tests.
    with django_db_blocker.unblock(), transaction.atomic():
        orgs.load_units(by=system())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def units(_units, db):
    """All units of core/data, by code."""
    return {unit.code: unit for unit in Unit.objects.all()}


def say(unit, amount, *, code="TCD01", period=YEAR, provenance="entered"):
    valuing.record(
        unit=unit,
        period=period,
        code=code,
        amount=Decimal(amount),
        provenance=provenance,
        by=system(unit.code),
        now=NOW,
    )


def compared(unit, code="TCD01", **more):
    return comparing.compare(unit, YEAR, [code], **more)[code]


def below(province, count):
    """Some communes of a province, today's or former."""
    found = Unit.objects.filter(level="commune").order_by("code")
    return [
        u
        for u in found.select_related("parent__parent")
        if province in {u.parent, u.parent.parent}
    ][:count]


MERGED = [
    ("P92", ["FP92", "FP93", "FP94"]),
    ("P86", ["FP86", "FP84", "FP83"]),
    ("P96", ["FP96", "FP95"]),
]


@pytest.mark.parametrize(("code", "former"), MERGED)
def test_a_merged_province_is_compared_with_all_it_was_made_of(units, code, former):
    for place in former:
        for commune in below(units[place], 2):
            say(commune, 50, period=BEFORE)
    for commune in below(units[code], 4):
        say(commune, 60)

    found = compared(units[code])

    assert found.now.value == 240
    assert found.restated.value == 100 * len(former)
    assert found.restated_change.difference == 240 - 100 * len(former)
    # The province of today stood nowhere a year before.
    assert found.printed.value is None
    assert found.printed_change.why is Why.NOTHING_BEFORE
    assert set(found.made_of) == {units[place].name for place in former}


def test_two_of_three_predecessors_reported(units):
    for place in ("FP92", "FP93"):
        say(units[place], 100, period=BEFORE, provenance="reported")
    say(units["P92"], 250, provenance="reported")

    found = compared(units["P92"])

    assert (found.restated.given, found.restated.parts) == (2, 3)
    assert found.restated_change.why is Why.MISSING
    assert found.without == (units["FP94"].name,)


def test_a_ratio_is_restated_from_its_parts(units):
    for place, late, all_ in (("FP96", 1, 10), ("FP95", 1, 30)):
        say(units[place], late, code="HS03", period=BEFORE)
        say(units[place], all_, code="HS01", period=BEFORE)
    say(units["P96"], 8, code="HS03")
    say(units["P96"], 100, code="HS01")

    found = compared(units["P96"], "HS05")

    assert (found.now.value, found.restated.value) == (8, 5)
    assert found.restated_change.points == 3


def test_a_commune_cut_from_a_divided_one_is_not_compared(units):
    cut = UnitChange.objects.filter(share=None).select_related("from_unit", "to_unit")[
        0
    ]
    say(cut.from_unit, 9, period=BEFORE)
    say(cut.to_unit, 4)

    found = compared(cut.to_unit)

    assert found.restated_change.why is Why.DIVIDED


def test_on_the_former_map_a_merged_province_cannot_be_told(units):
    say(units["P92"], 250)
    say(units["FP93"], 40, period=BEFORE)

    found = compared(units["FP93"], on=BEFORE.end)

    assert found.restated.value == 40
    assert found.restated_change.why is Why.NOTHING_NOW
    assert found.now_apart is Why.UNMADE


def test_a_change_is_reckoned_where_the_unit_stayed_the_same(units):
    hanoi = units["P01"]
    say(hanoi, 30, period=BEFORE)
    say(hanoi, 45)

    found = compared(hanoi)

    assert found.printed_change.percent == found.restated_change.percent == 50
    assert not found.redrawn


def test_what_is_itself_a_change_is_worked_out_from_both_years(units):
    hanoi = units["P01"]
    say(hanoi, 30, period=BEFORE)
    say(hanoi, 45)

    assert compared(hanoi, "TCD14").now.value == 15


@pytest.mark.parametrize(("code", "former"), MERGED)
def test_a_change_of_a_merged_province_is_since_all_it_was_made_of(units, code, former):
    for place in former:
        say(units[place], 30, period=BEFORE, provenance="reported")
    say(units[code], 100, provenance="reported")

    found = compared(units[code], "TCD14").now

    assert found.value == 100 - 30 * len(former)


def test_a_change_is_not_told_where_one_of_the_former_units_is_missing(units):
    say(units["FP92"], 30, period=BEFORE, provenance="reported")
    say(units["P92"], 100, provenance="reported")

    assert compared(units["P92"], "TCD14").now.value is None


def test_a_printed_total_stands_for_the_sum_and_is_not_in_it(units):
    hanoi, commune = units["P01"], below(units["P01"], 1)[0]
    say(commune, 7)
    say(hanoi, 100, provenance="reported")

    found = figures.of(hanoi, YEAR, {"TCD01": comparing.rules_for(["TCD01"])["TCD01"]})

    assert (found["TCD01"].value, found["TCD01"].origin) == (100, "printed")


def test_a_year_without_values_of_its_own_is_made_of_its_quarters(units):
    hanoi = units["P01"]
    for key, amount in (("2026-q1", 5), ("2026-q2", 6)):
        say(hanoi, amount, period=periods.by_key(key))

    assert compared(hanoi).now.value == 11


def test_coverage_counts_the_communes_that_owe(units):
    communes = below(units["P92"], 500)
    for commune in communes[:3]:
        say(commune, 1)

    found = compared(units["P92"]).now

    assert (found.given, found.expected) == (3, len(communes))


def test_a_unit_of_today_is_made_of_former_ones_and_the_way_back_is_known(units):
    forth = maps.made_of(units["C31135"], BEFORE.end, YEAR.end)
    former = forth.units[0]

    back = maps.made_of(former, YEAR.end, BEFORE.end)

    assert "C31135" in {unit.code for unit in back.units}
    assert back.way.back


def test_the_queries_do_not_grow_with_codes(units, django_assert_max_num_queries):
    say(units["P92"], 250)
    codes = ["TCD01", "TCD03", "XLD01", "HS01", "HS03", "HS05", "QT01"]

    with django_assert_max_num_queries(45):
        comparing.compare(units["P92"], YEAR, codes)
