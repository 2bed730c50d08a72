"""The parts of a backup that need no site: lists, keys, retention, schedule, cures."""

import datetime
import errno
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from danvan.host import backup, manage, restore
from danvan.host.backups import (
    book,
    checks,
    keys,
    manifest,
)
from danvan.host.backups import folder as folders
from danvan.host.failure import HostError
from danvan.host.server import refuse_half_restored

NOW = datetime.datetime(2026, 7, 1, 22, 0, tzinfo=datetime.UTC)
SECRETS = {name: f"{name:0<64}" for name in keys.NEEDED}


@pytest.fixture
def data(tmp_path: Path, settings) -> Path:
    """A data directory with keys and one stored file, and no database of its own."""
    made = tmp_path / "data"
    for folder in ("secrets", "files"):
        (made / folder).mkdir(parents=True)
    for name, text in SECRETS.items():
        (made / "secrets" / name).write_text(text)
    (made / "files" / "a-file").write_bytes(b"handwriting")
    (made / "files" / "b-file.part").write_bytes(b"not whole yet")
    settings.DATA_DIR = made
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def take(data: Path, folder: Path, *, day: int = 0) -> Path:
    now = NOW + datetime.timedelta(days=day)
    return backup.take(
        data, folder, cluster=None, now=now, clock=lambda: now, told=lambda text: None
    )


def look_through(place: Path, data: Path, secrets: Path | None = None) -> restore.Found:
    return restore.look_through(place, data, secrets=secrets, told=lambda text: None)


def test_files_alone_are_copied_listed_and_given_back(data: Path, folder: Path):
    place = take(data, folder)
    other = data.with_name("other")
    keys.write(data.with_name("keys.json"), SECRETS, at="now")

    found = look_through(place, other, data.with_name("keys.json"))
    restore.restore(found, other, replace=False, now=NOW, told=lambda text: None)

    assert place.name == "danvan-20260701-220000"
    assert [*found.manifest.files] == ["files/a-file"]
    assert (other / "files" / "a-file").read_bytes() == b"handwriting"
    assert keys.of(other) == SECRETS
    assert not (other / restore.RESTORING).exists()


def test_what_breaks_off_leaves_nothing_that_looks_whole(data: Path, folder: Path):
    def full(copying: backup.Copying) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/mnt/usb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "PARTS", (full,))
        with pytest.raises(OSError, match="No space"):
            take(data, folder)
    (folder / "danvan-20260701-210000.partial").mkdir()

    with pytest.raises(HostError, match="1 were broken off before they were whole"):
        restore.find(folder)
    with pytest.raises(HostError, match="was broken off"):
        restore.find(folder / "danvan-20260701-210000.partial")
    assert take(data, folder) == restore.find(folder)
    assert [*folder.glob("*.partial")] == []


def test_a_missing_folder_and_one_within_the_data_are_refused(data: Path, folder: Path):
    with pytest.raises(HostError, match="Is the disk plugged in"):
        take(data, folder / "usb")
    with pytest.raises(HostError, match="lies within what is copied"):
        take(data, data / "files")


def test_a_disk_too_small_is_told_before_anything_is_written(
    data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    few = shutil._ntuple_diskusage(100, 90, 10)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: few)

    with pytest.raises(HostError, match=r"needs 64\.0 MiB, .* has 0\.0 MiB free"):
        take(data, folder)
    assert [*folder.glob("danvan-*")] == []


def test_two_backups_do_not_write_at_once(data: Path, folder: Path):
    with folders.held(folder), pytest.raises(HostError, match="Another backup is"):
        take(data, folder)


def test_the_oldest_go_and_the_newest_stays(data: Path, folder: Path):
    made = [take(data, folder, day=day) for day in range(4)]

    assert folders.prune(folder, made[-1], keep=2) == made[:2]
    assert folders.prune(folder, made[-1], keep=0) == [made[2]]
    assert made[-1].exists()


def test_another_sites_backups_and_broken_ones_are_left_alone(data: Path, folder: Path):
    theirs = take(data, folder)
    (folder / "danvan-20260702-broken").mkdir()
    (data / "secrets" / "journal").write_text("another site's")
    ours = [take(data, folder, day=day) for day in (1, 2)]

    assert folders.prune(folder, ours[-1], keep=1) == ours[:1]
    assert theirs.exists()


def test_no_key_lies_in_a_backup(data: Path, folder: Path):
    place = take(data, folder)

    told = b"".join(p.read_bytes() for p in place.rglob("*") if p.is_file())
    assert [name for name, key in SECRETS.items() if key.encode() in told] == []


