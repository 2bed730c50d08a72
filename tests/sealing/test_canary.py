"""S1: of a sealed denunciation not one word lies anywhere, during it or after.

A real server, both processes, PostgreSQL with its write-ahead log. The client
stops in the middle of its upload, and the database is held in the middle of
the intake; each time everything is searched.
"""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sealing.scan import make_canary
from tests.sealing.served import Served
from tests.sealing.upload import Upload

from danvan.host import roles

HERE = Path(__file__).parent
LARGE = 3_000_000  # bytes; Django's own upload would put this into a file


@pytest.fixture(scope="module")
def served():
    made = Served(Path(os.environ["DANVAN_DATA"]) / "sealing")
    yield made
    made.close()


@pytest.fixture(scope="module")
def receiver(served):
    environment = served.environment("manage", roles.OFFICE)
    command = [sys.executable, HERE / "found.py"]
    done = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.split()[-1]


class Submission:
    """A denunciation on its way to the public process, in two halves."""

    def __init__(self, served, receiver, canary):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "public_process.py"],
            env=served.environment("portal", roles.PORTAL),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout.readline() == b"ready\n"
        said = {
            "receiver": receiver,
            "today": _today(served),
            "identity": {"name": f"Nguyễn Thị {canary.word}", "phone": canary.phone},
            "story": {"what": f"Chuyện của {canary.word}, gọi {canary.phone}"},
            "file_name": f"{canary.word}.txt",
            "file": base64.b64encode(large_file(canary)).decode(),
        }
        data = json.dumps(said, ensure_ascii=False).encode()
        self.body = f"{len(data)}\n".encode() + data
        self.half = len(self.body) // 2

    def send_half(self):
        self._write(self.body[: self.half])

    def send_rest(self):
        self._write(self.body[self.half :])

    def _write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def answer(self):
        number = self.process.stdout.readline().decode().strip()
        self.process.communicate()
        return number


def large_file(canary):
    line = f"{canary.word} {canary.phone}\n".encode()
    return line * (LARGE // len(line))


def _today(served):
    with served.database() as db:
        return str(db.execute("SELECT current_date").fetchone()[0])


def test_no_word_of_a_denunciation_lies_anywhere(served, receiver):
    canary = make_canary(b"denunciation")
    sent = Submission(served, receiver, canary)

    sent.send_half()
    assert served.traces(canary) == set(), "while the body comes in"
    with served.database() as db, db.transaction():
        db.execute("LOCK TABLE vault_sealedcase IN SHARE MODE")
        sent.send_rest()
        _await_intake(served, db)
        assert served.traces(canary) == set(), "before the answer"
    number = sent.answer()

    assert served.traces(canary) | served.copies(canary) == set(), "afterwards"
    # What was searched for did come in, all of it.
    with served.database() as db:
        row = db.execute(
            "SELECT sum(length(data)) FROM vault_sealedblob b"
            " JOIN vault_sealedcase c ON c.id = b.case_id WHERE c.number = %s",
            [number],
        )
        assert row.fetchone()[0] > LARGE


def _await_intake(served, holder):
    """Wait until the intake stands before the lock that ``holder`` has."""
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
        " AND query LIKE '%%vault_intake%%'"
    )
    with served.database() as db:
        for _ in range(600):
            if db.execute(waiting, [holder.info.backend_pid]).fetchone():
                return
            db.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("the intake did not reach the database")


def test_of_an_ordinary_letter_the_same_search_finds_every_word(served):
    """So the search above can fail; and the web server keeps no upload either."""
    canary = make_canary(b"feedback")
    told = f"Đường của {canary.word} hỏng, gọi {canary.phone}"
    file = (f"{canary.word}.txt", large_file(canary))
    sent = Upload(served.site.port, "/gui/gop-y/noi-dung/", {"what": told}, file)

    sent.send_half()
    assert served.traces(canary) == set(), "while the body comes in"
    sent.send_rest()
    assert sent.answer()[0] == 302

    places = {
        Path(hit.path).relative_to(served.folder).parts[:3]
        for hit in served.traces(canary) | served.copies(canary)
    }
    kinds = {place[1] if place[0] == "data" else place[0] for place in places}
    assert kinds == {"postgres", "files", "dump.sql", "backup"}
    assert {("data", "postgres", "pg_wal"), ("data", "postgres", "base")} <= places
