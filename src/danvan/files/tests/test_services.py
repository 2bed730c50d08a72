"""Taking, recording and sweeping files."""

import datetime
import hashlib
import os
import stat
import uuid

import pytest
from django.db import ProgrammingError, connection

from danvan.core.actor import PUBLIC, Actor
from danvan.files import services, storage
from danvan.files.models import StoredFile
from danvan.files.tests import samples
from danvan.files.verdict import Refused

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
CLERK = Actor(id="user:1", label="Clerk", unit_code="92")
OWNER = "petitions.petition:1b4e28ba-2fa1-11d2-883f-0016d3cca427"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def taken(name="đơn.pdf", data=None):
    return services.take(data=data or samples.pdf(), name=name, by=PUBLIC)


def test_a_taken_file_lies_on_disk_for_nobody_else(folder):
    file = taken()

    path = storage.path_of(file.id)
    assert path.read_bytes() == samples.pdf()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [p.name for p in folder.iterdir()] == [str(file.id)]


def test_what_is_told_of_a_file_is_true_of_the_copy():
    file = services.take(data=samples.heic(), name="IMG.HEIC", by=PUBLIC)

    kept = storage.path_of(file.id).read_bytes()
    assert file.name == "IMG.jpg"
    assert (file.content_type, file.pages) == ("image/jpeg", None)
    assert file.size == len(kept)
    assert file.sha256 == hashlib.sha256(kept).hexdigest()


def test_a_refused_file_leaves_nothing(folder):
    with pytest.raises(Refused):
        taken(data=samples.EXE)

    assert not folder.exists()


def test_a_full_disk_leaves_nothing(folder, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken()

    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_a_recorded_file_belongs_to_its_owner():
    stored = services.record(taken=taken(), owner=OWNER, by=CLERK)

    stored.refresh_from_db()
    assert (stored.owner, stored.name, stored.pages) == (OWNER, "đơn.pdf", 1)
    assert stored.created


@pytest.mark.django_db
def test_a_row_can_be_made_in_sql_as_the_public_process_does():
    file_id = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO files_storedfile"
            " (id, owner, name, content_type, size, sha256, pages)"
            " VALUES (%s, %s, 'a.pdf', 'application/pdf', 3, %s, NULL)",
            [file_id, OWNER, "ab" * 32],
        )

    assert StoredFile.objects.get(pk=file_id).created


@pytest.mark.django_db
def test_the_sweep_removes_old_files_without_a_row_and_no_others(folder):
    owned, orphan, fresh = taken(), taken(), taken()
    services.record(taken=owned, owner=OWNER, by=CLERK)
    half = folder / f"{uuid.uuid4()}.part"
    half.write_bytes(b"half")
    foreign = folder / "README"
    foreign.write_bytes(b"not ours")
    old = (NOW - services.GRACE).timestamp() - 1
    for path in (storage.path_of(owned.id), storage.path_of(orphan.id), half, foreign):
        os.utime(path, (old, old))
    new = NOW.timestamp()
    os.utime(storage.path_of(fresh.id), (new, new))

    assert services.sweep(NOW) == 2

    left = {path.name for path in folder.iterdir()}
    assert left == {str(owned.id), str(fresh.id), "README"}


@pytest.mark.django_db
def test_the_public_process_reads_no_list_of_files():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_portal")

    with pytest.raises(ProgrammingError, match="permission denied"):
        StoredFile.objects.first()
