"""What the tables take and what they refuse."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.core.casework import workflow
from danvan.petitions.models import Deadline, Petition, Reply, Step

D = datetime.date
HASH = "0" * 64


@pytest.fixture
def row(town):
    """Insert a petition with what a test changes in it."""

    def insert(**changes):
        fields = {
            "number": "DV26-2222-2222-K",
            "kind": "feedback",
            "channel": "counter",
            "state": "received",
            "unit": town.committee,
            "received_at": timezone.now(),
            "received_on": D(2026, 11, 20),
            "what": "x",
            "idempotency_key": uuid.uuid4(),
            "code_hash": HASH,
        }
        with transaction.atomic():
            return Petition.objects.create(**(fields | changes))

    return insert


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "complaint", "decision_received": D(2026, 1, 1)},
        {"anonymous": True},
        {"what": "x" * 20_000},
        {"state": "closed"},
        {"state": "answered", "due": D(2026, 12, 1)},
    ],
)
def test_rows_that_are_taken(row, changes):
    assert row(**changes).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "gossip"},
        {"channel": "telepathy"},
        {"state": "lost"},
        {"number": "DV26-2222-2222"},
        {"number": "DV26-AAAA-2222-K"},
        {"what": ""},
        {"what": "x" * 20_001},
        {"request": "x" * 20_001},
        {"code_hash": ""},
        {"code_hash": "X" * 64},
        {"anonymous": True, "name": "Người mẫu"},
        {"anonymous": True, "phone": "0"},
        {"anonymous": True, "on_behalf_of": "Người mẫu"},
        {"state": "closed", "due": D(2026, 12, 1)},
        {"kind": "denunciation"},
    ],
)
def test_rows_that_are_refused(row, changes):
    with pytest.raises(IntegrityError):
        row(**changes)


def test_numbers_and_keys_are_there_once(row):
    key = uuid.uuid4()
    row(idempotency_key=key)

    with pytest.raises(IntegrityError):
        row()
    with pytest.raises(IntegrityError):
        row(number="DV26-2222-2223-G", idempotency_key=key)


def test_nothing_is_its_own_origin(row):
    petition = row()
    with pytest.raises(IntegrityError):
        Petition.objects.filter(pk=petition.pk).update(origin=petition)


def step(petition, **changes):
    fields = {
        "petition": petition,
        "seq": 1,
        "verb": "receive",
        "from_state": "",
        "to_state": "received",
        "at": timezone.now(),
        "on": D(2026, 11, 20),
        "actor_id": "system",
        "actor_label": "system",
    }
    with transaction.atomic():
        return Step.objects.create(**(fields | changes))


LATER = {"seq": 2, "from_state": "screened"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {**LATER, "verb": "file", "to_state": "filed", "reasons": ["unclear"]},
        {**LATER, "verb": "transfer", "to_state": "transferred", "to_name": "Sở Y tế"},
    ],
)
def test_steps_that_are_taken(row, changes):
    assert step(row(), **changes).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 2},
        {"from_state": "screened"},
        {**LATER, "verb": "receive"},
        {**LATER, "seq": 1, "verb": "accept", "to_state": "accepted"},
        {**LATER, "verb": "accept", "to_state": "lost"},
        {**LATER, "verb": "file", "to_state": "filed"},
        {**LATER, "verb": "transfer", "to_state": "transferred"},
        {"note": "x" * 20_001},
    ],
)
def test_steps_that_are_refused(row, changes):
    with pytest.raises(IntegrityError):
        step(row(), **changes)


def test_a_place_in_the_course_is_taken_once(row):
    petition = row()
    step(petition)
    with pytest.raises(IntegrityError):
        step(petition)


def term(petition, **changes):
    fields = {
        "petition": petition,
        "code": "DL-KNPA-01",
        "start": D(2026, 11, 20),
        "due": D(2026, 12, 4),
        "sentence_vi": "x",
        "sentence_en": "x",
        "act": "x",
    }
    with transaction.atomic():
        return Deadline.objects.create(**(fields | changes))


ENDED = {"ended_on": D(2026, 11, 23), "outcome": "met"}


def test_terms_follow_one_another(row):
    petition = row()
    term(petition, **ENDED)
    assert term(petition, code="DL-KN-01").pk


@pytest.mark.parametrize(
    "changes",
    [
        {"due": D(2026, 11, 20)},
        {"ended_on": D(2026, 11, 23)},
        {"outcome": "met"},
        {**ENDED, "outcome": "lost"},
    ],
)
def test_terms_that_are_refused(row, changes):
    with pytest.raises(IntegrityError):
        term(row(), **changes)


def test_several_terms_run_but_none_twice_at_once(row):
    petition = row()
    term(petition, **ENDED)
    term(petition)
    assert term(petition, code="DL-KN-01").pk
    with pytest.raises(IntegrityError):
        term(petition)


def test_a_subject_is_of_its_kind(row):
    for kind, subject in (("feedback", "dismissal"), ("complaint", "regulation")):
        with pytest.raises(IntegrityError), transaction.atomic():
            row(kind=kind, subject=subject)


@pytest.mark.parametrize("text", ["", "x" * 20_001])
def test_a_reply_says_something(row, text):
    petition = row()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(petition=petition, step=step(petition), text=text)


def test_the_law_of_the_database_knows_every_code_of_core():
    choices = dict(Petition._meta.get_field("state").choices)
    assert set(choices) == set(workflow.State)
    assert set(dict(Step._meta.get_field("verb").choices)) == set(workflow.Step)
