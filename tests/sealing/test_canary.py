"""S1: of a sealed denunciation not one word lies anywhere, during it or after.

A real server, both processes, PostgreSQL with its write-ahead log. The client
stops in the middle of its upload, the database is held in the middle of the intake
and taken away, the officer's browser stops in the middle of a file; each time
everything is searched, and at the end after every room has worked.
"""

import os
import time
from pathlib import Path

import pytest
from tests.sealing import officers, rooms
from tests.sealing.officers import NUMBER, Office
from tests.sealing.planted import PLACES, planted
from tests.sealing.scan import Canary, make_canary
from tests.sealing.served import Served
from tests.sealing.upload import Upload

from danvan.portal import services

HOLDER, SECOND = "ward-key-holder", "ward-key-holder-2"
OTHERS = ("unit-leader", "city-leader", "report-compiler", "provincial-compiler",
          "petition-clerk", "auditor", "approver", "supervisor")  # fmt: skip
INTAKE = "vault_intake(jsonb, jsonb, bytea[], jsonb, bytea[], jsonb)"
LARGE = 3_000_000  # bytes; Django's own upload would put this into a file


@pytest.fixture(scope="module")
def served(figure):
    made = Served(Path(os.environ["DANVAN_DATA"]) / "sealing")
    yield made
    made.close()
    figure("canary.hits", len(made.hits))
    figure("canary.places", made.tally.places)
    figure("canary.gigabytes", round(made.tally.size / 1e9, 1))
    figure("canary.spellings", len(make_canary(b"any").needles()))


@pytest.fixture(scope="module")
def office(served):
    return Office(served.site)


def sealed_letter(served, canary):
    """A letter on its way to the page that seals, as it is sent from a phone."""
    fields = {
        "act": "send",
        "rows": "1",
        "accused-0-name": f"Người bị nêu {canary.word}",
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


def send_as_a_person(served, canary):
    """Half a letter on its way, as long as a person needs: sooner is asked again."""
    sent = sealed_letter(served, canary)
    given_out = time.monotonic()
    sent.send_half()
    while time.monotonic() - given_out < services.FASTEST.total_seconds():
        served.keeps_nothing_of(canary, when="while the body comes in")
    return sent


def test_no_word_of_a_denunciation_lies_anywhere(served):
    canary = make_canary(b"denunciation")
    sent = send_as_a_person(served, canary)
    with served.database() as db, db.transaction():
        db.execute("LOCK TABLE vault_sealedcase IN SHARE MODE")
        sent.send_rest()
        _await_intake(served, db)
        served.keeps_nothing_of(canary, when="before the answer")
    status, page = sent.answer()
    assert status == 200
    number = NUMBER.search(page.decode())[0]

    served.keeps_nothing_of(canary, when="afterwards", copied=True)
    # What was searched for did come in, all of it.
    with served.database() as db:
        row = db.execute(
            "SELECT sum(length(data)) FROM vault_sealedblob b"
            " JOIN vault_sealedcase c ON c.id = b.case_id WHERE c.number = %s",
            [number],
        )
        assert row.fetchone()[0] > LARGE


def _await_intake(served, holder):
    """Wait until the intake stands before the lock of ``holder``; its backend."""
    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
        " AND query LIKE '%%vault_intake%%'"
    )
    with served.database() as db:
        for _ in range(600):
            if found := db.execute(waiting, [holder.info.backend_pid]).fetchone():
                return found[0]
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


def test_no_word_lies_anywhere_while_officers_work_on_it(served, office, full):
    canary, shares = make_canary(b"office"), office.shares()
    words = [canary, *(Canary(share, share) for share in shares)]
    officers.let_the_counter_seal(office)
    number = officers.receive(office, canary, large_file(canary))
    rooms.import_register(office, canary)
    rooms.import_book(office, canary)
    rooms.send_signed_out(office, canary, officers.letter(canary))
    served.keeps_nothing_of(*words, when="after the counter, the books, a lost session")

    case = officers.assign(office, number, "Người giữ khóa")
    office.unlock(HOLDER)
    office.unlock(SECOND)
    shown = officers.open_identity(office, case, HOLDER, SECOND)
    assert canary.phone in shown.text
    file = rooms.hold_file(office, HOLDER, shown)
    served.keeps_nothing_of(canary, when="while the file goes out")
    assert canary.word.encode() in file.read()
    rooms.make_paper(office, case, HOLDER, canary)
    story = officers.open_story(office, case, HOLDER, canary)
    rooms.pass_on(office, case, HOLDER, story, canary)
    rooms.recover(office, shares)
    rooms.change_passphrase(office, HOLDER, canary)

    for name in OTHERS:
        for answer in rooms.look_around(office.sign_in(name), 300 if full else 12):
            assert answer.status == 200, answer.path
            assert canary.word.encode() not in answer.body, answer.path
    served.keeps_nothing_of(*words, when="after all rooms", copied=True)


@pytest.mark.parametrize(
    "door", ["vault_works_here(text[], text[])", INTAKE], ids=["routing", "storing"]
)
def test_an_intake_that_breaks_leaves_no_word_in_any_log(served, door):
    canary = make_canary(b"broken")
    log = served.site.data / "log" / "portal.log"
    before = log.stat().st_size
    sent = send_as_a_person(served, canary)
    with served.database() as db:
        db.execute(f"ALTER FUNCTION {door} RENAME TO gone")
        sent.send_rest()
        status, _page = sent.answer()
        name = door.partition("(")[0]
        db.execute(f"ALTER FUNCTION {door.replace(name, 'gone')} RENAME TO {name}")

    assert status == 500
    assert f"{name}(" in log.read_bytes()[before:].decode()
    served.keeps_nothing_of(canary, when="after an error")


def test_an_intake_whose_database_goes_away_leaves_no_word(served):
    canary = make_canary(b"away")
    sent = send_as_a_person(served, canary)
    with served.database() as db, db.transaction():
        db.execute("LOCK TABLE vault_sealedcase IN SHARE MODE")
        sent.send_rest()
        db.execute("SELECT pg_terminate_backend(%s)", [_await_intake(served, db)])
        status, page = sent.answer()

    assert status == 503
    assert canary.word in page.decode()  # given back to who typed it
    served.keeps_nothing_of(canary, when="after the database went away")


def test_a_word_planted_anywhere_is_found(served, figure):
    with planted(served) as words:
        found = {hit.how for hit in served.traces(words) | served.copies(words)}

    figure("canary.planted", f"{len(found)} of {len(PLACES)}")
    assert found == {*PLACES}
