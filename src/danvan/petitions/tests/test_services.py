"""The course of a petition through the office."""

import threading
import traceback
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework.workflow import Kind, State, StepNotAllowed
from danvan.files.services import Taken
from danvan.journal.models import Entry
from danvan.petitions import doing, public, services
from danvan.petitions.errors import NotHere, NotStored
from danvan.petitions.models import (
    Assignment,
    Channel,
    Deadline,
    Petition,
    Reply,
    Step,
)
from danvan.petitions.services import Letter, SomebodyWasFirst

CLERK = Actor(id="user:1", label="Cán bộ xử lý đơn", unit_code="UB-31117")
FEEDBACK = Letter(Kind.FEEDBACK, Channel.COUNTER, what="Cống hỏng", name="Người mẫu 1")
COMPLAINT = Letter(
    Kind.COMPLAINT,
    Channel.POST,
    what="Không đồng ý mức bồi thường",
    name="Người mẫu 2",
    address="Ấp Mẫu",
    decision="12/QĐ-UBND",
)
LETTERS = {Kind.FEEDBACK: FEEDBACK, Kind.COMPLAINT: COMPLAINT}
FILE = Taken(uuid.uuid4(), "don.pdf", "application/pdf", 9, "0" * 64, 1)


def register(town, letter=FEEDBACK, **changes):
    arguments = {
        "letter": letter,
        "unit": town.committee,
        "by": CLERK,
        "now": timezone.now(),
        "key": uuid.uuid4(),
    }
    return services.register(**(arguments | changes))


def take(verb, petition, town, **words):
    """Take a step with the least it needs."""
    needed = {
        "transfer": {"to_name": "Sở Xây dựng"},
        "file": {"reasons": ["unclear"]},
        "assign": {"unit": town.department},
        "conclude": {
            "result": "settled" if petition.kind == Kind.FEEDBACK else "partly",
            "agreed": True,
        },
        "suspend": {"ground": "force_majeure"},
        "terminate": {"ground": "all_withdrawn"},
    }
    petition.refresh_from_db()
    return doing.SERVICES[verb](
        petition=petition.pk,
        version=petition.version,
        by=CLERK,
        now=timezone.now(),
        **(needed.get(verb, {}) | words),
    )


def walk(petition, town, *verbs):
    for verb in verbs:
        petition = take(verb, petition, town)
    return petition


def test_a_petition_goes_its_whole_way(town):
    petition = register(town)

    walk(petition, town, "screen", "accept", "assign", "conclude")
    take("answer", petition, town, reply="Đã sửa cống.", document="15/UBND")
    take("close", petition, town)

    petition.refresh_from_db()
    assert petition.state == State.CLOSED
    assert petition.due is None
    assert [s.verb for s in petition.steps.all()] == [
        *("receive", "screen", "accept", "assign", "conclude", "answer", "close")
    ]
    assert {d.outcome for d in petition.deadlines.all()} == {"met"}
    assert Assignment.objects.get().unit == town.department
    assert Reply.objects.get().text == "Đã sửa cống."


def test_the_counter_gives_a_receipt_that_the_public_page_knows(town):
    from danvan.petitions import receipts

    key = uuid.uuid4()
    petition = register(town, key=key)

    status = public.status(petition.number, receipts.code_for(key))

    assert status.state_code == "received"
    assert status.reply_by == petition.due


def test_the_same_key_registers_once(town):
    key = uuid.uuid4()
    first, second = register(town, key=key), register(town, key=key)

    assert first.pk == second.pk
    assert Step.objects.count() == Entry.objects.count() == 1


def test_what_the_database_refuses_is_told_without_a_word_of_it(town):
    empty = Letter(Kind.FEEDBACK, Channel.COUNTER, name="Người mẫu 1")

    with pytest.raises(NotStored) as caught:
        register(town, empty)

    assert caught.value.constraint == "petition_says_something"
    assert "Người" not in "".join(traceback.format_exception(caught.value))
    assert not Petition.objects.exists()


def test_the_second_clerk_is_told_that_somebody_was_first(town):
    petition = register(town)
    seen = petition.version
    take("screen", petition, town)

    with pytest.raises(SomebodyWasFirst):
        services.screen(
            petition=petition.pk, version=seen, by=CLERK, now=timezone.now()
        )

    assert petition.steps.count() == 2


def test_a_step_out_of_turn_changes_nothing(town):
    petition = register(town)

    with pytest.raises(StepNotAllowed):
        take("answer", petition, town, reply="Vội")

    petition.refresh_from_db()
    assert (petition.state, petition.version) == (State.RECEIVED, 1)
    assert Entry.objects.count() == 1


