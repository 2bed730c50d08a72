"""Every step of the courses has a form, a service, a paper and a line in the journal."""

from dataclasses import replace

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework.courses import Course, State, Step, kind_of, transitions
from danvan.core.casework.workflow import Kind
from danvan.journal.models import Entry
from danvan.papers.templates import templates
from danvan.petitions import doing, onward, paper_facts, selectors
from danvan.petitions.models import KINDS, Channel, Forwarder, Petition
from danvan.petitions.step_forms import FORMS
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import (
    COMPLAINT,
    FEEDBACK,
    register,
    walk,
)

pytestmark = pytest.mark.urls("danvan.config.urls_office")

# Steps that no form of the case page takes, each with where it is taken instead.
ELSEWHERE = {
    Step.RECEIVE: "services.register, by the form of a new letter",
    Step.RECLASSIFY: "screening.classify, on the panel of the six axes",
    Step.JOIN: "linking.join, where two letters stand side by side",
    Step.SEPARATE: "linking.separate, beside the link it undoes",
}
FORWARDED = {
    "channel": Channel.FORWARDED,
    "forwarder": Forwarder.DEPUTY,
    "forwarded_by": "Đoàn đại biểu Quốc hội mẫu",
}
# What each of the four asks for, from which state, and where it leads.
ROWS = [
    ("explain", {"reply": "Đã giải quyết năm 2025."}, (), State.GUIDED),
    (
        "return",
        {"to_name": "Đoàn đại biểu Quốc hội mẫu", "reply": "Trả nơi chuyển."},
        (),
        State.RETURNED,
    ),
    ("demand", {"to_name": "UBND xã Mẫu", "note": "Quá hạn"}, (), State.DEMANDED),
    (
        "inform",
        {"to_name": "Đoàn đại biểu mẫu", "note": "Đã giải quyết", "document": "9/UB"},
        ("accept", "assign", "conclude", "answer"),
        State.ANSWERED,
    ),
]


def ordinary():
    return [course for course in Course if kind_of(course) in KINDS]


def test_every_step_of_an_ordinary_course_has_its_form_and_its_service():
    steps = {line.step for course in ordinary() for line in transitions(course)}

    assert steps == set(doing.SERVICES) | set(ELSEWHERE)
    assert set(doing.SERVICES) == selectors.HANDLED == set(FORMS)
    assert not set(ELSEWHERE) & set(FORMS)


def screened(town, **changes):
    letter = replace(COMPLAINT, **(FORWARDED | changes))
    return walk(register(town, letter), town, "screen")


@pytest.mark.parametrize(("verb", "words", "before", "state"), ROWS)
def test_a_clerk_takes_the_step_on_the_page_of_the_case(
    sign_in, town, verb, words, before, state
):
    petition = walk(screened(town), town, *before)
    client = sign_in(Role.RECEPTION_HEAD, Role.UNIT_LEADER)
    page = f"/petitions/{petition.pk}/"
    assert f'name="{verb}-version"' in text(client.get(page))
    sent = {f"{verb}-{name}": value for name, value in words.items()}
    sent[f"{verb}-version"] = petition.version

    assert client.post(f"{page}{verb}/", sent).status_code == 302

    petition.refresh_from_db()
    step = petition.steps.last()
    assert (petition.state, step.verb) == (state, verb)
    assert Entry.objects.filter(action=f"petition.{verb}").count() == 1


@pytest.mark.parametrize(("verb", "words", "before", "state"), ROWS)
def test_the_step_prints_the_paper_that_its_line_names(
    town, leader, verb, words, before, state
):
    petition = walk(screened(town), town, *before)
    doing.SERVICES[Step(verb)](
        petition=petition.pk,
        version=petition.version,
        by=leader.actor(town.committee.pk),
        now=timezone.now(),
        **words,
    )
    case = selectors.case(leader, petition.pk)
    line = next(
        line for line in transitions(Course.COMPLAINT_FIRST) if line.step == verb
    )

    offered = paper_facts.offered(case, None, timezone.localdate())
    assert set(line.papers) <= set(offered)
    assert set(line.papers) <= set(templates())
    told = paper_facts.facts(case, None, timezone.localdate())
    expected = words.get("reply") or words.get("note")
    if verb != "demand":
        assert expected in told["text"]
    if verb in {"demand", "inform"}:
        assert told["body"] == words["to_name"]


@pytest.mark.parametrize(("verb", "words", "before", "state"), ROWS)
def test_one_without_the_right_is_refused(sign_in, town, verb, words, before, state):
    petition = walk(screened(town), town, *before)
    client = sign_in(Role.AUDITOR)
    sent = {f"{verb}-{name}": value for name, value in words.items()}
    sent[f"{verb}-version"] = petition.version

    assert client.post(f"/petitions/{petition.pk}/{verb}/", sent).status_code in {
        *(403, 404),
    }
    petition.refresh_from_db()
    assert petition.state != state or verb == "inform"
    assert petition.steps.last().verb != verb


def test_what_nobody_forwarded_goes_back_to_nobody(town, leader):
    plain = walk(register(town, COMPLAINT), town, "screen")
    open_to = {way.step for way in selectors.open_ways(plain)}

    assert Step.RETURN not in open_to
    assert {Step.EXPLAIN, Step.DEMAND} <= open_to
    done = walk(plain, town, "accept", "assign", "conclude", "answer")
    assert Step.INFORM not in {way.step for way in selectors.open_ways(done)}


@pytest.mark.parametrize(
    ("letter", "reason"), [(COMPLAINT, "final_decision"), (FEEDBACK, "already_guided")]
)
def test_an_explanation_says_why_nothing_more_is_done(town, leader, letter, reason):
    petition = walk(register(town, letter), town, "screen")

    onward.explain(
        reply="Đã giải quyết.",
        petition=petition.pk,
        version=petition.version,
        by=leader.actor(town.committee.pk),
        now=timezone.now(),
    )

    petition = Petition.objects.get(pk=petition.pk)
    assert petition.steps.last().reasons == [reason]
    assert petition.due is None
    assert Kind(petition.kind) is letter.kind
