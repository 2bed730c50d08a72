"""Writing lines: where they go, what they hold, who may write them."""

import contextlib
import threading

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from psycopg.types.json import Jsonb

from danvan.core.actor import PUBLIC, Actor, system
from danvan.journal import services
from danvan.journal.models import Chain, Entry
from danvan.journal.services import CHANGED, NotForTheJournal, prepare, write
from danvan.journal.verify import verify

CLERK = Actor(id="user:1", label="Cán bộ xử lý đơn", unit_code="U1")
RECORD = "petitions.petition:1"


def append(line):
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_append(%s)", [Jsonb(line)])


@pytest.fixture
def as_role(db):
    """Act under another role of the database, as the running processes do."""

    def become(role):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")

    yield become
    become("NONE")


@pytest.mark.django_db
def test_a_line_says_who_did_what_to_which_record():
    write(by=CLERK, action="assign", record=RECORD, changes={"state": ("a", "b")})

    entry = Entry.objects.get()
    assert (entry.chain, entry.seq, entry.actor_id) == ("U1", 1, "user:1")
    assert (entry.action, entry.record) == ("assign", RECORD)
    assert entry.changes == {"state": ["a", "b"]}


@pytest.mark.django_db
def test_each_unit_has_a_chain_of_its_own():
    for unit in ("U1", "U2", "U1"):
        write(by=system(unit), action="a", record=RECORD)

    assert list(Chain.objects.order_by("code").values_list("code", "seq")) == [
        ("U1", 2),
        ("U2", 1),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("sealed", "chain"), [(False, "portal"), (True, "vault:U1")])
def test_the_public_process_writes_into_its_own_chain_or_a_sealed_one(
    settings, sealed, chain
):
    settings.PROCESS = "portal"

    write(by=CLERK, action="a", record=RECORD, sealed=sealed)

    assert Entry.objects.get().chain == chain


@pytest.mark.django_db
def test_sealed_cases_have_a_chain_of_their_own_that_leaves_no_gap():
    for sealed in (False, True, False, True):
        write(by=CLERK, action="a", record=RECORD, sealed=sealed)

    places = Entry.objects.order_by("pk").values_list("chain", "seq")
    assert list(places) == [("U1", 1), ("vault:U1", 1), ("U1", 2), ("vault:U1", 2)]
    assert (verify().chains, verify().lines, verify().breaks) == (2, 4, ())


@pytest.mark.django_db
def test_personal_text_never_reaches_any_column():
    canary = "Canary Nguyễn Thị Hoa 0912345678"
    for wrong in (
        {"changes": {"name": (None, canary)}},
        {"changes": {canary: CHANGED}},
        {"why": canary},
        {"record": canary},
        {"action": canary},
    ):
        line = {"by": CLERK, "action": "a", "record": RECORD} | wrong
        with pytest.raises(NotForTheJournal), transaction.atomic():
            write(**line)
    write(by=CLERK, action="a", record=RECORD, changes={"name": CHANGED})

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, '') FROM journal_entry e")
        (stored,) = cursor.fetchone()
    assert "changed" in stored
    assert not any(word in stored for word in canary.split())


@pytest.mark.django_db
def test_a_line_vanishes_with_the_transaction_that_wrote_it():
    with transaction.atomic():
        write(by=CLERK, action="a", record=RECORD)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()
    assert verify().breaks == ()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_done_without_its_line_even_if_the_error_is_swallowed():
    with transaction.atomic():
        write(by=CLERK, action="a", record=RECORD)
        with contextlib.suppress(NotForTheJournal):
            write(by=CLERK, action="b", record=RECORD, why="Nguyễn Văn A")

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_prepared_line_is_appended_by_the_database():
    line = prepare(by=PUBLIC, action="petitions.submit", record=RECORD)

    append(line)

    assert Entry.objects.get().hmac == line["hmac"]
    assert verify().breaks == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": 9},
        {"previous": "0" * 64},
        {"at": "2020-01-01T00:00:00+00:00"},
        {"chain": "U2"},
    ],
)
def test_a_line_that_does_not_follow_the_head_is_refused(wrong):
    write(by=CLERK, action="a", record=RECORD)
    line = prepare(by=CLERK, action="b", record=RECORD) | wrong

    with pytest.raises(DatabaseError), transaction.atomic():
        append(line)

    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_line_cannot_be_prepared_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        prepare(by=CLERK, action="a", record=RECORD)


def test_the_public_role_appends_to_its_own_chain_only(as_role):
    as_role("danvan_portal")
    write(by=PUBLIC, action="a", record=RECORD)
    with pytest.raises(ProgrammingError, match="may not write"), transaction.atomic():
        write(by=CLERK, action="a", record=RECORD)

    as_role("NONE")
    assert [e.chain for e in Entry.objects.all()] == ["portal"]


def test_the_public_role_writes_of_a_sealed_case_that_it_came_and_no_more(
    as_role, settings
):
    settings.PROCESS = "portal"
    as_role("danvan_portal")
    write(by=CLERK, action="vault.receive", record="vault.case:1", sealed=True)
    with pytest.raises(ProgrammingError, match="may not write"), transaction.atomic():
        write(by=CLERK, action="vault.unseal", record="vault.case:1", sealed=True)

    as_role("NONE")
    assert [e.chain for e in Entry.objects.all()] == ["vault:U1"]


def test_the_public_role_cannot_read_the_journal(as_role):
    as_role("danvan_portal")

    for model in (Entry, Chain):
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            model.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal_chain VALUES ('x', 1, '')",
        "UPDATE journal_chain SET seq = 0",
        "DELETE FROM journal_chain",
        "UPDATE journal_entry SET why = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "INSERT INTO journal_entry SELECT * FROM journal_entry",
        "ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only",
    ],
)
def test_the_office_role_has_no_way_around_the_functions(as_role, statement):
    write(by=CLERK, action="a", record=RECORD)
    as_role("danvan_office")
    write(by=CLERK, action="b", record=RECORD)

    with (
        pytest.raises(ProgrammingError, match=r"denied|owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET why = 'x'",
        "UPDATE journal_entry SET why = 'x' WHERE false",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
    ],
)
def test_the_database_refuses_even_its_owner(statement):
    write(by=CLERK, action="a", record=RECORD)

    with (
        pytest.raises(ProgrammingError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.get().why == ""


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_chain_stand_in_line():
    """Both begin before either is done: without the lock both would be line 1."""
    ready = threading.Barrier(2)

    def work():
        try:
            with transaction.atomic():
                ready.wait(timeout=30)
                for _ in range(20):
                    write(by=CLERK, action="a", record=RECORD)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [
        *range(1, 41)
    ]
    assert verify().breaks == ()


@pytest.mark.django_db
def test_writing_costs_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        services.write(by=CLERK, action="a", record=RECORD)
