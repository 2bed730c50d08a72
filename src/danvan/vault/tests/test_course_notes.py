"""Notes typed with the steps of a sealed case: sealed, and read with the story."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.journal.models import Entry
from danvan.vault import services, unit_keys
from danvan.vault.errors import Refused
from danvan.vault.models import SealedStep
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import TOLD
from danvan.vault.tests.intake_of import working_days
from danvan.vault.tests.test_course import NOTE, accept, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _calendar():
    working_days()


def test_a_note_is_sealed_and_read_with_the_story_alone(vault, case):
    take(vault, case, "screen", note=NOTE, ask=vault.ask(case, "one"))

    with scoped(user_id="", units=[vault.commune.pk]):
        kept = SealedStep.objects.get(step="screen")
    assert NOTE.encode() not in bytes(kept.note)
    assert kept.facts == {}
    before = Entry.objects.filter(action="vault.unseal").count()
    found = services.unseal(ask=vault.ask(case, "one"), now=timezone.now())
    assert [note.text for note in found.notes] == [NOTE]
    assert found.fields == {"what": TOLD}
    assert Entry.objects.filter(action="vault.unseal").count() == before + 1


def test_without_the_story_open_nothing_is_typed(vault, case):
    with pytest.raises(Refused, match="open_first"):
        take(vault, case, "screen", note=NOTE)


def test_a_new_epoch_carries_the_notes(vault, case):
    take(vault, case, "screen", note=NOTE, ask=vault.ask(case, "one"))
    unit_keys.begin_rotation(
        unit=vault.commune,
        holders=[vault.users["two"], vault.users["three"]],
        by=vault.by(),
        now=timezone.now(),
    )
    unit_keys.rewrap(
        unit=vault.commune,
        opener=unit_keys.by_holding(vault.keys["two"]),
        by=vault.by("two"),
        now=timezone.now(),
    )
    vault.assign(case, "two")

    found = services.unseal(ask=vault.ask(case, "two"), now=timezone.now())
    assert [note.text for note in found.notes] == [NOTE]


def test_the_database_takes_no_note_without_its_key(vault, case):
    accept(vault, case)
    with scoped(user_id="", units=[vault.commune.pk]):
        step = SealedStep.objects.filter(case=case).last()
        step.pk, step.seq, step.note = uuid.uuid4(), 99, b"x"
        with pytest.raises(IntegrityError), transaction.atomic():
            step.save(force_insert=True)
