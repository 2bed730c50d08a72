"""Papers about a petition: what they are begun with, from the case to the number."""

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework import complexity
from danvan.papers.models import Paper
from danvan.papers.templates import fact_names, templates
from danvan.petitions import paper_facts, selectors
from danvan.petitions.models import Petition
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_classify import classify
from danvan.petitions.tests.test_services import COMPLAINT, register, walk
from danvan.readers import docx

pytestmark = pytest.mark.urls("danvan.config.urls_office")


def facts(petition, viewer):
    case = selectors.case(viewer, petition.pk)
    said = selectors.classification(petition)
    return paper_facts.facts(case, said, timezone.localdate())


def test_a_letter_is_classified_routed_and_answered_on_a_numbered_paper(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town, COMPLAINT)
    case = f"/petitions/{petition.pk}/"
    client.post(
        f"{case}classify/",
        {
            "version": petition.version,
            "parts": ["complaint"],
            "competence": "other",
            "against": "department_head",
            "progress": "new",
            "people": "1",
        },
    )
    petition.refresh_from_db()
    code = "XLD_03"
    assert f"{case}papers/{code}/" in text(client.get(f"{case}route/"))
    made = client.post(
        f"{case}papers/{code}/",
        {"subject": "Thu hồi đất", "body": "Giám đốc sở", "signed_by": "head"},
    )
    client.post(
        f"{case}route/",
        {
            "version": petition.version,
            "branch": "complaint_elsewhere",
            "reply": "Gửi đến Sở",
        },
    )

    told = docx.read(client.get(f"{made.url}docx/").content, "").text
    assert petition.number in told
    assert "Giám đốc sở" in told
    day = timezone.localdate()
    number = {"number": "7", "date_day": day.day, "date_month": day.month}
    client.post(f"{made.url}number/", number | {"date_year": day.year})

    petition.refresh_from_db()
    assert petition.state == "guided"
    assert "07/UBND-VP" in text(client.get(case))
    assert Paper.objects.get().owner == petition.record


def test_every_fact_is_one_that_templates_know(clerk, town):
    petition = register(town, COMPLAINT)
    classify(petition, competence="other")

    known = {ask.code for found in templates().values() for ask in found.asks}
    assert set(facts(petition, clerk)) <= fact_names() | known


def test_a_decision_names_the_rights_that_are_left_by_the_law_of_its_day(clerk, town):
    petition = register(town, COMPLAINT)
    classify(petition, instance=1, against="commune_chair")

    told = facts(petition, clerk)["remedy"]

    assert "Chủ tịch Ủy ban nhân dân cấp tỉnh" in told
    assert "khởi kiện" in told


def test_an_anonymous_sender_is_named_nowhere(clerk, town):
    petition = register(town)
    Petition.objects.filter(pk=petition.pk).update(
        anonymous=True, name="", phone="", address="", on_behalf_of=""
    )

    told = facts(petition, clerk)

    assert told["sender_or"] == "người gửi đơn"
    assert told["address"] == "không ghi"


def test_papers_offered_are_those_of_the_way_and_of_where_the_case_stands(clerk, town):
    petition = register(town, COMPLAINT)
    classify(petition)
    case = selectors.case(clerk, petition.pk)

    codes = paper_facts.offered(
        case, selectors.classification(petition), timezone.localdate()
    )

    assert codes[:2] == ["TCD_03", "TCD_10"]
    assert "TCD_02" in codes
    assert len(codes) == len(set(codes))


def test_a_stranger_makes_no_paper(sign_in, town):
    client = sign_in(Role.PETITION_CLERK, unit=town.stranger)
    petition = register(town)

    assert client.get(f"/petitions/{petition.pk}/papers/TCD_02/").status_code == 404


@pytest.mark.parametrize("code", ["TCD_16", "NOTHING"])
def test_there_is_no_page_for_a_paper_without_a_template(sign_in, town, code):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)

    assert client.get(f"/petitions/{petition.pk}/papers/{code}/").status_code == 404


def test_an_extended_term_is_told_on_paper_with_its_criteria_and_its_new_day(
    sign_in, town
):
    petition = walk(register(town, COMPLAINT), town, "screen", "accept")
    petition.refresh_from_db()
    before, page = petition.due, f"/petitions/{petition.pk}/"
    client = sign_in(Role.UNIT_LEADER, Role.PETITION_CLERK)
    assert "Kéo dài thời hạn" in text(client.get(page))
    sent = {
        "determine-version": petition.version,
        "determine-criteria": ["b", "c"],
        "determine-document": "12/XĐ-UBND",
    }
    assert client.post(f"{page}determine/", sent).status_code == 302
    petition.refresh_from_db()
    assert petition.due > before

    assert f"{page}papers/KEO_DAI/" in text(client.get(page))
    asked = client.get(f"{page}papers/KEO_DAI/").context["form"]
    sent = {name: asked[name].value() or "" for name in asked.fields}
    made = client.post(
        f"{page}papers/KEO_DAI/", sent | {"subject": "Thu hồi đất", "signed_by": "head"}
    )
    told = docx.read(client.get(f"{made.url}docx/").content, "").text

    assert f"{petition.due:%d/%m/%Y}" in told
    assert "Kéo dài" in told or "kéo dài" in told
    assert petition.steps.last().determination.criteria == ["b", "c"]
    for letter in "bc":
        assert complexity.labels()[complexity.Criterion(letter)]["vi"] in told


def test_feedback_has_no_term_that_the_law_lets_one_extend(town, leader):
    petition = walk(register(town), town, "screen", "accept")

    assert "determine" not in {way.step for way in selectors.open_ways(petition)}
