"""Which of several values counts, and when they are said to differ."""

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
