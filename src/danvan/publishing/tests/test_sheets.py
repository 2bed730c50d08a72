"""An approved sheet is published, and whose is not approved is said before approval."""

from dataclasses import replace
from decimal import Decimal

import pytest

from danvan.core.actor import Actor
from danvan.indicators import submitting, valuing
from danvan.indicators.tests import sending
from danvan.indicators.tests.conftest import place  # noqa: F401 - a fixture
from danvan.publishing import services, sheets

pytestmark = pytest.mark.django_db
BY = Actor("user:p", "Chuyên viên", "T1")


@pytest.fixture
def edition(place):  # noqa: F811
    """Prepare the quarter of a province in which two communes have standing values."""
    for unit in (place.commune, place.other):
        valuing.record(
            unit=unit,
            period=sending.PERIOD,
            code="TCD01",
            amount=Decimal(27),
            provenance="entered",
            by=Actor("user:c", "Chuyên viên", unit.code),
            now=sending.NOW,
        )

    def edition():
        return services.prepare(
            place=place.province,
            period=sending.PERIOD,
            title="Quý I",
            by=BY,
            now=sending.NOW,
        )

    return edition


def printed(edition, unit):
    return edition.figures.get(unit=unit, code="TCD01").printed


def test_the_signed_line_of_an_approved_sheet_is_published(
    place,  # noqa: F811
    edition,
):
    sending.approved(place.commune, amount=12)

    assert printed(edition(), place.commune) == "10"


@pytest.mark.parametrize("made", [sending.opened, sending.signed, sending.sent])
def test_a_sheet_nobody_approved_is_named_before_the_edition_is(
    place,  # noqa: F811
    edition,
    made,
):
    made(place.commune)
    sending.approved(place.other, by=sending.OTHER, amount=12)
    found = edition()

    assert printed(found, place.commune) == "25"
    assert sheets.unapproved(found) == [place.commune.name]


def test_a_line_left_empty_in_an_approved_sheet_publishes_nothing(
    place,  # noqa: F811
    edition,
):
    row = sending.opened(place.commune)
    lines = [
        replace(one, amount=None, note="Mất sổ") if one.code == "TCD01" else one
        for one in sending.lines(12)
    ]
    said = {"by": sending.COMMUNE, "now": sending.NOW}
    row = submitting.sign(submission=row, lines=lines, **said)
    row = submitting.send(submission=row, **said)
    submitting.approve(submission=row, by=sending.PROVINCE, now=sending.NOW)
    found = edition()

    assert not found.figures.filter(unit=place.commune, code="TCD01").exists()
    assert printed(found, place.other) == "25"
