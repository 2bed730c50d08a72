"""D5: a backup taken while people write, given back, and held against the original.

One site with the demonstration, a sealed case, and letters with files. It is backed
up while letters come in, then once more in quiet; that copy is restored, compared
with the site row by row, and served.
"""

import dataclasses
import os
import re
import time
from functools import partial
from pathlib import Path

import pytest
from tests.drills import backup_site as site_of
from tests.drills.backup_people import Browser, Letter
from tests.drills.backup_sabotage import SABOTAGE
from tests.filled import filled

from danvan.host.testing import remove
from danvan.host.trial import Trial

STORY = "Mẫu-của-bản-sao "
# The queue of jobs and who works on it move by themselves, every few seconds.
MOVING = re.compile(r"procrastinate_")
ORDER, BACKWARDS = "0 1 2", "0 2 1"


@pytest.fixture(scope="module")
def folder():
    """A folder that the server's user reaches, gone afterwards with what runs in it."""
    made = site_of.folder_for_the_service(Path(os.environ["DANVAN_DATA"]) / "drill")
    yield made
    for data in (made / "site", made / "copy"):
        remove(data, site_of.USER)


@pytest.fixture(scope="module")
def site(folder, full, figure):
    """The site that is backed up, with its sealed case."""
    made = Trial(filled(folder / "site"))
    site_of.folder_for_the_service(folder / "backups")
    if full:
        told = site_of.program(
            made.data, "tests.drills.backup_volume", "100000", "2000"
        )
        figure("backup.petitions", told["petitions"])
    sealed = site_of.program(made.data, "tests.drills.backup_sealed", "seal", STORY)
    made.sealed = sealed["case"]
    yield made
    made.stop()


@dataclasses.dataclass
class Busy:
    """A backup during which letters came in, by the part that was about to begin."""

    path: Path
    receipts: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def busy(site, folder, figure):
    """A backup with a letter and its file before each of its parts."""
    parts = ("_anchors", "_database", "_files")
    waiting = [Letter(site.portal, f"Thư trước phần {part}") for part in parts]
    receipts = {"before": Letter(site.portal, "Thư gửi trước bản sao").send()}
    ready = {p: partial(lambda w: w, w) for p, w in zip(parts, waiting, strict=True)}
    path = taken(site, folder, ORDER, ready, receipts)
    figure("backup.during", len(parts))
    return Busy(path, receipts)


def taken(site, folder, order, letters, receipts):
    """Take a backup stepwise; before a part begins, write its letter and send it."""
    process = site_of.stepwise(site.data, folder / "backups", order)
    assert process.stdin
    assert process.stdout
    for _ in order.split():
        part = process.stdout.readline().strip()
        if part in letters:
            receipts[part] = letters[part]().send()
        process.stdin.write("\n")
        process.stdin.flush()
    told, said = process.communicate(timeout=600)
    if process.returncode:
        raise AssertionError(said)
    return Path(told.strip().splitlines()[-1])


def test_every_letter_before_the_backup_is_in_it_and_every_row_has_its_file(
    busy, site, folder, figure
):
    restored = site_of.command(
        site.data, "restore", busy.path, "--data", folder / "busy",
        "--secrets", keys_of(site, folder),
    )  # fmt: skip
    assert restored.returncode == 0, restored.stdout + restored.stderr
    with site_of.launched(folder / "busy"):
        numbers, named = (
            site_of.letters(folder / "busy"),
            site_of.rows_of_files(folder / "busy"),
        )
    lost = {busy.receipts[when][0] for when in ("before", "_anchors")} - numbers
    stored = site_of.files(folder / "busy")
    remove(folder / "busy", site_of.USER)

    assert lost == set()
    # Sent when the database was about to be copied: in it, with its file.
    assert busy.receipts["_database"][0] in numbers
    assert {name: stored.get(name) for name in named} == named
    figure("backup.lost", len(lost))


def keys_of(site, folder):
    """The file of keys, written once."""
    file = folder / "keys.json"
    if not file.exists():
        assert site_of.command(site.data, "backup", "--secrets", file).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    return file


def test_files_before_the_database_would_lose_one_and_is_caught(site, folder):
    # Its file comes after the files were copied, its row before the database was.
    letter = partial(Letter, site.portal, "Thư giữa tệp và cơ sở dữ liệu")
    before = {*(folder / "backups").glob("danvan-*")}

    with pytest.raises(AssertionError, match="1 files that letters name did not come"):
        taken(site, folder, BACKWARDS, {"_database": letter}, {})
    assert {*(folder / "backups").glob("danvan-*")} == before


@dataclasses.dataclass
class Quiet:
    """A backup taken while nobody wrote, and what the site held at that time."""

    path: Path
    tables: dict[str, tuple[object, ...]]
    files: dict[str, str]


