"""Lists in a report: units with recognised models; and last year on today's map."""

import datetime
import uuid

import pytest
from django.urls import reverse

from danvan.accounts.rights import Role
from danvan.core.calendar import periods
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange
from danvan.publishing import draft_facts, draft_models
from danvan.publishing.models import Draft
from danvan.publishing.tests.conftest import NOW
from danvan.publishing.tests.drafting_world import YEAR
from danvan.publishing.tests.drafting_world import say as state
from danvan.registers.models import Entry, Source

HALF, HALF_BEFORE = periods.by_key("g2026-6m"), periods.by_key("g2025-6m")
MODELS = {
    "block": "all",
    "registered": "4",
    "recognised": "3",
    "economy": "2",
    "culture_society": "1",
    "note": "Tuyến phố không rác.",
}


def line(unit, day=datetime.date(2026, 5, 20), **values):
    return Entry.objects.create(
        kind=draft_models.BOOK,
        unit=unit,
        day=day,
        values={**MODELS, **values},
        key=uuid.uuid4(),
        source=Source.FORM,
        actor_label="Chuyên viên",
        made_at=NOW,
        digest=uuid.uuid4().hex,
    )


@pytest.fixture
def department(place):
    return Unit.objects.create(
        code="P1.SNV",
        name="Sở Nội vụ",
        level=Level.PROVINCE,
        kind=Kind.DEPARTMENT,
        parent=place.province,
    )


def test_units_with_recognised_models_are_listed_with_their_fields(place):
    line(place.commune)
    line(place.other, recognised="0", economy="0", culture_society="0")

    found = draft_models.recognised(place.province, YEAR)

    assert found == (
        f"{place.commune.name}: lĩnh vực kinh tế, văn hóa - xã hội; Tuyến phố không rác",
    )


def test_lines_of_one_block_and_of_other_years_are_not_listed(place):
    line(place.commune, block="front")
    line(place.other, day=datetime.date(2024, 5, 20))

    assert draft_models.recognised(place.province, YEAR) == ()


def test_a_report_begun_on_the_page_lists_them(place, department, client_of):
    line(place.commune)
    client = client_of(Role.PROVINCIAL_COMPILER, department)

    client.post(
        reverse("publishing:draft-new", args=["a-government"]),
        {"period": YEAR.key, "unit": place.province.pk},
    )

    texts = Draft.objects.get().paragraphs.filter(kind="item")
    assert texts.filter(text__contains="Tuyến phố không rác").exists()


def merged(place, amounts):
    """The commune took two others over between the two half-years."""
    for n, amount in enumerate(amounts):
        old = Unit.objects.create(
            code=f"OLD{n}",
            name=f"Xã cũ {n}",
            level=Level.COMMUNE,
            kind=Kind.TERRITORY,
            parent=place.province,
            valid_to=datetime.date(2025, 6, 30),
        )
        UnitChange.objects.create(
            kind=ChangeKind.MERGE,
            on=datetime.date(2025, 7, 1),
            from_unit=old,
            to_unit=place.commune,
            share=1,
            decision="1668/NQ-UBTVQH15",
        )
        if amount is not None:
            state(old, "TCD01", amount, HALF_BEFORE)
    place.commune.valid_from = datetime.date(2025, 7, 1)
    place.commune.save()
    state(place.commune, "TCD01", "100", HALF)
    return draft_facts.known(place.commune, HALF, ["TCD01"]).facts["TCD01"].before


def test_last_year_of_a_merged_unit_is_what_it_was_made_of(place):
    before = merged(place, ("30", "50"))

    assert (before.amount, before.on_map) == (80, True)
    assert before.apart == ""


def test_last_year_is_not_compared_where_a_former_unit_had_no_figure(place):
    before = merged(place, ("30", None))

    assert before.apart == draft_facts.APART
    assert not before.on_map
