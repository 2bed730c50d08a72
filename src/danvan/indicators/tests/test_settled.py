"""Numbers that the level above approved are changed by nobody until it returns them."""

import datetime
from decimal import Decimal

import pytest

from danvan.core.actor import system
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.indicators import submitting, valuing
from danvan.indicators.errors import Closed
from danvan.indicators.models import DueDay, Submission, Value
from danvan.indicators.submitting import Signed
from danvan.orgs.models import Kind, Level, Unit

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)
SHEET, PERIOD = chains.by_id("inspectorate"), periods.by_key("2026-q2")


@pytest.fixture
def place():
    return Unit.objects.create(
        code="T-P", name="Tỉnh Thử", level=Level.PROVINCE, kind=Kind.TERRITORY
    )


@pytest.fixture
def commune(place):
    return Unit.objects.create(
        code="T-C",
        name="Xã Thử",
        level=Level.COMMUNE,
        kind=Kind.TERRITORY,
        parent=place,
    )


def say(unit, code, amount, provenance="entered", reason="đếm lại"):
    return valuing.record(
        unit=unit,
        period=PERIOD,
        code=code,
        amount=Decimal(amount),
        provenance=provenance,
        reason=reason,
        by=system(unit.code),
        now=NOW,
    )


def approved(commune, place):
    by = {"by": system(commune.code), "now": NOW}
    value = say(commune, "TCD01", 7)
    row = submitting.opened(unit=commune, sheet=SHEET, period=PERIOD, **by)
    line = Signed("TCD01", value, value.amount, nothing=False, note="")
    row = submitting.sign(submission=row, lines=[line], **by)
    row = submitting.send(submission=row, **by)
    return submitting.approve(submission=row, by=system(place.code), now=NOW)


@pytest.mark.parametrize("provenance", ["entered", "imported"])
def test_nobody_types_over_an_approved_number(commune, place, provenance):
    approved(commune, place)

    with pytest.raises(Closed):
        say(commune, "TCD01", 8, provenance)
    assert [v.amount for v in Value.objects.standing()] == [7]


def test_nobody_chooses_or_takes_back_an_approved_number(commune, place):
    approved(commune, place)
    value = Value.objects.get()

    with pytest.raises(Closed):
        valuing.choose(value=value, reason="x", by=system("T-C"), now=NOW)
    with pytest.raises(Closed):
        valuing.take_back(value=value, reason="x", by=system("T-C"), now=NOW)


def test_a_text_still_says_what_it_says(commune, place):
    approved(commune, place)

    assert say(commune, "TCD01", 9, "reported").amount == 9


def test_a_number_that_no_approved_sheet_asks_for_stays_open(commune, place):
    approved(commune, place)

    assert "QT01" not in SHEET.codes
    assert say(commune, "QT01", 8).amount == 8


def test_the_same_number_again_is_no_change(commune, place):
    approved(commune, place)

    assert say(commune, "TCD01", 7).pk == Value.objects.get().pk


def test_what_is_returned_may_be_corrected(commune, place):
    row = approved(commune, place)
    by = {"by": system(place.code), "now": NOW}
    submitting.unapprove(submission=row, reason="cột 5 sai", **by)
    row.refresh_from_db()
    submitting.give_back(submission=row, reason="cột 5 sai", **by)

    assert say(commune, "TCD01", 8).amount == 8


def test_sending_again_keeps_the_due_day_of_the_first_time(commune, place):
    by = {"by": system(commune.code), "now": NOW}
    above = {"by": system(place.code), "now": NOW}
    row = submitting.opened(unit=commune, sheet=SHEET, period=PERIOD, **by)
    line = Signed("TCD01", None, Decimal(7), nothing=False, note="")
    row = submitting.sign(submission=row, lines=[line], **by)
    first = submitting.send(submission=row, **by).due
    row = submitting.give_back(
        submission=Submission.objects.get(), reason="cột 5 sai", **above
    )
    earlier = PERIOD.end + datetime.timedelta(days=1)
    submitting.set_due(
        place=place, sheet=SHEET, period=PERIOD, due=earlier, decision="1/QĐ", **above
    )
    row = submitting.sign(submission=Submission.objects.get(), lines=[line], **by)
    again = submitting.send(submission=row, **by)

    assert DueDay.objects.get().due == earlier != first
    assert again.due == first


def test_the_last_day_of_the_figures_is_over_before_they_are_signed(commune):
    by = system(commune.code)
    noon = datetime.datetime.combine(PERIOD.end, datetime.time(5), datetime.UTC)
    row = submitting.opened(unit=commune, sheet=SHEET, period=PERIOD, by=by, now=noon)
    line = Signed("TCD01", None, Decimal(7), nothing=False, note="")

    with pytest.raises(Closed):
        submitting.sign(submission=row, lines=[line], by=by, now=noon)
    later = noon + datetime.timedelta(days=1)
    assert submitting.sign(submission=row, lines=[line], by=by, now=later)
