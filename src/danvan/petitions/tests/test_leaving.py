"""A letter that turns out to be a denunciation leaves for the vault, whole."""

import datetime
import json
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from danvan.core.actor import Actor, system
from danvan.files import services as files
from danvan.files import storage
from danvan.files.models import StoredFile
from danvan.journal.models import Entry
from danvan.petitions import leaving, public, receipts, watching
from danvan.petitions.errors import WentOn
from danvan.petitions.matters import Link, Matter, Signatory
from danvan.petitions.models import Petition
from danvan.petitions.services import SomebodyWasFirst
from danvan.petitions.settlement import WatchedMatter
from danvan.petitions.tests.test_services import CLERK, FEEDBACK, register, take, walk
from danvan.vault import receipts as sealed_receipts
from danvan.vault import services as vault
from danvan.vault.errors import NotFounded
from danvan.vault.models import SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import _quick_passphrases, make_vault  # noqa: F401

NOW = timezone.now()
LONG_AGO = NOW - datetime.timedelta(days=40)
CANARY = "Cống hỏng"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def letter(town, **changes):
    taken = files.take(data=b"Chuyen canary", name="don.txt", by=CLERK)
    return register(town, FEEDBACK, now=LONG_AGO, attachments=[taken], **changes)


def hand_over(petition, receiver, *, on_paper=True, **changes):
    turn = {"petition": petition.pk, "version": petition.version, "by": CLERK}
    words = turn | {"now": NOW, "accused_units": ["KT-31117"]} | changes
    return leaving.hand_to_vault(receiver=receiver, on_paper=on_paper, **words)


def case_of(unit):
    with scoped(user_id="", units=[unit.pk]):
        return SealedCase.objects.get(receiver=unit)


def everything(without=()):
    """Every cell of every table but these, as text; only the owner can look so."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            if table not in without:
                cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')  # noqa: S608
                found += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_no_row_and_no_file_of_it_stays(town, django_capture_on_commit_callbacks):
    petition = walk(letter(town), town, "screen", "accept", "assign")
    stored = StoredFile.objects.get()
    assert storage.path_of(stored.pk).exists()

    with django_capture_on_commit_callbacks(execute=True):
        hand_over(petition, town.committee)

    left = everything(without={"journal_entry"})
    for trace in (CANARY, FEEDBACK.name, str(petition.pk), petition.number):
        assert trace not in left
    assert not storage.path_of(stored.pk).exists()


def test_what_hangs_on_it_goes_and_what_others_share_stays(town):
    petition, other = letter(town), register(town)
    alone, shared = (
        Matter.objects.create(unit=town.committee, opened_on=petition.received_on)
        for _ in range(2)
    )
    Signatory.objects.create(petition=petition, position=1, name="Người ký mẫu")
    Link.objects.create(
        petition=other, of=petition, kind="duplicate", on=other.received_on
    )

    for matter, letters in ((alone, [petition.pk]), (shared, [other.pk])):
        Petition.objects.filter(pk__in=letters).update(matter=matter)
    hand_over(petition, town.committee)

    assert not Signatory.objects.exists()
    assert not Link.objects.exists()
    assert list(Matter.objects.all()) == [shared]
    assert Petition.objects.get().pk == other.pk


def test_its_matter_leaves_the_list_of_watched_matters(town):
    petition = letter(town)
    watching.watch(
        petition=petition.pk,
        title="Vụ việc mẫu",
        grounds=["complex"],
        leader="Chủ tịch",
        next_step="Họp",
        review_on=petition.received_on,
        by=system(),
        now=NOW,
    )

    hand_over(petition, town.committee)

    assert not WatchedMatter.objects.exists()
    assert not Matter.objects.exists()


def test_day_and_number_of_receipt_stay_with_the_case(town):
    petition = letter(town)

    left = hand_over(petition, town.committee)

    case = case_of(town.committee)
    assert (case.course, case.stage, case.state) == (
        "denunciation",
        "received",
        "received",
    )
    assert case.number == left.number == petition.number
    assert case.received_on == timezone.localdate(LONG_AGO)
    assert case.deadline < timezone.localdate(NOW)
    assert case.on_paper


def test_the_citizens_number_and_code_go_on_answering(town):
    petition = letter(town)
    code = receipts.code_for(petition.idempotency_key)
    assert public.status(petition.number, code).state_code == "received"

    hand_over(petition, town.committee)

    said = sealed_status(petition.number, code)
    assert (said["number"], said["state"]) == (petition.number, "received")
    assert said["received_on"] == petition.received_on.isoformat()
    assert sealed_status(petition.number, "0" * 12) is None


def sealed_status(number, code):
    with connection.cursor() as cursor:
        kept = sealed_receipts.code_hash(number, code)
        cursor.execute("SELECT vault_status(%s, %s)", [number, kept])
        (said,) = cursor.fetchone()
    return json.loads(said) if isinstance(said, str) else said


def test_the_ordinary_journal_tells_that_it_left_and_not_why(town):
    petition = letter(town)
    hand_over(petition, town.committee)

    lines = Entry.objects.filter(record=petition.record).order_by("seq")
    assert [line.action for line in lines] == ["petition.receive", "petition.leave"]
    told = json.dumps(lines[1].changes) + lines[1].why
    for word in ("denunciation", "vault", "seal", "paper"):
        assert word not in told
    assert Entry.objects.get(action="vault.receive").record.startswith("vault.case:")


def test_its_words_are_sealed_for_the_unit_that_handles_it(town):
    house = make_vault()
    unit = house.commune
    petition = letter(town, unit=unit)
    petition = take("screen", petition, town, note="Ghi chú mật")

    hand_over(petition, unit, on_paper=False, by=house.by())

    case = case_of(unit)
    house.assign(case, "one")
    ask = Ask(
        case.pk, "story", viewer=house.viewer("one"), unlocked=house.keys["one"],
        ground="verify", reason="Xác minh theo quyết định",
    )  # fmt: skip
    story = vault.unseal(ask=ask, now=NOW)
    assert story.fields["what"] == CANARY
    assert story.fields["accused_units"] == "KT-31117"
    assert "Ghi chú mật" in story.fields["course"]
    assert CANARY not in everything()


def test_a_letter_from_another_unit_leaves_both_registers(town):
    petition = walk(letter(town), town, "screen")
    take("transfer", petition, town, to_name="UBND xã Khác", to_unit=town.stranger)
    arrived = Petition.objects.get(unit=town.stranger)

    hand_over(arrived, town.stranger, by=Actor("user:9", "Cán bộ", "UB-31118"))

    assert not Petition.objects.exists()
    assert not StoredFile.objects.exists()
    case = case_of(town.stranger)
    assert case.number == petition.number
    assert case.received_on == petition.received_on


def test_what_went_on_to_another_unit_is_handed_over_there(town):
    petition = walk(letter(town), town, "screen")
    petition = take(
        "transfer", petition, town, to_name="UBND xã Khác", to_unit=town.stranger
    )

    with pytest.raises(WentOn):
        hand_over(petition, town.committee)

    assert Petition.objects.count() == 2


def test_without_a_key_to_seal_to_nothing_leaves(town):
    petition = letter(town)

    with pytest.raises(NotFounded), transaction.atomic():
        hand_over(petition, town.committee, on_paper=False)

    assert Petition.objects.get().what == CANARY
    assert StoredFile.objects.exists()


def test_a_stale_page_hands_nothing_over(town):
    petition = letter(town)

    with pytest.raises(SomebodyWasFirst), transaction.atomic():
        hand_over(petition, town.committee, version=7)

    assert Petition.objects.exists()


@pytest.fixture
def office(town, as_role):
    """The office's process at work for somebody of one unit."""

    def become(unit):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('danvan.scope', '', false)")
            cursor.execute(
                "SELECT set_config('danvan.petition_units', %s, false)", [str(unit.pk)]
            )
        as_role("danvan_office")

    yield become
    as_role("NONE")
    with connection.cursor() as cursor:
        cursor.execute("RESET danvan.scope; RESET danvan.petition_units")


