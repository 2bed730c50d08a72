"""The panel page by page: for whom it opens, what it says, who comes second."""

import uuid

import pytest

from danvan.accounts.rights import Role
from danvan.core.casework.workflow import Kind, State
from danvan.petitions import screening
from danvan.petitions.classification import Classification
from danvan.petitions.models import Link, Petition
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_classify import BY, classify, mixed_letter, turn
from danvan.petitions.tests.test_services import COMPLAINT, register

pytestmark = pytest.mark.urls("danvan.config.urls_office")


@pytest.fixture
def mixed(town):
    return mixed_letter(town)


def fields(petition, **changes):
    said = {
        "version": petition.version,
        "parts": [petition.kind],
        "competence": "own",
        "progress": "new",
        "people": 1,
    }
    return said | changes


def address(petition, page):
    return f"/petitions/{petition.pk}/{page}/"


def test_a_clerk_classifies_and_takes_the_way_page_by_page(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town, COMPLAINT)

    page = text(client.get(address(petition, "classify")))
    assert "Điều 6" in page
    assert "Luật Khiếu nại" in page
    answer = client.post(
        address(petition, "classify"),
        fields(petition, competence="other", against="department_head", instance="1"),
    )
    assert answer.url == address(petition, "route")
    page = text(client.get(answer.url))
    assert "Giám đốc sở" in page
    petition.refresh_from_db()
    assert petition.state == State.SCREENED  # nothing was decided yet

    client.post(
        answer.url,
        {
            "version": petition.version,
            "branch": "complaint_elsewhere",
            "reply": "Gửi Sở",
        },
    )

    petition.refresh_from_db()
    assert petition.state == State.GUIDED


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"parts": []}, "Hãy đánh dấu"),
        ({"competence": ""}, "Hãy cho biết"),
        ({"people": 0}, "1"),
        ({"parts": ["other", "feedback"]}, "đứng riêng"),
        ({"against": "department_head"}, "Giám đốc sở"),
    ],
)
def test_the_panel_says_what_does_not_fit(sign_in, town, said, message):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)

    answer = client.post(address(petition, "classify"), fields(petition, **said))

    assert answer.status_code == 422
    assert message in text(answer)
    assert not Classification.objects.exists()


def test_a_denunciation_goes_to_the_page_by_which_it_leaves(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)

    answer = client.post(
        address(petition, "classify"),
        fields(petition, parts=["feedback", "denunciation"]),
    )

    assert answer.url == address(petition, "leave")
    assert not Classification.objects.exists()


def test_who_comes_second_is_told(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)
    said = fields(petition)
    classify(petition)

    answer = client.post(address(petition, "classify"), said, follow=True)

    assert "đồng nghiệp" in text(answer).lower()
    assert Classification.objects.get().actor_label == BY.label


def test_a_stranger_sees_no_panel(sign_in, town):
    client = sign_in(Role.PETITION_CLERK, unit=town.stranger)
    petition = register(town)

    for page in ("classify", "route", "part"):
        assert client.get(address(petition, page)).status_code == 404


def test_a_part_is_opened_from_its_page(sign_in, mixed):
    client = sign_in(Role.PETITION_CLERK)
    mixed.refresh_from_db()
    assert "vụ việc" in text(client.get(address(mixed, "route")))

    client.post(
        address(mixed, "part"),
        {"version": mixed.version, "kind": "feedback", "what": "Cống bị nghẹt"},
    )

    assert Link.objects.get().of == mixed
    assert client.get(address(mixed, "part")).status_code == 404


def test_the_pages_stay_within_their_queries(
    sign_in, town, django_assert_max_num_queries
):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town, COMPLAINT)
    client.get(address(petition, "classify"))

    with django_assert_max_num_queries(16):
        client.get(address(petition, "classify"))
    classify(petition, competence="other")
    with django_assert_max_num_queries(18):
        client.get(address(petition, "route"))


def test_a_double_key_makes_one_part(mixed):
    said = turn(mixed)
    screening.open_part(kind=Kind.FEEDBACK, what="Cống", **said)

    assert Petition.objects.filter(links__of=mixed).count() == 1
    assert uuid.UUID(str(mixed.pk))
