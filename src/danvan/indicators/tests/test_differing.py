"""Differences: findings of the unit alone, worked off by choosing with a reason."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.indicators import desk, differing, valuing
from danvan.indicators.models import Provenance
from danvan.indicators.tests.test_valuing import BY, NOW, QUARTER, say
from danvan.readers import xlsx

TODAY = datetime.date(2025, 9, 20)
REPORTED = Provenance.REPORTED


def differ(unit, code="DT01", a=40, b=41):
    say(unit, a, code=code)
    return say(unit, b, REPORTED, code=code)


def listed(who, **query):
    response = who.client.get(reverse("indicators:differences"), query)
    assert response.status_code == 200
    return [row["code"] for row in response.context["rows"]]


def test_the_largest_difference_stands_first(place, compiler):
    differ(place.commune, "DT01", 40, 41)
    differ(place.commune, "TX01", 2, 20)
    differ(place.commune, "DT02", 100, 50)
    say(place.commune, 7, code="TX02")

    assert listed(compiler) == ["TX01", "DT02", "DT01"]


def test_a_bound_differs_from_what_is_below_it_only(place, compiler):
    for code, entered in (("DT07", 71), ("DT08", 2000)):
        say(place.commune, entered, code=code)
    say(place.commune, 65, REPORTED, code="DT07", bound="min")
    say(place.commune, 2658, REPORTED, code="DT08", bound="min")

    assert listed(compiler) == ["DT08"]


def test_a_choice_takes_a_difference_off_the_list_until_a_newer_value(place, compiler):
    value = differ(place.commune)
    valuing.choose(value=value, reason="x", by=BY, now=NOW + datetime.timedelta(days=1))
    assert listed(compiler) == []

    say(place.commune, 44, REPORTED, code="DT01", origin="b", day=2)

    assert listed(compiler) == ["DT01"]


def test_a_printed_ratio_is_found_beside_its_inputs(place, compiler):
    for code, amount in {"HS03": 85, "HS01": 20985}.items():
        say(place.commune, amount, code=code)
    say(place.commune, "0.04", REPORTED, code="HS05")

    assert listed(compiler) == ["HS05"]


def test_differences_are_private_to_the_unit_and_the_compilers_of_its_place(
    place, compiler, neighbour, provincial, person
):
    differ(place.commune)
    supervisor = person(place.province, Role.SUPERVISOR)

    assert listed(compiler) == ["DT01"]
    assert listed(provincial) == ["DT01"]
    assert listed(neighbour) == []
    assert listed(neighbour, unit=place.commune.pk) == []
    for name in ("differences", "differences-xlsx"):
        response = supervisor.client.get(reverse(f"indicators:{name}"))
        assert response.status_code == 403


def test_the_list_is_filtered_by_unit_period_and_indicator(place, provincial):
    differ(place.commune)
    differ(place.other, "TX01")

    assert listed(provincial, unit=place.other.pk) == ["TX01"]
    assert listed(provincial, q="doi thoai") == ["DT01"]
    assert listed(provincial, period="2025-6m") == []
    assert listed(provincial, period="x\x00") == []
    assert len(listed(provincial, period=QUARTER.key)) == 2


def test_the_list_is_saved_as_a_workbook(place, compiler):
    differ(place.commune)

    sent = compiler.client.get(reverse("indicators:differences-xlsx"))

    (_title, _top, _left, grid), *_ = xlsx.grids(sent.content)
    assert grid[-1][2] == "DT01"
    assert "41" in grid[-1][4]
    assert grid[-1][5] == pytest.approx(2.4)


def test_the_desk_tells_who_can_choose(place, compiler, provincial, neighbour):
    assert not any("differences" in i.url for i in desk.due(compiler.viewer, TODAY))
    differ(place.commune)

    (item,) = (i for i in desk.due(compiler.viewer, TODAY) if "differ" in i.url)
    assert item.title.startswith("1 ")
    for other in (neighbour, provincial):
        assert not any("differ" in i.url for i in desk.due(other.viewer, TODAY))


def test_differences_cost_four_queries(place, django_assert_num_queries):
    units = [place.commune.pk, place.other.pk]
    for unit in (place.commune, place.other):
        differ(unit)
        differ(unit, "TX01")
    with django_assert_num_queries(4):
        found = differing.found(units)
        told = [(d.unit.name, d.gap) for d in found]

    assert len(told) == 4
    assert found[0].gap == Decimal(1) / Decimal(41)
