"""What the public may do, done under the database role of the portal."""

import dataclasses
import datetime
import json
import threading
import traceback
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from danvan.core.actor import PUBLIC
from danvan.core.casework import number as numbers
from danvan.files.models import StoredFile
from danvan.journal.models import Entry
from danvan.journal.verify import verify
from danvan.petitions import public, receipts
from danvan.petitions.models import Petition, Reply, Step, WrongTry
from danvan.petitions.public import (
    Attachment,
    NotInOrder,
    NotStored,
    Throttled,
)
from danvan.petitions.tests.conftest import draft

KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def portal(town, as_role, settings):
    """Everything below happens as the public process."""
    settings.PROCESS = "portal"
    as_role("danvan_portal")
    return as_role


def test_a_citizen_sends_and_reads_where_it_stands(portal):
    receipt = public.submit(draft(), idempotency_key=KEY)

    said = public.status(
        receipt.number.lower(), f" {receipt.code[:4]} {receipt.code[4:]}"
    )

    assert numbers.normalise(receipt.number) == receipt.number
    assert receipt.code.isdigit()
    assert len(receipt.code) == 12
    assert receipt.unit_name == "UBND phường Mẫu"
    assert receipt.received == timezone.localdate()
    assert receipt.reply_by > receipt.received
    assert "10 ngày làm việc" in receipt.explanation["vi"]
    assert said == public.Status(
        number=receipt.number,
        state_code="received",
        unit_name="UBND phường Mẫu",
        received=receipt.received,
        reply_by=receipt.reply_by,
        explanation=receipt.explanation,
        steps=(public.StatusStep("received", receipt.received),),
        answer=None,
    )


def test_an_intake_is_stored_whole(portal):
    file = Attachment(uuid.uuid4(), "anh.jpg", "image/jpeg", 3, "0" * 64, None)
    receipt = public.submit(
        draft(attachments=(file,), what=" Đường HÒA bình "), idempotency_key=KEY
    )

    portal("NONE")
    petition = Petition.objects.get(number=receipt.number)
    assert (petition.state, petition.channel, petition.version) == (
        "received",
        "online",
        1,
    )
    assert petition.what == "Đường HÒA bình"
    assert "duong hoa binh" in petition.folded
    assert petition.due == receipt.reply_by
    told, beside = petition.deadlines.all()
    assert told.sentence_vi == receipt.explanation["vi"]
    assert beside.code == "DL-XLD-01"
    assert told.trace
    assert beside.trace
    step = petition.steps.get()
    assert (step.verb, step.actor_id) == ("receive", "public")
    assert StoredFile.objects.get(pk=file.id).owner == petition.record
    assert receipt.code not in json.dumps(list(Petition.objects.values()), default=str)


def test_the_journal_knows_codes_and_no_words(portal):
    public.submit(draft(), idempotency_key=KEY)

    portal("NONE")
    entry = Entry.objects.get()
    assert (entry.chain, entry.action) == ("portal", "petition.receive")
    assert entry.changes["unit"] == [None, "UB-31117"]
    assert "Người dân" not in json.dumps(entry.changes, ensure_ascii=False)
    assert not verify().breaks


def test_the_same_key_again_is_the_same_receipt_and_writes_nothing(portal):
    first = public.submit(draft(), idempotency_key=KEY)
    again = public.submit(draft(what="Viết lại"), idempotency_key=KEY)

    assert again == first
    portal("NONE")
    assert (
        Petition.objects.count() == Step.objects.count() == Entry.objects.count() == 1
    )


def test_two_keys_are_two_petitions_with_codes_of_their_own(portal):
    first = public.submit(draft(), idempotency_key=KEY)
    second = public.submit(draft(), idempotency_key=uuid.uuid4())

    assert first.number != second.number
    assert first.code != second.code
    assert public.status(first.number, second.code) is None


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_petition(request):
    request.getfixturevalue("town")
    gate, got = threading.Barrier(4), []

    def click():
        try:
            gate.wait(timeout=10)
            got.append(public.submit(draft(), idempotency_key=KEY))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(got) == 4
    assert len(set(map(str, got))) == 1
    assert (
        Petition.objects.count() == Step.objects.count() == Entry.objects.count() == 1
    )


