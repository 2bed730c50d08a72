"""Likely duplicates: who finds what, by what, and what the journal keeps of it."""

import dataclasses
import datetime
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework.workflow import Kind
from danvan.journal.models import Entry
from danvan.petitions import duplicates, leaving, public, resemblance
from danvan.petitions.duplicates import By, Question, TooMany
from danvan.petitions.likeness import Similarity
from danvan.petitions.models import Channel, Petition
from danvan.petitions.resemblance import Said
from danvan.petitions.services import Letter
from danvan.petitions.tests.conftest import draft, viewer
from danvan.petitions.tests.test_services import CLERK, register
from danvan.vault import services as vault
from danvan.vault.services import NewCase

NOW = timezone.now()
TEXT = (
    "Bờ kè rạch Cái Sơn trước nhà số 12 bị sạt lở mười hai mét, trẻ em đi học"
    " bằng xuồng qua khúc sông này mỗi sáng rất nguy hiểm."
)
ALIKE = TEXT.replace("mười hai mét", "khoảng chục mét").replace("mỗi sáng ", "")
LETTER = Letter(
    Kind.FEEDBACK,
    Channel.COUNTER,
    what=TEXT,
    name="Người mẫu 1",
    phone="0900 000 001",
    place="Ấp Mẫu",
)


def ask(unit, what="Chuyện khác hẳn", looker=None, now=NOW, **said):
    question = {k: said.pop(k) for k in ("field", "open_case") if k in said}
    return duplicates.look_up(
        Question(said=Said(what, **said), unit=unit, **question),
        viewer=looker or viewer(unit, Role.PETITION_CLERK),
        now=now,
        today=timezone.localdate(now),
    )


def found(likely):
    return {one.petition.pk: set(one.by) for one in likely}


def test_a_letter_of_the_same_content_is_found_and_another_is_not(town):
    first = register(town, LETTER)
    register(town, dataclasses.replace(LETTER, what="Đèn đường hẻm 7 hỏng ba bóng cũ"))

    (likely,) = ask(town.committee, ALIKE)

    assert likely.petition == first
    assert likely.by == {By.TEXT}
    assert 0.6 < likely.share < 1


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({"phone": "+84 900000001"}, {By.PHONE}),
        ({"name": "NGUOI MAU 1", "place": "ap mau"}, {By.PERSON, By.PLACE}),
        ({"name": "Người mẫu 1"}, None),
        ({"name": "Người khác", "place": "Ấp mẫu."}, {By.PLACE}),
        ({"phone": "0900"}, None),
        ({}, None),
    ],
)
def test_a_person_is_known_by_number_or_by_name_and_place(town, said, by):
    petition = register(town, LETTER)

    assert found(ask(town.committee, **said)) == ({petition.pk: by} if by else {})


def test_a_place_counts_where_the_field_is_the_same(town):
    petition = register(town, LETTER)
    Petition.objects.filter(pk=petition.pk).update(field="land")

    assert found(ask(town.committee, place="Ấp Mẫu", field="land"))
    assert found(ask(town.committee, place="Ấp Mẫu"))
    assert not found(ask(town.committee, place="Ấp Mẫu", field="health"))


def test_a_persons_matters_of_more_than_two_years_ago_stay_where_they_are(town):
    old = NOW - datetime.timedelta(days=25 * 31)
    register(town, LETTER, now=old)

    assert found(ask(town.committee, phone=LETTER.phone)) == {}
    assert len(found(ask(town.committee, TEXT))) == 1


def test_another_units_letters_are_not_found(town):
    register(town, LETTER, unit=town.stranger)

    assert ask(town.committee, TEXT, phone=LETTER.phone) == []


@pytest.fixture
def provincial(town):
    """An open case at the province, and its letter's twin in a commune."""
    register(town, LETTER)
    return register(town, LETTER, unit=town.province)


def test_a_provincial_reception_officer_finds_other_units_letters(town, provincial):
    officer = viewer(town.province, Role.RECEPTION_OFFICER)

    (likely,) = ask(town.province, TEXT, officer, open_case=provincial)

    assert likely.petition.unit == town.committee
    line = Entry.objects.get(action="petition.look-up")
    assert line.changes["scope"] == [None, "province"]


@pytest.mark.parametrize("role", [Role.PETITION_CLERK, Role.UNIT_LEADER])
def test_nobody_else_at_the_province_does(town, provincial, role):
    looker = viewer(town.province, role)

    assert ask(town.province, TEXT, looker, open_case=provincial) == []


def test_nor_does_that_officer_outside_an_open_case(town, provincial):
    officer = viewer(town.province, Role.RECEPTION_OFFICER)
    assert found(ask(town.province, TEXT, officer)) == {
        provincial.pk: {By.TEXT}
    }  # only the province's own

    Petition.objects.filter(pk=provincial.pk).update(state="closed", due=None)
    provincial.refresh_from_db()
    assert ask(town.province, TEXT, officer, open_case=provincial) == []


