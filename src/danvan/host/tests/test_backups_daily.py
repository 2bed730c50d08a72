"""When a backup is made by itself, and when the doctor asks for one."""

import datetime
import sys
from pathlib import Path

import pytest

from danvan.host import doctor
from danvan.host.backups import book, daily
from danvan.host.children import Child
from danvan.host.failure import HostError

NOW = datetime.datetime(2026, 7, 1, 22, 0, tzinfo=datetime.UTC)


@pytest.fixture
def data(tmp_path: Path, settings) -> Path:
    """A data directory that nothing was done about yet."""
    settings.DATA_DIR = tmp_path
    return tmp_path


class Clock:
    """Seconds that pass when the test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def scheduled(data: Path, clock: Clock, code: str) -> tuple[daily.Daily, list[str]]:
    (data / "log").mkdir()
    child = Child("backup", [sys.executable, "-c", code], {}, data / "log/backup.log")
    said: list[str] = []
    return daily.Daily(data, child, said.append, clock), said


def test_a_backup_is_started_when_the_last_is_a_day_old(data: Path):
    clock = Clock()
    schedule, _ = scheduled(data, clock, "")
    book.note(data, book.MADE, at=NOW, place=data)

    schedule.look(NOW)
    clock.now = daily.FIRST_SECONDS
    schedule.look(NOW + datetime.timedelta(hours=23))
    assert not schedule.running
    clock.now += daily.AGAIN_SECONDS
    schedule.look(NOW + datetime.timedelta(hours=24))
    assert schedule.running
    schedule.child.wait(60)


def test_one_that_failed_is_told_and_tried_again_in_an_hour(data: Path):
    clock = Clock()
    schedule, said = scheduled(data, clock, "import sys; sys.exit('The disk is full.')")
    clock.now = daily.FIRST_SECONDS

    schedule.look(NOW)
    schedule.child.wait(60)
    schedule.look(NOW)

    assert said == ["The backup failed; once more in an hour. The disk is full."]
    schedule.look(NOW)
    assert not schedule.running
    clock.now += daily.AGAIN_SECONDS
    schedule.look(NOW)
    assert schedule.running
    schedule.child.wait(60)


def doctors(monkeypatch: pytest.MonkeyPatch, now: datetime.datetime) -> doctor.Finding:
    monkeypatch.setattr(doctor.timezone, "now", lambda: now)
    return doctor._backup()


def test_the_doctor_asks_for_a_backup_a_check_and_the_keys(
    data: Path, settings, monkeypatch: pytest.MonkeyPatch
):
    settings.DEMONSTRATION = False
    assert "made never, proved never" in doctors(monkeypatch, NOW).seen

    for what in (book.MADE, book.CHECKED, book.SECRETS):
        book.note(data, what, at=NOW, place=data)
    assert doctors(monkeypatch, NOW + datetime.timedelta(hours=25)).well
    late = doctors(monkeypatch, NOW + datetime.timedelta(hours=50))
    assert not late.well
    assert (
        late.seen == "made 2 days ago, proved 2 days ago; danvan-manage backup FOLDER"
    )


def test_a_demonstration_needs_no_backup(
    data: Path, settings, monkeypatch: pytest.MonkeyPatch
):
    settings.DEMONSTRATION = True

    assert doctors(monkeypatch, NOW).well


@pytest.mark.parametrize("said", ["", "0", "-1", "nhiều", "2.5"])
def test_a_number_of_backups_that_is_none_is_named(said):
    with pytest.raises(HostError, match="DANVAN_BACKUP_KEEP"):
        daily.keep(said)