@pytest.mark.parametrize(
    "table", ["petition", "step", "deadline", "assignment", "reply", "wrongtry"]
)
@pytest.mark.parametrize(
    "sql", ["SELECT * FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_the_portal_can_touch_no_table(portal, table, sql):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(f"petitions_{table}"))


@pytest.mark.parametrize("function", ["petitions_course", "petitions_receipt"])
def test_the_portal_cannot_call_what_needs_no_code(portal, function):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {function}(%s)", [KEY])


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"what": "  "}, ("what",)),
        ({"what": "x" * 20_001}, ("what",)),
        ({"what": "a\0b"}, ("what",)),
        ({"what": "a\ud800b"}, ("what",)),
        ({"place": "x" * 301}, ("place",)),
        ({"kind": "complaint", "name": "", "address": ""}, ("name", "address")),
        ({"kind": "complaint", "anonymous": True}, ("name", "address")),
        ({"kind": "denunciation"}, ("kind",)),
        ({"unit_code": "99999"}, ("unit_code",)),
        ({"attachments": (None,) * 6}, ("attachments",)),
    ],
)
def test_what_is_not_in_order_is_named_and_not_stored(portal, changes, fields):
    with pytest.raises(NotInOrder) as caught:
        public.submit(draft(**changes), idempotency_key=KEY)

    assert caught.value.fields == fields
    portal("NONE")
    assert not Petition.objects.exists()


def test_decomposed_letters_are_composed(portal):
    public.submit(draft(what="Đường Hoà"), idempotency_key=KEY)

    portal("NONE")
    assert Petition.objects.get().what == "Đường Hoà"


def test_who_stays_anonymous_leaves_no_name_behind(portal):
    public.submit(draft(anonymous=True), idempotency_key=KEY)

    portal("NONE")
    petition = Petition.objects.get()
    assert (petition.name, petition.phone, petition.address) == ("", "", "")
    assert "nguoi dan" not in petition.folded


def test_nothing_stays_when_an_attachment_is_refused(portal):
    bad = Attachment(uuid.uuid4(), "a.pdf", "application/pdf", 3, "no hash", None)

    with pytest.raises(NotStored) as caught:
        public.submit(draft(attachments=(bad,)), idempotency_key=KEY)
    told = "".join(traceback.format_exception(caught.value))
    assert caught.value.constraint == "storedfile_hash_whole"
    assert "Đường" not in told
    assert "Người dân" not in told

    portal("NONE")
    assert not Petition.objects.exists()
    assert not Entry.objects.exists()


def test_a_number_taken_already_is_drawn_again(portal, monkeypatch):
    first = public.submit(draft(), idempotency_key=KEY)
    draws = iter([first.number, "DV26-2222-2222-K"])
    monkeypatch.setattr(receipts, "new_number", lambda year: next(draws))

    second = public.submit(draft(), idempotency_key=uuid.uuid4())

    assert second.number == "DV26-2222-2222-K"


def forged(**changes):
    """Call the intake function as a portal that somebody took over might."""
    from danvan.journal import services as journal

    today = timezone.localdate()
    petition = {
        **dataclasses.asdict(draft()),
        "id": str(uuid.uuid4()),
        "number": "DV26-2222-2222-K",
        "unit_id": None,
        "received_at": timezone.now(),
        "received_on": today,
        "idempotency_key": str(KEY),
        "code_hash": "0" * 64,
        "folded": "",
        "deadline": {
            "code": "DL-KNPA-01",
            "start": today,
            "due": today + datetime.timedelta(days=14),
            "sentence_vi": "x",
            "sentence_en": "x",
            "act": "x",
            "article": "",
        },
        **changes,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        line = journal.prepare(
            by=PUBLIC,
            action="petition.receive",
            record=f"petitions.petition:{petition['id']}",
        )
        cursor.execute(
            "SELECT petitions_intake(%s, '[]', %s)",
            [json.dumps(petition, default=str), json.dumps(line)],
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "denunciation"},
        {"kind": "complaint", "anonymous": True},
        {"kind": "complaint", "address": ""},
        {"received_at": timezone.now() - datetime.timedelta(days=9)},
        {"received_on": datetime.date(2026, 7, 1)},
        {"code_hash": ""},
        {"what": ""},
        {"number": "DV26-0000-0000-0"},
    ],
)
def test_the_database_itself_refuses_a_forged_intake(portal, town, changes):
    with pytest.raises(IntegrityError):
        forged(unit_id=town.committee.pk, **changes)

    portal("NONE")
    assert not Petition.objects.exists()


