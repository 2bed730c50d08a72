"""A copied database held against its list; what is told of the disk and of the time."""

import errno
import hashlib
import json
from pathlib import Path

import pytest

from danvan.host.backups import copies, cures, database
from danvan.host.failure import HostError


@pytest.fixture
def postgres(tmp_path: Path) -> Path:
    """A copy of a database, as small as its list."""
    made = tmp_path / "postgres"
    (made / "base" / "5").mkdir(parents=True)
    (made / "base" / "5" / "16384").write_bytes(b"rows")
    sums = hashlib.sha256(b"rows").hexdigest()
    told = {"Files": [{"Path": "base/5/16384", "Size": 4, "Checksum": sums}]}
    (made / database.THEIR_LIST).write_text(json.dumps(told | {"WAL-Ranges": []}))
    return made


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda file: None, []),
        (lambda file: file.unlink(), ["postgres/base/5/16384 is missing"]),
        (lambda file: file.write_bytes(b"rowz"), ["postgres/base/5/16384 was changed"]),
        (
            lambda file: file.write_bytes(b"row"),
            ["postgres/base/5/16384 has 3 bytes instead of 4"],
        ),
        (
            lambda file: file.with_name("1").touch(),
            ["postgres/base/5/1 does not belong to the copy"],
        ),
    ],
)
def test_a_database_is_held_against_postgresqls_own_list(
    postgres: Path, spoil, fault: list[str]
):
    spoil(postgres / "base" / "5" / "16384")
    progress = copies.Progress(lambda text: None, "Checked", 4)

    assert [*database.faults(postgres, postgres, None, progress)] == fault


def test_postgresqls_list_itself_must_be_whole(postgres: Path):
    (postgres / database.THEIR_LIST).write_text('{"Files": [')

    with pytest.raises(HostError, match="PostgreSQL's list, cannot be read"):
        database.listed(postgres)
    entry = {"Encoded-Path": "base/ố".encode().hex(), "Size": 0}
    (postgres / database.THEIR_LIST).write_text(json.dumps({"Files": [entry]}))
    assert [*database.listed(postgres)] == ["base/ố"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.ENOENT, 99])
def test_an_error_of_the_disk_names_the_place_and_a_cure(number: int):
    said = str(cures.explained(OSError(number, "what it said", "/mnt/usb")))

    assert said.startswith("/mnt/usb: what it said. ")
    assert len(said) > 40


def test_progress_is_told_every_few_seconds_and_never_as_done(
    monkeypatch: pytest.MonkeyPatch,
):
    said: list[str] = []
    progress = copies.Progress(said.append, "Files", 10)
    monkeypatch.setattr(copies, "QUIET_SECONDS", -1.0)

    for _ in range(10):
        progress.add(1)

    assert said[0] == "Files: 10 %"
    assert said[-1] == "Files: 99 %"
