"""What a province prints and writes of itself is its total, not its office's count."""

from decimal import Decimal

import pytest

from danvan.core.actor import system
from danvan.core.drafting.outline import outlines
from danvan.indicators import valuing
from danvan.publishing import draft_facts, drafting, services
from danvan.publishing.tests.conftest import APPROVER, NOW, QUARTER, mark
from danvan.publishing.tests.drafting_world import BEFORE, YEAR

CODE = "TCD01"


def record(unit, amount, provenance, period=QUARTER, origin=""):
    return valuing.record(
        unit=unit,
        period=period,
        code=CODE,
        amount=Decimal(amount),
        provenance=provenance,
        origin=origin,
        by=system(unit.code),
        now=NOW,
    )


@pytest.fixture(params=[0, 3])
def own(request):
    """What the office of the province counted of itself."""
    return request.param


def communes_say(place, period):
    record(place.commune, 20, "counted", period)
    record(place.other, 40, "counted", period)


def printed(place):
    edition = services.prepare(
        place=place.province, period=QUARTER, title="Q", by=APPROVER, now=NOW
    )
    return edition.figures.get(unit=place.province, code=CODE)


def test_an_edition_prints_the_sum_of_a_province_and_not_what_its_office_counted(
    place, own
):
    record(place.province, own, "counted")
    communes_say(place, QUARTER)

    found = printed(place)

    assert abs(found.amount - (60 + own)) < 5
    assert found.value is None


def test_an_edition_prints_what_a_report_printed_of_the_province(place, own, report):
    record(place.province, own, "counted")
    communes_say(place, QUARTER)
    value = record(place.province, 102, "reported", origin=str(report.pk))
    mark(place)

    found = printed(place)

    assert (found.amount, found.value_id, found.kind) == (102, value.pk, "printed")


def test_a_report_is_written_from_what_a_province_comes_to(place, own):
    for period in (YEAR, BEFORE):
        record(place.province, own, "counted", period)
        communes_say(place, period)

    known = draft_facts.known(place.province, YEAR, [CODE])

    assert known.facts[CODE].amount == 60 + own
    assert known.facts[CODE].before.amount == 60 + own
    assert known.values[CODE] is None


def test_a_report_is_written_from_what_was_printed_of_a_province(place, own):
    record(place.province, own, "counted", YEAR)
    communes_say(place, YEAR)
    value = record(place.province, 100, "imported", YEAR, origin="x")

    known = draft_facts.known(place.province, YEAR, [CODE])
    draft = drafting.start(
        unit=place.province,
        outline=outlines()["a-government"],
        period=YEAR,
        by=APPROVER,
        now=NOW,
    )

    assert known.facts[CODE].amount == 100
    assert known.values[CODE] == value
    assert "100 lượt" in "\n".join(draft.paragraphs.values_list("text", flat=True))


def test_a_province_takes_as_many_queries_however_many_communes(
    place, django_assert_max_num_queries
):
    communes_say(place, YEAR)

    with django_assert_max_num_queries(14):
        draft_facts.known(place.province, YEAR, [CODE, "HS05"])
