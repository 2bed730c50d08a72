"""Whoever has every right on the database falsifies the journal: each way is found.

The chain finds three of five ways, the key outside the database a fourth, the heads
written down outside it the fifth, and ``journal verify`` names the place.
"""

import io
import random
import re
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.drills import ways
from tests.drills.journals import codes, grow, superuser

from danvan.core.actor import system
from danvan.journal import anchors, line
from danvan.journal.management.commands.journal import SAID
from danvan.journal.services import write
from danvan.journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

SEED = 20261122
ROUNDS = len(ways.WAYS) + 1  # in each a chain meets another way, and once none


@pytest.fixture
def journal(full, tmp_path):
    """Days of lines in many chains, anchored each day but the last; the anchor file."""
    chains, lines = codes(30 if full else 5), 450 if full else 6
    path = tmp_path / "anchors.jsonl"
    for day in range(4):
        if day:
            anchors.write(path, verify(), at=f"2026-07-0{day}")
        grow(chains, by=lines, seed=SEED + day)
    with superuser() as db:
        for table in ("journal_entry", "journal_chain"):
            db.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
        db.execute("CREATE INDEX ON kept_journal_entry (chain)")
    yield path
    with superuser() as db:
        db.execute("DROP TABLE kept_journal_entry, kept_journal_chain")


def restore(db, chains):
    """Put chains back as they were."""
    for statement in (
        "DELETE FROM journal_entry WHERE chain = ANY(%s)",
        "INSERT INTO journal_entry SELECT * FROM kept_journal_entry WHERE chain = ANY(%s)",
        "DELETE FROM journal_chain WHERE code = ANY(%s)",
        "INSERT INTO journal_chain SELECT * FROM kept_journal_chain WHERE code = ANY(%s)",
    ):
        db.execute(statement, [chains])


def command(path):
    """Run ``journal verify``; give what it names: chain -> (line, fault)."""
    try:
        call_command("journal", "verify", "--anchor", path, stdout=io.StringIO())
    except CommandError as error:
        faults = {text: fault for fault, text in SAID.items()}
        named = re.findall(r"^(\S+) line (\d+): (.*)$", str(error), re.MULTILINE)
        return {chain: (int(seq), faults[said]) for chain, seq, said in named}
    return {}


def falsify(db, heads, held, number):
    """Falsify each chain in another way; give the way and what must be said of each."""
    chance = random.Random(SEED + number)  # noqa: S311 - repeatable, no secret
    done = {}
    for place, (code, (length, _)) in enumerate(sorted(heads.items())):
        way = [*ways.WAYS, None][(place + number) % ROUNDS]
        if way:
            chain = ways.Chain(code, length, sorted(held[code]), chance)
            done[code] = (way, way(db, chain))
    return done


def test_each_way_to_falsify_any_chain_is_found_and_its_place_named(journal, figure):
    began = time.monotonic()
    held = anchors.read(journal)
    whole = verify(held)
    seconds = time.monotonic() - began
    assert whole.breaks == ()
    met, unseen = [], []

    with superuser() as db:
        for number in range(ROUNDS):
            done = falsify(db, whole.heads, held, number)
            expected = {code: said for code, (_, said) in done.items()}
            assert command(journal) == expected
            inside = {b.chain: (b.seq, b.fault) for b in verify().breaks}
            outside = {c for c, (way, _) in done.items() if way in ways.BY_ANCHOR_ALONE}
            assert inside == {
                c: said for c, said in expected.items() if c not in outside
            }
            met += [(code.partition(":")[0], way) for code, (way, _) in done.items()]
            unseen += [way for way, _ in done.values() if way in ways.BY_ANCHOR_ALONE]
            restore(db, [*done])
    assert command(journal) == {}

    for kind in ("portal", "vault", "C30000"):
        assert {way for at, way in met if at == kind} == {*ways.WAYS}, kind
    figure("tampering.lines", whole.lines)
    figure("tampering.chains", whole.chains)
    figure("tampering.tries", len(met))
    figure(
        "tampering.found", f"{len(set(ways.WAYS.values()))} of 5 ways, {len(met)} tries"
    )
    figure("tampering.by_anchor", len(unseen))
    figure("tampering.seconds", round(seconds * 100_000 / whole.lines, 1))


def test_a_seal_that_leaves_out_a_column_is_caught_by_this_drill(monkeypatch, tmp_path):
    def blind(line, previous):
        return f"{previous} {line.chain} {line.seq} {line.at} {line.record}".encode()

    monkeypatch.setattr(line, "canonical", blind)
    grow(["C30000"], by=20, seed=SEED)
    missed = 0

    with superuser() as db:
        for number in range(20):
            chance = random.Random(number)  # noqa: S311 - repeatable, no secret
            before = verify().breaks
            ways.edit(
                db, ways.Chain("C30000", verify().heads["C30000"][0] or 1, (), chance)
            )
            missed += verify().breaks == before

    assert missed


def test_what_came_since_the_last_anchor_is_all_that_can_be_cut_unseen(journal):
    held = max(anchors.read(journal)["portal"])
    statement = "DELETE FROM journal_entry WHERE chain = 'portal' AND seq > %s"
    chain = ways.Chain("portal", 0, (), random.Random(SEED))  # noqa: S311 - repeatable, no secret

    with superuser() as db:
        db.execute(statement, [held])
        ways._follow(db, chain)
        assert command(journal) == {}
        db.execute(statement, [held - 1])
        ways._follow(db, chain)
        assert command(journal) == {"portal": (held, "truncated")}


def test_whoever_rewrites_the_anchors_too_is_found_by_a_copy_or_a_sum(
    journal, tmp_path
):
    copy, kept = tmp_path / "copy", anchors.sums(journal)[-1]
    copy.write_bytes(journal.read_bytes())
    with superuser() as db:
        for code, (length, _) in verify().heads.items():
            chain = ways.Chain(code, length, (1,), random.Random(SEED))  # noqa: S311 - repeatable, no secret
            ways.rewrite_with_the_key(db, chain)
    journal.unlink()
    anchors.write(journal, verify(), at="2026-07-03")

    assert command(journal) == {}
    assert {*command(copy)} == {*verify().heads}
    with pytest.raises(CommandError, match="changed or cut"):
        call_command("journal", "verify", "--anchor", journal, "--kept", kept)


def test_writers_at_work_raise_no_alarm(journal, full, figure):
    lines, looks = 400 if full else 40, 0
    writers = [
        threading.Thread(target=keep_writing, args=(code, sealed, lines))
        for code, sealed in (("C30000", False), ("C30000", True), ("C30001", False))
    ]
    for writer in writers:
        writer.start()

    while looks < 3 or any(writer.is_alive() for writer in writers):
        found = verify(anchors.read(journal))
        assert found.breaks == ()
        anchors.write(journal, found, at="2026-07-04")
        looks += 1
    for writer in writers:
        writer.join()

    assert command(journal) == {}
    figure("tampering.looks", looks)


def keep_writing(code, sealed, lines):
    """Write lines as the office does, each in a transaction of its own."""
    try:
        for number in range(lines):
            record = f"petitions.petition:{number}"
            write(
                by=system(code), action="petition.screen", record=record, sealed=sealed
            )
    finally:
        connection.close()
