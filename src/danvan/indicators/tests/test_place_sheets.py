"""The sheet of a province is held against its own totals, and opens onto its units."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.indicators import compiling, findings, oversight, submitting, valuing
from danvan.indicators.models import Line, Provenance
from danvan.indicators.tests import sending

NOW = datetime.datetime(2025, 9, 15, 2, tzinfo=datetime.UTC)
NOW_KEY = "2025-q3"
CODE = "GQ01"


def say(unit, by, amount, provenance=Provenance.ENTERED, period=NOW_KEY, code=CODE):
    return valuing.record(
        unit=unit,
        period=periods.by_key(period),
        code=code,
        amount=Decimal(amount),
        provenance=provenance,
        origin="x" if provenance in {"reported", "imported"} else "",
        reason="sổ",
        by=by,
        now=NOW,
    )


@pytest.fixture
def communes(place, compiler, neighbour):
    """Two communes that say 60 together, of any period."""

    def give(period=NOW_KEY, code=CODE):
        say(place.commune, compiler.by, 20, period=period, code=code)
        say(place.other, neighbour.by, 40, period=period, code=code)

    return give


@pytest.fixture(params=[0, 3])
def own(request):
    """What the office of the province counted of itself."""
    return request.param


def url(unit, name="compile", **more):
    kwargs = {"unit": unit.pk, "period": NOW_KEY, "sheet": "inspectorate", **more}
    return reverse(f"indicators:{name}", kwargs=kwargs)


def board(who, unit):
    owed = compiling.owed(who.viewer, unit.pk, NOW_KEY, "inspectorate")
    return compiling.board(who.viewer, owed, NOW)


def test_the_number_of_a_province_is_its_sum(place, provincial, communes, own):
    communes()
    say(place.province, provincial.by, own, Provenance.COUNTED)

    number = board(provincial, place.province).numbers[CODE]

    assert (number.amount, number.source) == (60 + own, "summed")


def test_what_was_printed_of_a_province_stands_on_its_sheet(
    place, provincial, communes, own
):
    communes()
    say(place.province, provincial.by, own, Provenance.COUNTED)
    value = say(place.province, provincial.by, 100, Provenance.REPORTED)

    number = board(provincial, place.province).numbers[CODE]

    assert (number.amount, number.value) == (100, value)


@pytest.mark.parametrize(
    ("period", "which"), [("2025-q2", "before"), ("2024-q3", "year_ago")]
)
def test_earlier_periods_of_a_province_are_its_totals(
    place, provincial, communes, own, period, which
):
    communes(period)
    say(place.province, provincial.by, own, Provenance.COUNTED, period)
    assert getattr(board(provincial, place.province), which).amounts[CODE] == 60 + own

    say(place.province, provincial.by, 100, Provenance.REPORTED, period)
    now = board(provincial, place.province)

    assert getattr(now, which).amounts[CODE] == 100
    assert 100 in {amounts.get(CODE) for amounts in now.asked.past}


def test_a_number_like_its_own_past_is_not_asked_about(
    place, provincial, communes, own
):
    for key in ("2025-q2", "2025-q1", "2024-q4", "2024-q3"):
        communes(key)
        say(place.province, provincial.by, own, Provenance.COUNTED, key)
    communes()
    say(place.province, provincial.by, own, Provenance.COUNTED)

    assert CODE not in board(provincial, place.province).questions


def test_what_was_left_over_opens_the_next_period_of_a_province(
    place, provincial, communes, own
):
    opening = periods.opened_by(periods.by_key(NOW_KEY)).key
    communes(code="XLD23")
    communes(opening, "XLD01")
    say(place.province, provincial.by, own, Provenance.COUNTED, opening, "XLD01")

    asked = board(provincial, place.province).asked

    assert asked.opening.get("XLD01", 60 + own) == 60 + own


def test_findings_of_a_province_are_of_its_totals(place, provincial, communes, own):
    period = periods.by_key(NOW_KEY)
    communes(code="TCD01")
    say(place.province, provincial.by, own, Provenance.COUNTED, code="TCD01")
    say(place.province, provincial.by, 40, Provenance.REPORTED, code="TCD02")

    found = findings.found([place.province], period)

    (wrong,) = [f for f in found if f.finding.rule.id == "people-tcd02"]
    assert 60 + own in {wrong.finding.left, wrong.finding.right}


def test_a_number_typed_for_a_province_is_its_own_and_is_corrected_and_signed(
    place, provincial
):
    for amount in ("7", "9"):
        data = {f"{CODE}-value": amount, f"{CODE}-reason": "sổ tay"}
        answer = provincial.client.post(
            url(place.province, "compile-enter", code=CODE), data
        )
        assert answer.status_code == 302

    number = board(provincial, place.province).numbers[CODE]
    assert (number.amount, number.source, number.may_enter) == (9, "entered", True)

    provincial.client.post(
        url(place.province, "compile-note"), {"note": "đã đối chiếu"}
    )
    provincial.client.post(url(place.province, "compile-sign"))

    line = Line.objects.get(code=CODE)
    assert (line.amount, line.value.amount) == (9, 9)


def test_plans_add_up_over_what_a_place_approved(place):
    sheet, period = chains.by_id("government"), periods.by_key("g2026-q1")
    for unit, amount in ((place.commune, 20), (place.other, 40)):
        by = system(unit.code)
        row = submitting.opened(
            unit=unit, sheet=sheet, period=period, by=by, now=sending.NOW
        )
        said = sending.lines(amount, sheet.codes)
        submitting.sign(submission=row, lines=said, by=by, now=sending.NOW)
        submitting.send(submission=row, by=by, now=sending.NOW)
        submitting.approve(submission=row, by=sending.PROVINCE, now=sending.NOW)

    found = {
        s.code: s
        for s in oversight.sums(oversight.board(place.province, sheet, period))
    }

    assert (found["DT03"].amount, found["DT03"].units) == (60, 2)


def test_behind_a_sum_stand_the_units_with_their_numbers(
    place, provincial, compiler, communes
):
    communes()

    text = provincial.client.get(url(place.province, "compile-behind", code=CODE)).text

    for unit, amount in ((place.commune, "20"), (place.other, "40")):
        assert unit.name in text
        assert f": {amount}" in text
        assert url(unit) in text
