"""A denunciation is routed past the accused, sealed, and acknowledged."""

import dataclasses
import datetime
import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from danvan.core.casework.conflict import Ground
from danvan.files.verdict import Refused
from danvan.orgs.models import Kind, Level, Unit
from danvan.vault import intake, receipts, routing
from danvan.vault.errors import NoReceiver
from danvan.vault.intake import Accused, Upload
from danvan.vault.models import SealedBlob
from danvan.vault.scope import scoped
from danvan.vault.tests import intake_of
from danvan.vault.tests.intake_of import KEY, LETTER, STRANGER, opened, stored, take

PLAIN = {"cursor_factory": psycopg.Cursor, "context": None}


@pytest.fixture(autouse=True)
def _online(settings):
    settings.DENUNCIATIONS_ONLINE = "sealed"


@pytest.fixture
def ready(vault):
    """Commune and province take denunciations in sealed over both channels."""
    intake_of.working_days()
    intake_of.found_province(vault)
    for unit in (vault.commune, vault.province):
        for channel in ("online", "counter"):
            intake_of.decide(unit, channel)
    return vault


def route(vault, *accused, told="", channel="online", chosen=None):
    return intake.route(
        (chosen or vault.commune).code,
        accused or (STRANGER,),
        channel=channel,
        on=timezone.localdate(),
        told=told,
    )


def letter(**changes):
    return dataclasses.replace(LETTER, **changes)


@pytest.mark.usefixtures("ready")
def test_no_statement_that_the_database_shows_or_logs_holds_a_name(vault):
    """What ran last on a line is shown to the database's owner until the next."""
    named = Accused("Người Mẫu Kín", "Trưởng phòng", "", "Nhà máy mẫu")
    told = "SELECT query FROM pg_stat_activity WHERE pid = %s"
    with psycopg.connect(**connection.get_connection_params() | PLAIN) as other:
        pid = connection.connection.info.backend_pid
        assert routing._works_here([vault.commune.code], ["nguoi mau kin"]) is False
        (shown,) = other.execute(told, [pid]).fetchone()
        other.rollback()
        route(vault, named)
        (after,) = other.execute(told, [pid]).fetchone()

    assert "vault_works_here" in shown
    assert "mau kin" not in shown + after
    # An error quotes the statement too.
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION vault_works_here(text[], text[]) RENAME TO gone")
    with (
        pytest.raises(DatabaseError, match="works_here") as broken,
        transaction.atomic(),
    ):
        routing._works_here([vault.commune.code], ["nguoi mau kin"])
    assert "mau kin" not in str(broken.value)


def test_what_was_told_is_read_by_the_receivers_holders_alone(ready):
    take(ready)

    (case,) = stored(ready.commune)
    story, _ = opened(ready, case, "story")
    identity, _ = opened(ready, case, "identity")
    assert story.fields["what"] == LETTER.what
    assert STRANGER.name in story.fields["accused"]
    assert LETTER.name not in str(story.fields)
    assert identity.fields["name"] == LETTER.name
    assert identity.fields["id_number"] == LETTER.id_number


def test_the_receipt_has_twelve_digits_a_term_and_nothing_of_the_matter(ready):
    receipt = take(ready)

    assert len(receipt.code) == 12
    assert receipt.code.isdigit()
    assert receipt.reply_by > receipt.received + datetime.timedelta(days=7)
    assert {f.name for f in dataclasses.fields(receipt)} == {
        "number", "code", "received", "reply_by",
    }  # fmt: skip


def test_the_same_key_gives_the_same_receipt_and_one_case(ready):
    assert take(ready) == take(ready, letter(what="Viết lại mẫu"))
    assert len(stored(ready.commune, ready.province)) == 1


def test_another_key_is_another_case(ready):
    first, second = take(ready), take(ready, key=uuid.uuid4())

    assert first.number != second.number
    assert first.code != second.code


def test_of_the_code_the_database_has_a_slow_hash_bound_to_its_number(ready):
    receipt = take(ready)
    (case,) = stored(ready.commune)

    assert case.code_hash == receipts.code_hash(receipt.number, receipt.code)
    assert case.code_hash != receipts.code_hash("DV26-2222-2222-K", receipt.code)
    assert case.idempotency_key != KEY
    assert (receipts.COST.memory, receipts.COST.time) == (19 * 1024, 2)