def test_an_honest_intake_passes_the_same_way(portal, town):
    forged(unit_id=town.committee.pk, state="answered", channel="post", synthetic=True)

    portal("NONE")
    petition = Petition.objects.get()
    assert (petition.state, petition.channel) == ("received", "online")
    assert not petition.synthetic


def test_ten_wrong_codes_shut_a_number_for_an_hour(portal):
    receipt = public.submit(draft(), idempotency_key=KEY)
    for _ in range(10):
        assert public.status(receipt.number, "000000000000") is None

    with pytest.raises(Throttled):
        public.status(receipt.number, receipt.code)

    portal("NONE")
    past = timezone.now() - datetime.timedelta(minutes=61)
    WrongTry.objects.update(at=past)
    portal("danvan_portal")
    assert public.status(receipt.number, receipt.code) is not None


def test_a_number_nobody_has_is_throttled_the_same(portal):
    for _ in range(10):
        assert public.status("DV26-2222-2222-K", "000000000000") is None

    with pytest.raises(Throttled):
        public.status("DV26-2222-2222-K", "000000000000")


def test_a_mistyped_number_costs_no_try(portal):
    assert public.status("DV26-2222-2222-4", "000000000000") is None
    assert public.status("", "") is None

    portal("NONE")
    assert not WrongTry.objects.exists()


def test_the_whole_country_has_a_cap_and_old_tries_are_forgotten(portal, town):
    receipt = public.submit(draft(), idempotency_key=KEY)
    portal("NONE")
    now = timezone.now()
    WrongTry.objects.bulk_create(
        WrongTry(number=f"DV26-{i}", at=now) for i in range(1200)
    )
    portal("danvan_portal")
    with pytest.raises(Throttled):
        public.status(receipt.number, receipt.code)

    portal("NONE")
    WrongTry.objects.update(at=now - datetime.timedelta(hours=2))
    portal("danvan_portal")
    assert public.status(receipt.number, "0") is None
    portal("NONE")
    assert WrongTry.objects.count() == 1


def test_the_answer_is_read_with_the_code(portal):
    receipt = public.submit(draft(), idempotency_key=KEY)
    portal("NONE")
    petition = Petition.objects.get()
    Reply.objects.create(petition=petition, step=petition.steps.get(), text="Đã khơi.")

    portal("danvan_portal")
    assert public.status(receipt.number, receipt.code).answer == "Đã khơi."


def test_places_are_offered_from_province_to_commune(portal):
    assert [p.code for p in public.units_for_place(None)] == ["92"]
    assert {p.name for p in public.units_for_place("92")} == {"Phường Mẫu", "Xã Khác"}
    assert public.units_for_place("00") == []


def test_a_place_without_a_committee_receives_itself(town):
    assert public.receiving_unit("92") == town.province


def test_the_citizen_learns_who_will_receive_it(portal):
    assert public.receiving_unit_name("31117") == "UBND phường Mẫu"
    with pytest.raises(NotInOrder):
        public.receiving_unit_name("no such place")


def test_a_complainant_learns_how_long_there_is_time(portal):
    last = public.time_to_complain(datetime.date(2026, 8, 24))

    assert last.due == datetime.date(2026, 11, 23)
    assert last.article == "Điều 9"
    assert "90 ngày" in last.sentence["vi"]
    assert public.time_to_complain(datetime.date(2011, 1, 1)) is None


def test_a_code_is_bound_to_its_number_and_its_key(settings):
    code = receipts.code_for(KEY)
    kept = receipts.code_hash("DV26-2222-2222-K", code)
    assert kept != receipts.code_hash("DV26-2222-2223-H", code)

    settings.RECEIPT_KEY = "another"
    assert receipts.code_for(KEY) != code
    assert receipts.code_hash("DV26-2222-2222-K", code) != kept


def test_other_intakes_wait_for_nothing_but_the_storing(portal):
    with CaptureQueriesContext(connection) as asked:
        public.submit(draft(), idempotency_key=KEY)

    sql = [query["sql"] for query in asked.captured_queries]
    *before, head, stored = [one for one in sql if "SAVEPOINT" not in one]
    assert len(before) == 4
    assert "journal_head" in head
    assert "petitions_intake" in stored
    assert "petitions_resemble" in stored