def test_every_step_leaves_one_line_without_words(town):
    petition = register(town)
    take("screen", petition, town, note="Ghi chú riêng")
    take("answer", petition, town, reply="Câu trả lời riêng")

    lines = list(Entry.objects.order_by("seq"))
    assert [line.action for line in lines] == [
        *("petition.receive", "petition.screen", "petition.answer")
    ]
    assert {line.chain for line in lines} == {"UB-31117"}
    assert "riêng" not in str([line.changes for line in lines])
    assert lines[2].changes["reply"] == [None, "changed"]


def test_screening_may_find_that_it_is_a_complaint(town):
    petition = register(town)

    take("screen", petition, town, kind=Kind.COMPLAINT, field="land")

    petition.refresh_from_db()
    assert (petition.kind, petition.field) == ("complaint", "land")
    old, both, new = petition.deadlines.all()
    assert (old.code, old.outcome) == ("DL-KNPA-01", "replaced")
    assert (both.code, both.outcome) == ("DL-XLD-01", "met")
    assert (new.code, new.start) == ("DL-KN-01", petition.received_on)
    assert petition.due == new.due


def test_a_remote_unit_has_the_longer_term(town):
    town.committee.remote = True
    town.committee.save()
    petition = walk(register(town, COMPLAINT), town, "screen", "accept")

    assert "vùng sâu" in petition.deadlines.last().sentence_vi


def test_filing_needs_a_reason(town):
    petition = walk(register(town), town, "screen")

    with pytest.raises(ValueError, match="reason"):
        take("file", petition, town, reasons=[])


def test_a_unit_of_ours_receives_what_is_transferred_and_the_citizen_sees_it(town):
    from danvan.petitions import receipts

    key = uuid.uuid4()
    petition = walk(register(town, key=key), town, "screen")
    take("transfer", petition, town, to_name="UBND xã Khác", to_unit=town.stranger)

    there = Petition.objects.get(origin=petition)
    take("screen", there, town)
    take("answer", there, town, reply="Đã xong.")

    assert (there.unit, there.channel) == (town.stranger, Channel.FORWARDED)
    assert there.what == petition.what
    status = public.status(petition.number, receipts.code_for(key))
    assert status.number == petition.number
    assert status.state_code == "answered"
    assert status.unit_name == "UBND xã Khác"
    assert status.answer == "Đã xong."
    assert [(s.label_code, s.to) for s in status.steps] == [
        *[("received", ""), ("screened", ""), ("transferred", "UBND xã Khác")],
        *[("received", ""), ("screened", ""), ("answered", "")],
    ]


# ----- Denunciations -------------------------------------------------------


def test_a_denunciation_is_not_registered_here(town):
    with pytest.raises(NotHere):
        register(town, Letter(Kind.DENUNCIATION, Channel.COUNTER, what="x"))

    assert not Petition.objects.exists()
    assert not Entry.objects.exists()


def test_no_screening_makes_a_row_a_denunciation(town):
    petition = register(town)

    with pytest.raises(NotHere):
        take("screen", petition, town, kind=Kind.DENUNCIATION)

    petition.refresh_from_db()
    assert (petition.kind, petition.version) == (Kind.FEEDBACK, 1)


# ----- Append-only ---------------------------------------------------------


@pytest.mark.parametrize("role", ["danvan_owner", "danvan_office"])
@pytest.mark.parametrize(
    "sql", ["UPDATE petitions_step SET note = 'x'", "DELETE FROM petitions_step"]
)
def test_nobody_changes_or_deletes_a_step(town, as_role, role, sql):
    register(town)
    if role == "danvan_office":
        as_role(role)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_office_works_under_its_own_role(town, as_role):
    as_role("danvan_office")
    petition = walk(register(town), town, "screen", "answer", "close")

    assert petition.state == State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_wins(request):
    town = request.getfixturevalue("town")
    petition = register(town)
    gate, outcomes = threading.Barrier(2), []

    def clerk():
        try:
            gate.wait(timeout=10)
            services.screen(
                petition=petition.pk, version=1, by=CLERK, now=timezone.now()
            )
            outcomes.append("done")
        except SomebodyWasFirst:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["done", "late"]
    assert petition.steps.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_counter_is_one_petition(request):
    town, key = request.getfixturevalue("town"), uuid.uuid4()
    gate, made = threading.Barrier(3), []

    def click():
        try:
            gate.wait(timeout=10)
            made.append(register(town, key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(made) == 3
    assert len(set(made)) == Petition.objects.count() == Entry.objects.count() == 1


def test_a_term_that_ended_stays_on_record(town):
    petition = walk(register(town, COMPLAINT), town, "screen", "accept", "assign")
    walk(petition, town, "conclude", "answer")

    assert [d.code for d in Deadline.objects.order_by("id")] == [
        *("DL-KN-01", "DL-XLD-01", "DL-KN-02", "DL-KN-03", "DL-KN-07", "DL-KN-04")
    ]
    ended = Deadline.objects.filter(ended_on__isnull=False)
    assert [d.outcome for d in ended] == ["met"] * 4