@pytest.mark.parametrize("channel", ["online", "counter"])
def test_an_accused_commune_sees_nothing_and_its_province_receives(ready, channel):
    take(
        ready, letter(accused=(Accused("Ông Mẫu", "", ready.commune.code),)),
        channel=channel,
    )  # fmt: skip

    assert stored(ready.commune) == []
    (case,) = stored(ready.province)
    story, _ = opened(ready, case, "story", "other one")
    assert ready.commune.code in story.fields["accused_units"].split()


def test_who_works_there_is_found_by_his_name_however_it_is_written(ready):
    ready.users["curious"].label = "Cán bộ Đỗ Thị Mẫu, văn phòng"
    ready.users["curious"].save()
    who = Accused("đỗ  thi MẪU", "Công chức", "", "Cơ quan mẫu khác")

    found = route(ready, who)

    assert found.unit == ready.province.code
    assert found.passed_over[0].ground == Ground.WORKS_HERE
    assert ready.commune.code in found.accused_units


@pytest.mark.parametrize(
    ("changes", "goes_up"),
    [
        ({}, False),
        ({"workplace": ""}, True),  # nobody said where he works
        ({"name": "Mẫu"}, True),  # one word is nobody's full name
        ({"post": "Post curious"}, True),  # the very post exists in the unit
        ({"workplace": "UBND đơn vị C-1"}, True),
        ({"workplace": "Đơn vị C-2"}, False),
        ({"unit_code": "C-2", "workplace": ""}, False),
    ],
)
def test_in_doubt_the_superior_receives(ready, changes, goes_up):
    who = dataclasses.replace(STRANGER, **changes)

    expected = ready.province if goes_up else ready.commune
    assert route(ready, who).unit == expected.code


def test_without_anybody_accused_it_is_not_sure(ready):
    found = intake.route("C-1", (), channel="online", on=timezone.localdate())

    assert found.unit == ready.province.code


@pytest.mark.parametrize(
    ("told", "unit"),
    [
        ("chuyện ở trường", "C-1"),
        ("đã gửi đơn vị c-1 mà không trả lời", "P-1"),
        ("ĐƠN VỊ C–1", "P-1"),
        ("chuyện ở đơn vị P-1", "C-1"),  # where it happened
        ("Chủ tịch đơn vị P-1 bao che", None),  # who did it
    ],
)
def test_a_unit_named_in_the_text_counts_as_accused(ready, told, unit):
    assert route(ready, told=told).unit == unit


def test_a_citys_abbreviation_is_its_name():
    assert routing._words("UBND TP. Cần Thơ") == "ubnd thanh pho can tho"


def test_an_accused_province_leaves_nobody_and_nothing_is_stored(ready):
    who = Accused("Ông Mẫu", "", ready.province.code)

    with pytest.raises(NoReceiver) as refused:
        take(ready, letter(accused=(who,)))

    assert "Thanh tra Chính phủ" in refused.value.above["vi"]
    assert stored(ready.commune, ready.province) == []


def test_a_unit_without_a_decision_is_passed_over(vault):
    intake_of.working_days()
    intake_of.found_province(vault)
    intake_of.decide(vault.province)

    take(vault)

    assert stored(vault.commune) == []
    assert len(stored(vault.province)) == 1


def test_a_unit_without_a_key_is_passed_over_and_without_any_it_is_guidance(vault):
    intake_of.working_days()
    intake_of.decide(vault.province)

    with pytest.raises(NoReceiver) as refused:
        take(vault)

    assert "cấp tỉnh" in refused.value.above["vi"]
    assert stored(vault.commune, vault.province) == []


def test_a_decision_that_ended_seals_no_longer(ready):
    from danvan.vault.decision import IntakeDecision

    with scoped(user_id="", units=[ready.commune.pk]):
        IntakeDecision.objects.update(valid_to=timezone.localdate())
    assert route(ready).unit == ready.commune.code
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with scoped(user_id="", units=[ready.commune.pk]):
        IntakeDecision.objects.update(valid_to=yesterday)
    assert route(ready).unit == ready.province.code


