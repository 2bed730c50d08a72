"""S1: of a sealed denunciation not one word lies anywhere, during it or after.

A real server, both processes, PostgreSQL with its write-ahead log. The client
stops in the middle of its upload, and the database is held in the middle of
the intake; each time everything is searched.
"""

import os
import re
import time
from pathlib import Path

import pytest
from tests.sealing.scan import make_canary
from tests.sealing.served import Served
from tests.sealing.upload import Upload

from danvan.portal import services

NUMBER = re.compile(r"DV[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
LARGE = 3_000_000  # bytes; Django's own upload would put this into a file


@pytest.fixture(scope="module")
def served():
    made = Served(Path(os.environ["DANVAN_DATA"]) / "sealing")
    yield made
    made.close()


def sealed_letter(served, canary):
    """A letter on its way to the page that seals, as it is sent from a phone."""
    fields = {
        "act": "send",
        "rows": "1",
        "accused-0-name": "Người bị nêu mẫu",
        "accused-0-workplace": "Hợp tác xã Mẫu",
        "what": f"Chuyện của {canary.word}, gọi {canary.phone}",
        "province": "P92",
        "unit_code": "C31135",
        "name": f"Nguyễn Thị {canary.word}",
        "address": "12 đường Mẫu",
        "phone": canary.phone,
    }
    return Upload(
        served.site.port,
        "/gui/thu-kin/",
        fields,
        (f"{canary.word}.txt", large_file(canary)),
        control="identity_files",
        carried=("key", "started"),
    )


def large_file(canary):
    line = f"{canary.word} {canary.phone}\n".encode()
    return line * (LARGE // len(line))


def test_no_word_of_a_denunciation_lies_anywhere(served):
    canary = make_canary(b"denunciation")
    sent = sealed_letter(served, canary)
    given_out = time.monotonic()

    sent.send_half()
    # At least as long as a person needs: a page sent back at once is asked again.
    while time.monotonic() - given_out < services.FASTEST.total_seconds():
        assert served.traces(canary) == set(), "while the body comes in"
    with served.database() as db, db.transaction():
        db.execute("LOCK TABLE vault_sealedcase IN SHARE MODE")
        sent.send_rest()
        _await_intake(served, db)
        assert served.traces(canary) == set(), "before the answer"
    status, page = sent.answer()
    assert status == 200
    number = NUMBER.search(page.decode())[0]

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