def test_a_communes_reception_officer_looks_in_no_other_unit(town):
    register(town, LETTER, unit=town.stranger)
    own = register(town, LETTER)
    officer = viewer(town.committee, Role.RECEPTION_OFFICER)

    assert ask(town.committee, TEXT, officer, open_case=own) == []


def test_the_journal_keeps_codes_alone(town):
    register(town, LETTER)
    ask(town.committee, TEXT, name=LETTER.name, phone=LETTER.phone, place="Ấp Mẫu")

    line = Entry.objects.get(action="petition.look-up")
    assert line.record == f"orgs.unit:{town.committee.code}"
    assert line.changes == {"scope": [None, "unit"], "found": [None, "1"]}


def test_who_leafs_through_people_is_stopped_for_an_hour(town):
    looker = viewer(town.committee, Role.PETITION_CLERK)
    for _ in range(duplicates.MOST_ASKED):
        ask(town.committee, looker=looker)

    with pytest.raises(TooMany):
        ask(town.committee, looker=looker)
    later = NOW + duplicates.PER
    assert ask(town.committee, looker=looker, now=later) == []
    assert (
        duplicates.forget(now=later + 2 * duplicates.PER) == duplicates.MOST_ASKED + 1
    )


def test_the_portals_intake_is_found_like_the_counters(town, as_role):
    as_role("danvan_portal")
    public.submit(draft(what=TEXT), idempotency_key=uuid.uuid4())
    as_role("NONE")

    assert len(ask(town.committee, ALIKE)) == 1
    (kept,) = Similarity.objects.all()
    assert len(kept.keys) == 80


def test_the_same_letter_sent_twice_keeps_one_row(town):
    key = uuid.uuid4()
    for _ in range(2):
        public.submit(draft(what=TEXT), idempotency_key=key)

    assert Similarity.objects.count() == 1


def test_the_office_sees_the_rows_of_its_units_alone(town, as_role):
    register(town, LETTER)
    register(town, LETTER, unit=town.stranger)
    as_role("danvan_office")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('danvan.scope', '', true)")
        cursor.execute(
            "SELECT set_config('danvan.petition_units', %s, true)",
            [str(town.committee.pk)],
        )

    assert [s.unit_id for s in Similarity.objects.all()] == [town.committee.pk]
    assert len(ask(town.committee, TEXT)) == 1
    with (
        pytest.raises(DatabaseError, match="other units"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT petitions_alike('{1}', true, 9)")


def test_what_is_missing_or_old_is_read_again(town):
    one, other = register(town, LETTER), register(town, LETTER)
    Similarity.objects.filter(petition=one).delete()
    Similarity.objects.filter(petition=other).update(recipe="old", words="", keys=[])

    assert resemblance.refill() == 2
    assert resemblance.refill() == 0
    assert resemblance.refill(every=True) == 2
    assert len(ask(town.committee, ALIKE)) == 2


def test_few_words_are_alike_by_chance_and_find_nothing(town):
    register(town, dataclasses.replace(LETTER, what="Cống hỏng", phone=""))

    assert ask(town.committee, "Cống hỏng") == []


def test_of_a_letter_that_left_for_the_vault_nothing_is_found(town, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    petition = register(town, LETTER)

    leaving.hand_to_vault(
        petition=petition.pk,
        version=1,
        by=CLERK,
        now=NOW,
        receiver=town.committee,
        on_paper=True,
    )

    assert not Similarity.objects.exists()
    assert ask(town.committee, TEXT, phone=LETTER.phone, place="Ấp Mẫu") == []


def test_a_sealed_case_was_never_there_to_be_found(town):
    case = NewCase(
        receiver=town.committee.code,
        received_on=timezone.localdate(),
        deadline=timezone.localdate() + datetime.timedelta(days=9),
        idempotency_key=uuid.uuid4(),
        code_hash="0" * 64,
    )
    vault.register_paper(case=case, by=CLERK)

    assert not Similarity.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname IN"
            " ('petitions_alike', 'petitions_marked', 'petitions_resemble')"
        )
        assert not any("vault" in source for (source,) in cursor.fetchall())


def test_a_look_up_costs_the_same_however_much_there_is(
    town, django_assert_num_queries
):
    looker = viewer(town.committee, Role.PETITION_CLERK)
    question = Question(Said(TEXT, phone=LETTER.phone, place="Ấp Mẫu"), town.committee)
    for count in (1, 4):
        for _ in range(count):
            register(town, LETTER)
        with django_assert_num_queries(3):
            duplicates.find(question, viewer=looker, today=timezone.localdate())