def test_with_the_installations_switch_off_nothing_is_sealed_online(ready, settings):
    settings.DENUNCIATIONS_ONLINE = "guidance"

    with pytest.raises(NoReceiver):
        take(ready)
    assert route(ready, channel="counter").mode == "sealed"


def test_over_the_counter_a_unit_without_a_vault_writes_on_paper(vault):
    intake_of.working_days()
    found = route(vault, channel="counter")
    assert (found.unit, found.mode) == (vault.commune.code, "paper")

    receipt = intake.take_on_paper(
        receiver=found.unit, received_on=timezone.localdate(), idempotency_key=KEY,
        by=vault.by(),
    )  # fmt: skip

    (case,) = stored(vault.commune)
    assert case.on_paper
    assert case.number == receipt.number
    assert case.deadline == receipt.reply_by
    with scoped(user_id="", units=[vault.commune.pk]):
        assert not SealedBlob.objects.exists()


def test_a_committee_of_its_own_receives_for_its_place(ready):
    seat = Unit.objects.create(
        code="UB-C-2", name="UBND đơn vị C-2", level=Level.COMMUNE,
        kind=Kind.PEOPLES_COMMITTEE, parent=ready.neighbour,
    )  # fmt: skip
    found = route(ready, channel="counter", chosen=ready.neighbour)
    assert found.unit == seat.code

    accused = Accused("Ông Mẫu", "", seat.code)
    found = route(ready, accused, channel="counter", chosen=ready.neighbour)
    assert found.unit == ready.province.code
    assert {seat.code, ready.neighbour.code} <= set(found.accused_units)


class TestFiles:
    """The handwriting is who wrote: originals never leave the identity compartment."""

    def test_a_file_is_identity_unless_the_sender_says_otherwise(self, ready):
        scan = Upload("đơn của Mẫu.jpg", intake_of.photo())
        take(ready, letter(identity_files=(scan,)))

        (case,) = stored(ready.commune)
        assert opened(ready, case, "story")[1] == {}
        _, files = opened(ready, case, "identity")
        assert list(files.values()) == [scan.data]

    def test_the_story_has_a_clean_copy_under_a_neutral_name(self, ready):
        sent = Upload("chụp bởi Mẫu 077.jpg", intake_of.photo())
        take(ready, letter(story_files=(sent,)))

        (case,) = stored(ready.commune)
        told, copies = opened(ready, case, "story")
        assert list(copies) == ["tep-1.jpg"]
        assert "Máy ảnh".encode() not in copies["tep-1.jpg"]
        assert "077" not in str(told)
        _, originals = opened(ready, case, "identity")
        assert list(originals.values()) == [sent.data]

    def test_a_file_the_gate_refuses_stops_everything(self, ready):
        with pytest.raises(Refused):
            take(ready, letter(identity_files=(Upload("a.exe", b"MZ"),)))

        assert stored(ready.commune, ready.province) == []


def test_the_public_process_takes_in_and_reads_nothing(ready, as_role, settings):
    settings.PROCESS = "portal"
    as_role("danvan_portal")
    receipt = take(ready)
    assert take(ready) == receipt

    for table in ("vault_sealedcase", "vault_intakedecision", "accounts_user"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - constants


@pytest.mark.parametrize("role", ["danvan_portal", "danvan_office"])
@pytest.mark.parametrize("call", ["vault_status('x', 'y')", "vault_fold('x')"])
def test_what_looks_up_is_for_the_owners_functions_alone(ready, as_role, role, call):
    as_role(role)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {call}")


def test_the_receipts_key_opens_no_other_row(ready):
    take(ready)

    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_receipt(%s)", [uuid.uuid4()])
        assert cursor.fetchone() == (None,)
    assert intake_of.count("vault_sealedcase") == 0


@pytest.mark.parametrize(
    "name", ["Đỗ Thị Mẫu", "HOÀ  bình", "Ðặng Văn Ứ", "Nguyễn-Mẫu, B."]
)
def test_the_database_folds_names_as_the_program_does(db, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_fold(%s)", [name])
        assert cursor.fetchone() == (routing._words(name),)
