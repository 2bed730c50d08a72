"""A department that compiles for a place works on the place's drafts and editions."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from danvan.accounts import scope, selectors
from danvan.accounts.rights import Right, Role
from danvan.core.drafting.outline import outlines
from danvan.journal.models import Entry
from danvan.orgs.models import Kind, Level, Unit
from danvan.publishing import draft_facts, drafting, reach
from danvan.publishing.models import Draft, Edition, EditionFigure
from danvan.publishing.tests.conftest import APPROVER, LONG_AGO, NOW
from danvan.publishing.tests.drafting_world import YEAR

LATER = datetime.date(2027, 6, 1)
DRAFTS, EDITIONS = reverse("publishing:drafts"), reverse("publishing:editions")


def body(kind, parent, code):
    return Unit.objects.create(
        code=code, name=f"Nơi {code}", level=parent.level, kind=kind, parent=parent
    )


@pytest.fixture
def department(place):
    return body(Kind.DEPARTMENT, place.province, "P1.SNV")


@pytest.fixture
def draft(place):
    return drafting.start(
        unit=place.province,
        outline=outlines()["a-government"],
        period=YEAR,
        by=APPROVER,
        now=NOW,
    )


def viewer_of(user):
    return selectors.viewer_for(user, today=LONG_AGO)


def test_the_compiler_of_a_department_writes_the_reports_of_the_province(
    place, department, draft, client_of
):
    client = client_of(Role.PROVINCIAL_COMPILER, department)

    assert place.province.name in client.get(DRAFTS).text
    assert client.get(reverse("publishing:draft", args=[draft.pk])).status_code == 200
    new = reverse("publishing:draft-new", args=["a-government"])
    asked = client.get(new)
    assert asked.context["form"]["unit"].initial == place.province
    sent = client.post(new, {"period": YEAR.key, "unit": place.province.pk})

    assert sent.status_code == 302
    assert Draft.objects.filter(unit=place.province).count() == 2
    line = Entry.objects.filter(action="publishing.draft-start").latest("pk")
    assert line.chain == department.code


def test_the_situation_sheet_opens_with_the_province(place, department, client_of):
    client = client_of(Role.PROVINCIAL_COMPILER, department)

    page = client.get(reverse("publishing:situation"))

    assert page.context["situation"].unit == place.province
    assert department.name in page.text


def test_who_is_late_is_told_in_the_draft_of_the_province(place, department, people):
    def late(role):
        viewer = viewer_of(people(role, department))
        outline = outlines()["a-government"]
        return draft_facts.late(viewer, place.province, outline, YEAR, LATER)

    assert place.commune.name in late(Role.PROVINCIAL_COMPILER)
    assert late(Role.REPORT_COMPILER) == ()


def test_the_editions_of_the_province_are_seen_and_not_published(
    department, edition, client_of
):
    client = client_of(Role.PROVINCIAL_COMPILER, department)

    assert edition.title in client.get(EDITIONS).text
    page = reverse("publishing:edition", args=[edition.pk])
    assert client.get(page).status_code == 200
    asked = client.post(reverse("publishing:approve", args=[edition.pk]))
    assert asked.status_code == 403


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.REPORT_COMPILER, Kind.DEPARTMENT),
        (Role.PROVINCIAL_COMPILER, Kind.POLICE),
        (Role.PROVINCIAL_COMPILER, Kind.PEOPLES_COUNCIL),
        (Role.PROVINCIAL_COMPILER, Kind.FATHERLAND_FRONT),
    ],
)
def test_nobody_else_of_the_province_sees_them(
    place, draft, edition, people, role, kind
):
    viewer = viewer_of(people(role, body(kind, place.province, "P1.X")))

    assert not Draft.objects.visible_to(viewer)
    assert not Edition.objects.visible_to(viewer)
    assert reach.units(viewer, Right.DRAFTS_WRITE) == viewer.units(Right.DRAFTS_WRITE)


def test_a_department_of_another_province_sees_nothing(draft, edition, people):
    other = Unit.objects.create(
        code="P2", name="Tỉnh khác", level=Level.PROVINCE, kind=Kind.TERRITORY
    )
    unit = body(Kind.DEPARTMENT, other, "P2.SNV")
    viewer = viewer_of(people(Role.PROVINCIAL_COMPILER, unit))

    assert not Draft.objects.visible_to(viewer)
    assert not Edition.objects.visible_to(viewer)


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.PROVINCIAL_COMPILER, True), (Role.REPORT_COMPILER, False)],
)
def test_the_second_lock_says_the_same(department, draft, edition, people, role, seen):
    viewer = viewer_of(people(role, department))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL danvan.scope = ''")
        scope.open_for(viewer)
        cursor.execute("SET LOCAL ROLE danvan_office")
        found = (
            Draft.objects.filter(pk=draft.pk).exists(),
            draft.paragraphs.exists(),
            Edition.objects.filter(pk=edition.pk).exists(),
            EditionFigure.objects.filter(edition=edition).exists(),
        )
        changed = Edition.objects.filter(pk=edition.pk).update(title="x")
        if seen:
            with pytest.raises(DatabaseError), transaction.atomic():
                EditionFigure.objects.filter(edition=edition).update(code="TCD02")
        cursor.execute("RESET ROLE")
    scope.reset()

    assert found == (seen,) * 4
    assert changed == 0
