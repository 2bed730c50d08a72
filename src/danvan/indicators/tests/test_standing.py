"""Which of several values counts, and when they are said to differ."""

from decimal import Decimal

import pytest

from danvan.core.calendar import periods
from danvan.indicators import standing, valuing
from danvan.indicators.models import Provenance
from danvan.indicators.tests.test_valuing import BY, NOW, QUARTER, cell, say

ENTERED, IMPORTED, REPORTED = (
    Provenance.ENTERED,
    Provenance.IMPORTED,
    Provenance.REPORTED,
)


@pytest.fixture
def unit(place):
    return place.commune


def choose(value, day=0):
    now = NOW.replace(day=NOW.day + day)
    return valuing.choose(value=value, reason="đối chiếu sổ", by=BY, now=now)


def test_counted_comes_before_entered_before_imported_before_reported(unit):
    for source in (REPORTED, IMPORTED, ENTERED):
        say(unit, 1, source, code="XLD01")
        assert cell(unit, "XLD01").chosen.provenance == source

    valuing.count(unit=unit, period=QUARTER, codes=["XLD01"], by=BY, now=NOW)

    assert cell(unit, "XLD01").chosen.provenance == Provenance.COUNTED
    assert cell(unit, "XLD01").amount == 0
    assert cell(unit, "XLD01").differs


def test_of_two_reports_the_one_taken_in_last_counts(unit):
    say(unit, 9, REPORTED, origin="a")
    say(unit, 206, REPORTED, origin="b")

    assert cell(unit).amount == 206
    assert cell(unit).differs


@pytest.mark.parametrize(
    ("left", "right", "differs"),
    [
        (("96.153846", ENTERED, {}), ("96.15", REPORTED, {}), False),
        (("96.153846", ENTERED, {}), ("96.16", REPORTED, {}), True),
        (
            ("93.1", REPORTED, {"evidence": {"step": "0.01"}}),
            ("93.12", ENTERED, {}),
            True,
        ),
        (("93.1", REPORTED, {}), ("93.12", ENTERED, {}), False),
        (("65", REPORTED, {"bound": "min"}), ("71", ENTERED, {}), False),
        (("65", REPORTED, {"bound": "min"}), ("64", ENTERED, {}), True),
        (("65", REPORTED, {"bound": "max"}), ("71", ENTERED, {}), True),
        (("3000", REPORTED, {"bound": "approx"}), ("2900", ENTERED, {}), False),
        (("9", REPORTED, {}), ("9", ENTERED, {}), False),
        (("9", REPORTED, {}), ("10", ENTERED, {}), True),
    ],
)
def test_values_differ_beyond_what_they_are_written_to(unit, left, right, differs):
    for amount, source, more in (left, right):
        say(unit, amount, source, **more)

    assert cell(unit).differs is differs
    assert (cell(unit).gap > 0) is differs


def test_a_choice_settles_a_difference_until_another_value_comes(unit):
    say(unit, 9)
    reported = say(unit, 12, REPORTED, origin="a")
    choose(reported, day=1)
    assert cell(unit).amount == 12
    assert not cell(unit).differs

    say(unit, 12, REPORTED, origin="b", day=2)
    assert not cell(unit).differs

    say(unit, 15, REPORTED, origin="c", day=3)
    assert cell(unit).differs
    assert cell(unit).amount == 12


def test_a_choice_ends_with_its_value(unit):
    say(unit, 9)
    reported = say(unit, 12, REPORTED, origin="a")
    choose(reported)

    say(unit, 13, REPORTED, origin="a", reason="đọc nhầm", day=1)

    assert cell(unit).amount == 9
    assert cell(unit).choice is None
    assert cell(unit).differs


def test_the_last_choice_holds(unit):
    entered, reported = say(unit, 9), say(unit, 12, REPORTED)
    choose(reported)
    choose(entered, day=1)

    assert cell(unit).amount == 9


def test_cells_cost_two_queries_whatever_is_asked(place, django_assert_num_queries):
    for unit in (place.commune, place.other):
        for code in ("TX01", "TX02", "TX03"):
            say(unit, 3, code=code)
            choose(say(unit, 4, REPORTED, code=code))
    year = periods.by_key("2025-year")

    with django_assert_num_queries(2):
        found = standing.cells(
            [place.commune.pk, place.other.pk], [QUARTER, year], ["TX01", "TX02"]
        )
        told = {key: (c.amount, c.values[0].unit.name) for key, c in found.items()}

    assert len(told) == 4


def test_a_cell_without_values_is_not_there(place):
    assert standing.cells([place.commune.pk], [QUARTER], ["TX01"]) == {}


def test_a_ratio_is_worked_out_from_the_values_that_count(unit):
    say(unit, 150, code="GQ01")
    say(unit, 156, code="XLD06")

    found = cell(unit, "GQ02")

    assert round(found.amount, 2) == Decimal("96.15")
    assert found.values == ()
    assert not found.differs


@pytest.mark.parametrize(("printed", "differs"), [("95.67", True), ("95.68", False)])
def test_a_printed_ratio_is_held_to_its_inputs(unit, printed, differs):
    for code, amount in {"GQ01": 150, "GQ03": 27, "XLD06": 156, "XLD07": 29}.items():
        say(unit, amount, code=code)
    value = say(unit, printed, REPORTED, code="GQ07")

    assert cell(unit, "GQ07").differs is differs
    assert cell(unit, "GQ07").chosen == value
    choose(value, day=1)
    assert not cell(unit, "GQ07").differs


def test_new_inputs_bring_a_settled_ratio_back(unit):
    for code, amount in {"HS03": 85, "HS01": 20985}.items():
        say(unit, amount, code=code)
    printed = say(unit, "0.04", REPORTED, code="HS05")
    choose(printed, day=1)
    assert not cell(unit, "HS05").differs

    say(unit, 86, code="HS03", reason="đếm lại", day=2)

    assert cell(unit, "HS05").differs


def test_what_follows_from_an_empty_value_is_empty(unit):
    say(unit, 150, code="GQ01")

    assert cell(unit, "GQ02") == standing.EMPTY


def test_a_change_is_worked_out_from_the_same_period_of_the_year_before(unit):
    before = periods.by_key("2024-q3")
    more = {"provenance": ENTERED, "by": BY, "now": NOW, "unit": unit, "code": "TCD01"}
    valuing.record(period=before, amount=Decimal(3432), **more)
    valuing.record(period=QUARTER, amount=Decimal(3235), **more)

    assert cell(unit, "TCD14").amount == -197
    assert set(standing.cells([unit.pk], [QUARTER], ["TCD14"])) == {
        (unit.pk, QUARTER.key, "TCD14")
    }