def test_the_keys_are_not_written_beside_the_backups(data: Path, folder: Path):
    with pytest.raises(CommandError, match="beside the backups it opens"):
        call_command("backup", folder, secrets=folder / "keys.json", files_only=True)
    call_command("backup", secrets=data.with_name("keys.json"))

    assert keys.read(data.with_name("keys.json")) == SECRETS
    assert data.with_name("keys.json").stat().st_mode & 0o777 == 0o600
    assert book.SECRETS in book.read(data)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda secrets: secrets.pop("receipt"), r"lack \['receipt'\].* code opens"),
        (lambda secrets: secrets.update(journal="x"), r"another site: \['journal'\]"),
    ],
)
def test_keys_that_are_not_these_are_told_with_what_is_lost(spoil, said: str):
    held = dict(SECRETS)
    spoil(held)

    with pytest.raises(HostError, match=said):
        keys.check(held, keys.marks(SECRETS), Path("/keys"))


def test_a_mark_tells_nothing_of_a_password_that_can_be_read_out():
    assert {*keys.marks(SECRETS | {"demonstration": "abcd"})} == {*keys.NEEDED}


def test_another_files_of_keys_is_not_overwritten(data: Path):
    file = data.with_name("keys.json")
    keys.write(file, SECRETS | {"journal": "another"}, at="now")

    with pytest.raises(HostError, match="holds other secrets"):
        keys.write(file, SECRETS, at="now")
    file.write_text("{")
    with pytest.raises(HostError, match="is not a file of secrets"):
        keys.read(file)


def relist(place: Path, **changes: object) -> None:
    told = json.loads((place / manifest.LIST).read_text()) | changes
    text = json.dumps(told).encode()
    (place / manifest.LIST).write_bytes(text)
    (place / manifest.SUM).write_text(f"{hashlib.sha256(text).hexdigest()}  x\n")


def test_a_list_made_without_the_key_is_refused(data: Path, folder: Path):
    place = take(data, folder)
    (place / "files" / "a-file").unlink()
    relist(place, files={})

    assert checks.whole(place, None, lambda text: None)
    with pytest.raises(HostError, match="seal of its list does not hold"):
        look_through(place, data)


@pytest.mark.parametrize(
    "changes",
    [{"schema": "danvan.backup/2"}, {"files": {"../x": [1, "a"]}}, {"more": 1}],
)
def test_a_list_that_is_not_understood_is_refused(data: Path, folder: Path, changes):
    place = take(data, folder)
    relist(place, **changes)

    with pytest.raises(HostError, match="not the list of a backup this release reads"):
        manifest.read(place)


@pytest.mark.parametrize("name", [manifest.LIST, manifest.SUM])
def test_a_backup_without_its_list_is_none(data: Path, folder: Path, name: str):
    place = take(data, folder)
    (place / name).unlink()

    with pytest.raises(HostError, match=f"is no whole backup: {name} is missing"):
        manifest.read(place)


def test_what_stands_is_moved_aside_only_when_asked_and_kept(data: Path, folder: Path):
    found = look_through(take(data, folder), data)
    (data / "files" / "a-file").write_bytes(b"what stands")

    def give_back(*, replace: bool) -> Path | None:
        return restore.restore(
            found, data, replace=replace, now=NOW, told=lambda text: None
        )

    with pytest.raises(HostError, match=r"is not empty: files.*--replace"):
        give_back(replace=False)
    aside = give_back(replace=True)

    assert aside
    assert (aside / "files" / "a-file").read_bytes() == b"what stands"
    assert (data / "files" / "a-file").read_bytes() == b"handwriting"


def test_a_site_with_another_database_is_told_who_backs_it_up(data: Path, folder: Path):
    with pytest.raises(CommandError, match=r"pg_basebackup.*--files-only"):
        call_command("backup", folder)
    call_command("backup", folder, files_only=True)

    assert manifest.read(restore.find(folder)).kind == manifest.FILES


def test_no_server_starts_on_what_is_half_restored(tmp_path: Path):
    refuse_half_restored(tmp_path)
    (tmp_path / restore.RESTORING).mkdir()

    with pytest.raises(HostError, match=r"was broken off\. Run it once more"):
        refuse_half_restored(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "data"),
    [
        (["restore", "X", "--data", "/new"], "/new"),
        (["restore", "--data=/new", "X"], "/new"),
        (["restore", "X"], "/known"),
        (["migrate", "--data", "/new"], "/known"),
    ],
)
def test_root_steps_down_for_the_data_that_restore_names(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], data: str
):
    monkeypatch.setenv("DANVAN_DATA", "/known")

    assert manage._data(arguments) == Path(data)
