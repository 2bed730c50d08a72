"""Matters of a unit that ended move on, with their origin and their clock."""

import datetime

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework.competence import SuccessorUnclear
from danvan.journal.models import Entry
from danvan.orgs.models import ChangeKind, Kind, Level, Unit, UnitChange
from danvan.papers import services as papers
from danvan.petitions import succession
from danvan.petitions.classification import Succession
from danvan.petitions.tests.conftest import text, viewer
from danvan.petitions.tests.test_services import CLERK, COMPLAINT, register, take

pytestmark = pytest.mark.urls("danvan.config.urls_office")
PAGE = "/petitions/succession/"


@pytest.fixture
def district(town):
    """A district below the province that ended; the commune took it over."""
    last = timezone.localdate() - datetime.timedelta(days=30)
    gone = Unit.objects.create(
        code="FD1",
        name="Quận Cũ",
        level=Level.DISTRICT,
        kind=Kind.TERRITORY,
        parent=town.province,
        valid_to=last,
    )
    heir(gone, town.commune)
    return gone


def heir(gone, unit):
    UnitChange.objects.create(
        kind=ChangeKind.SPLIT,
        on=gone.valid_to + datetime.timedelta(days=1),
        from_unit=gone,
        to_unit=unit,
        decision="1/NQ",
    )


@pytest.fixture
def province(town):
    return viewer(town.province, Role.UNIT_LEADER)


def move(unit, who, chosen=""):
    return succession.move(
        unit=unit, chosen=chosen, viewer=who, by=who.actor(), now=timezone.now()
    )


def test_open_matters_move_with_origin_and_clock(town, district, province):
    petition = register(town, COMPLAINT, unit=district)
    before = (petition.received_on, petition.due, petition.number)

    assert move(district, province) == 1

    petition.refresh_from_db()
    assert petition.unit == town.commune
    assert (petition.received_on, petition.due, petition.number) == before
    moved = Succession.objects.get()
    assert (moved.from_unit, moved.to_unit) == (district, town.commune)
    line = Entry.objects.get(action="petition.succeed")
    assert line.changes["unit"] == ["FD1", town.commune.code]


def test_papers_follow_and_still_name_who_issued_them(town, district, province):
    petition = register(town, COMPLAINT, unit=district)
    paper = papers.make(
        template="TCD_10",
        owner=petition.record,
        unit=district,
        values={},
        by=CLERK,
        today=timezone.localdate(),
    )

    move(district, province)

    paper.refresh_from_db()
    assert paper.unit == town.commune
    assert paper.head["issuer"] == "Ủy ban nhân dân quận Cũ"


def test_closed_matters_stay_where_they_ended(town, district, province):
    petition = register(town, unit=district)
    take("withdraw", petition, town)

    assert succession.ended(province, timezone.localdate()) == []
    assert move(district, province) == 0


def test_a_person_chooses_among_several_successors(town, district, province):
    heir(district, town.stranger)
    petition = register(town, unit=district)

    with pytest.raises(SuccessorUnclear):
        move(district, province)
    with pytest.raises(SuccessorUnclear):
        move(district, province, chosen=town.department.code)
    move(district, province, chosen=town.stranger.code)

    petition.refresh_from_db()
    assert petition.unit == town.stranger


def test_the_preview_counts_and_shows_no_letter(sign_in, town, district):
    client = sign_in(Role.UNIT_LEADER, unit=town.province)
    register(town, COMPLAINT, unit=district)

    page = text(client.get(PAGE))

    assert "Quận Cũ" in page
    assert town.commune.name in page
    assert COMPLAINT.what not in page


def test_the_page_moves_them(sign_in, town, district):
    client = sign_in(Role.UNIT_LEADER, unit=town.province)
    petition = register(town, unit=district)

    client.post(f"{PAGE}FD1/", {"successor": town.commune.code})

    petition.refresh_from_db()
    assert petition.unit == town.commune


def test_the_page_asks_for_a_choice(sign_in, town, district):
    heir(district, town.stranger)
    client = sign_in(Role.UNIT_LEADER, unit=town.province)
    register(town, unit=district)

    assert client.post(f"{PAGE}FD1/", {}).status_code == 422


@pytest.mark.parametrize("where", ["stranger", "commune"])
def test_only_whoever_stood_above_moves_them(sign_in, town, district, where):
    client = sign_in(Role.UNIT_LEADER, unit=getattr(town, where))
    petition = register(town, unit=district)

    answer = client.post(f"{PAGE}FD1/", {"successor": town.commune.code})

    assert answer.status_code == 404
    petition.refresh_from_db()
    assert petition.unit == district


def test_a_unit_that_stands_is_not_emptied(town, province):
    register(town)

    with pytest.raises(succession.NotBelow):
        move(town.committee, province)


def test_the_preview_has_a_budget(
    town, district, province, django_assert_max_num_queries
):
    register(town, unit=district)

    with django_assert_max_num_queries(10):
        succession.ended(province, timezone.localdate())


def test_whoever_is_waited_for_is_urged_and_the_letter_stays(town):
    from danvan.petitions import screening

    petition = register(town)
    for verb in ("screen", "transfer"):
        petition = take(verb, petition, town)
    turn = {"petition": petition.pk, "by": CLERK, "now": timezone.now()}

    petition = screening.remind(to_name="Sở Xây dựng", version=petition.version, **turn)
    petition = screening.note_reply(note="Đang xử lý", version=petition.version, **turn)

    assert petition.state == "transferred"
    assert [s.verb for s in petition.steps.all()][-2:] == ["remind", "reply_in"]
