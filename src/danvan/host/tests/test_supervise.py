"""What dies is started again, as often as it dies, and takes its own with it."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan.host import children, leftovers, supervise
from danvan.host.children import Child
from danvan.host.failure import HostError, NotDurable


class Until:
    """Signals of which one means stop as soon as ``enough`` holds."""

    def __init__(self, enough: Callable[[], bool], seconds: float = 30) -> None:
        self.enough, self.looks = enough, seconds / 0.05

    def stop_asked(self, seconds: float) -> bool:
        select.select([], [], [], min(seconds, 0.05))
        self.looks -= 1
        assert self.looks > 0, "it never came about"
        return self.enough()


class Database:
    """A database that lives when it was started after ``failures`` refusals."""

    def __init__(self, *failures: HostError) -> None:
        self.failures = [*failures]
        self.lives = not failures

    def alive(self) -> bool:
        return self.lives

    def start(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.lives = True


@pytest.fixture
def start(tmp_path: Path):
    started = []

    def one(program: str) -> Child:
        command = [sys.executable, "-c", program]
        child = Child("portal", command, dict(os.environ), tmp_path / "portal.log")
        started.append(child)
        child.start()
        return child

    yield one
    supervise.stop(started)


def test_what_dies_again_at_once_is_started_again_and_again(start, monkeypatch):
    monkeypatch.setattr(children, "LONGEST_PAUSE", 0.1)
    said: list[str] = []
    child = start("import os; os.kill(os.getpid(), 9)")

    supervise.watch([child], Database(), Until(lambda: len(said) == 4), said.append)

    assert child.early == 4
    assert said[0] == "portal ended (-9); starting it again in 0 s."


def test_it_waits_longer_from_death_to_death_up_to_an_end(start):
    child = start("")

    assert [child.put_off() for _ in range(6)] == [1, 2, 4, 8, 8, 8]


def test_what_had_settled_is_started_again_at_once(start, monkeypatch):
    child = start("")
    monkeypatch.setattr(children, "SETTLED_SECONDS", 0.0)

    assert child.put_off() == 0


def test_a_database_that_does_not_come_up_is_tried_again():
    database = Database(HostError("locked"), HostError("ended again"))
    said: list[str] = []

    supervise.watch([], database, Until(database.alive), said.append)

    assert said[-1] == "PostgreSQL is back."
    assert any("locked" in line for line in said)


def test_a_database_that_would_lose_data_stops_the_server():
    database = Database(NotDurable("fsync"))

    with pytest.raises(NotDurable):
        supervise.watch([], database, Until(lambda: False), print)


FAMILY = (
    "import subprocess, sys;"
    "child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE);"
    "print(child.pid, flush=True); child.wait()"
)


def pid_told(child: Child) -> int:
    while not (told := child.log.read_text()).endswith("\n"):
        assert child.ended() is None
    return int(told)


def test_nobody_of_a_killed_process_serves_on(start):
    child = start(FAMILY)
    left = os.pidfd_open(pid_told(child))

    child.process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)

    assert child.ended() == -signal.SIGKILL
    assert select.select([left], [], [], 30)[0]
    os.close(left)


def test_nobody_of_a_stopped_process_stays(start):
    child = start(FAMILY)
    left = os.pidfd_open(pid_told(child))

    child.end()
    child.wait(30)

    assert select.select([left], [], [], 30)[0]
    os.close(left)


@pytest.fixture
def stubborn(tmp_path: Path):
    """A process of a server on ``tmp_path`` that does not end when it is asked to."""
    program = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(flush=True); input()"
    )
    env = {**os.environ, "DANVAN_DATA": str(tmp_path), leftovers.MARK: "1"}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_what_a_killed_server_left_is_ended(stubborn, tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "GRACE_SECONDS", 0.0)

    def left() -> list[int]:
        stubborn.poll()
        return leftovers.started_for(tmp_path)

    assert left() == [stubborn.pid]
    leftovers.end(left, signal.SIGTERM)

    assert stubborn.wait() == -signal.SIGKILL
    assert leftovers.started_for(tmp_path) == []


def test_what_does_not_end_is_named(stubborn, tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "LONGEST_SECONDS", 0.0)

    with pytest.raises(HostError, match=rf"{stubborn.pid} \(.*-c import signal"):
        leftovers.end(lambda: leftovers.started_for(tmp_path), signal.SIGTERM)


def test_other_data_and_other_programs_are_left_alone(stubborn, tmp_path):
    assert leftovers.started_for(tmp_path / "other") == []
    assert os.getpid() not in leftovers.working_in(Path.cwd(), "python")
    assert leftovers.working_in(Path.cwd(), "postgres") == []


def test_the_dead_work_nowhere_though_nobody_buried_them(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path) as process:
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert Path(f"/proc/{process.pid}").exists()
        assert not leftovers.works_in(process.pid, tmp_path)