@pytest.fixture(scope="module")
def quiet(busy, site, folder, figure):
    """A backup by the command, and the site at that time."""
    for _ in range(3):  # the worker may count in between
        before, began = site_of.tables(site.data), time.monotonic()
        done = site_of.command(site.data, "backup", folder / "backups", "--keep", 2)
        seconds = time.monotonic() - began
        assert done.returncode == 0, done.stderr
        after = site_of.tables(site.data)
        moved = {name for name in after if after[name] != before[name]}
        if all(MOVING.match(name) for name in moved):
            break
    still = {name: rows for name, rows in after.items() if name not in moved}
    path = max((folder / "backups").glob("danvan-*"))
    figure("backup.taken", round(seconds, 1))
    size = sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
    figure("backup.size", round(size / 1024**2))
    figure("backup.files", len(site_of.files(site.data)))
    assert {*moved} <= {name for name in after if MOVING.match(name)}
    return Quiet(path, still, site_of.files(site.data))


@pytest.fixture(scope="module")
def copy(quiet, site, folder, figure):
    """That backup restored into another directory."""
    began = time.monotonic()
    done = site_of.command(
        site.data, "restore", quiet.path, "--data", folder / "copy",
        "--secrets", keys_of(site, folder),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    figure("backup.restored", round(time.monotonic() - began, 1))
    return folder / "copy"


def test_every_table_and_every_file_is_equal(quiet, copy, figure):
    with site_of.launched(copy):
        found = site_of.tables(copy)
        assert site_of.rows_of_files(copy).keys() <= quiet.files.keys()
    stored = site_of.files(copy)
    unequal = {name for name in quiet.tables if found[name] != quiet.tables[name]}
    unequal |= {name for name in quiet.files if stored.get(name) != quiet.files[name]}

    assert unequal == set()
    assert stored == quiet.files
    assert {"petitions_petition", "journal_entry", "vault_sealedblob"} <= {
        *quiet.tables
    }
    figure("backup.tables", len(quiet.tables))
    figure("backup.unequal", len(unequal))


@pytest.fixture(scope="module")
def served(copy, site, figure):
    """The server on the copy."""
    began = time.monotonic()
    made = Trial(copy)
    figure("backup.serves", round(time.monotonic() - began, 1))
    yield made
    made.stop()


def test_the_copy_serves_those_who_worked_on_the_site(served, site, busy):
    office = Browser(served.office)
    who = {"username": "petition-clerk", "password": site.password}
    home = office.post("/sign-in/", who)
    number, code = busy.receipts["_files"]
    status = Browser(served.portal).post("/tra-cuu/", {"number": number, "code": code})
    wrong = {"number": number, "code": "0000 0000 0000"}
    refused = Browser(served.portal).post("/tra-cuu/", wrong)

    assert served.logins == site.logins
    assert 'action="/sign-out/"' in home
    assert number in status
    assert "Đã nhận" in status
    assert "Đã nhận" not in refused


def test_the_copys_journal_is_whole_and_goes_on(served, copy):
    assert site_of.command(copy, "journal", "verify").returncode == 0
    Letter(served.portal, "Thư gửi cho bản đã phục hồi").send()
    assert site_of.command(copy, "journal", "verify").returncode == 0


def test_a_sealed_case_opens_with_two_of_three_shares(served, site, copy, figure):
    shares = (site.data / "secrets" / "demonstration-shares").read_text().splitlines()
    assert len(shares) == 3
    told = site_of.program(
        copy, "tests.drills.backup_sealed", "open", site.sealed, STORY, *shares
    )

    assert told == {"single": 0, "pairs": 3}
    for name, value in told.items():
        figure(f"backup.{name}", value)


def test_a_spoilt_backup_is_refused_by_name(quiet, site, folder, figure):
    refused = 0
    for number, (what, (spoil, named)) in enumerate(SABOTAGE.items()):
        spoilt = site_of.linked(quiet.path, folder / f"danvan-spoilt-{number}")
        spoil(spoilt)
        site_of.hand_over(spoilt)
        into = folder / f"never-{number}"
        done = site_of.command(
            site.data, "restore", spoilt, "--data", into,
            "--secrets", keys_of(site, folder),
        )  # fmt: skip

        assert done.returncode == 1, what
        assert re.search(named, done.stderr), (what, done.stderr)
        assert not into.exists() or not {*into.iterdir()} & {
            into / "postgres",
            into / "files",
        }
        refused += 1
    figure("backup.sabotaged", refused)


def test_nothing_that_stands_or_runs_is_overwritten(quiet, site, copy, folder):
    keys = ("--secrets", keys_of(site, folder))
    runs = site_of.command(site.data, "restore", quiet.path, *keys, "--replace")
    stands = site_of.command(site.data, "restore", quiet.path, *keys, "--data", copy)
    keyless = site_of.command(
        site.data, "restore", quiet.path, "--data", folder / "bare"
    )

    assert "A server already runs on" in runs.stderr
    assert re.search("is not empty|already runs", stands.stderr)
    assert "no citizen's code opens a receipt" in keyless.stderr


def test_keep_removes_the_oldest_and_never_another_sites(quiet, busy, folder):
    left = sorted(p.name for p in (folder / "backups").glob("danvan-*"))

    assert left[-1] == quiet.path.name
    assert len(left) == 2


def test_a_check_restores_proves_and_leaves_nothing(quiet, site):
    before = {p.name for p in site.data.iterdir()}

    done = site_of.command(site.data, "restore", quiet.path.parent, "--check")

    assert done.returncode == 0, done.stderr
    assert f"Checking {quiet.path}" in done.stdout
    assert {p.name for p in site.data.iterdir()} - before <= {"backups.json"}