def test_the_office_hands_over_what_is_its_own(town, office, as_role):
    petition = letter(town)
    office(town.committee)

    hand_over(petition, town.committee)

    as_role("NONE")
    assert not Petition.objects.exists()


def call(petition, unit):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT petitions_hand_over(%s, %s)", [petition.pk, unit.pk])


def test_a_letter_without_a_case_in_the_vault_stays(town, office, as_role):
    petition = letter(town)
    office(town.committee)

    with pytest.raises(DatabaseError, match="no case for this letter"):
        call(petition, town.committee)


def test_a_strangers_letter_is_as_if_it_did_not_exist(town, office, as_role):
    petition = letter(town)
    office(town.stranger)

    with pytest.raises(DatabaseError, match="no petition of this unit"):
        call(petition, town.stranger)


def test_the_public_process_hands_nothing_over(town, as_role):
    petition = letter(town)
    as_role("danvan_portal")

    with pytest.raises(DatabaseError, match="permission denied"):
        call(petition, town.committee)


def unguard(petition):
    with transaction.atomic(), connection.cursor() as cursor:
        said = f"{{{petition.pk}}}"
        cursor.execute("SELECT set_config('danvan.hand_over', %s, true)", [said])
        cursor.execute("DELETE FROM petitions_step")


@pytest.mark.parametrize("role", ["danvan_office", "danvan_portal"])
def test_the_word_that_opens_the_steps_opens_them_to_the_function_alone(
    town, as_role, role
):
    petition = letter(town)
    as_role(role)

    with pytest.raises(DatabaseError, match="permission denied"):
        unguard(petition)


@pytest.mark.django_db(transaction=True)
def test_denunciations_of_before_become_paper_cases(town):
    call_command("migrate", "petitions", "0006", verbosity=0)
    try:
        number, key = receipts.new_number(2026), uuid.uuid4()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO petitions_petition (id, number, kind, channel, state,"
                " version, unit_id, received_at, received_on, due, what, request, place,"
                " decision, field, hard, anonymous, name, phone, address, on_behalf_of,"
                " idempotency_key, code_hash, language, synthetic, folded)"
                " VALUES (%s, %s, 'denunciation', 'counter', 'received', 1, %s, %s, %s,"
                " %s, '', '', '', '', '', false, false, '', '', '', '', %s, '', 'vi',"
                " false, '')",
                [
                    uuid.uuid4(), number, town.committee.pk, LONG_AGO,
                    LONG_AGO.date(), LONG_AGO.date(), key,
                ],
            )  # fmt: skip
    finally:
        call_command("migrate", verbosity=0)  # also the rooms that stand on this one

    assert not Petition.objects.exists()
    case = case_of(town.committee)
    assert (case.number, case.on_paper, case.code_hash) == (number, True, "")
    assert case.received_on == case.deadline == LONG_AGO.date()
