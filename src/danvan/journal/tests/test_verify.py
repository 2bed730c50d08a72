"""Each way to falsify the journal is found, and its place named."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from danvan.core.actor import system
from danvan.journal import anchors
from danvan.journal.models import Entry
from danvan.journal.services import write
from danvan.journal.verify import Break, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def falsify():
    """Run statements as somebody who owns the tables and lifts the guard."""

    def run(*statements):
        lift = "ALTER TABLE journal_entry {} TRIGGER journal_append_only"
        with connection.cursor() as cursor:
            for statement in (lift.format("DISABLE"), *statements):
                cursor.execute(statement)
            cursor.execute(lift.format("ENABLE"))

    return run


@pytest.fixture
def five():
    """Two chains, of five lines and of one."""
    for number in range(5):
        write(by=system("U1"), action="step", record=f"petitions.petition:{number}")
    write(by=system("U2"), action="step", record="petitions.petition:9")


CUT_TAIL = "DELETE FROM journal_entry WHERE chain = 'U1' AND seq > 3"
MOVE_HEAD = """
UPDATE journal_chain c SET seq = e.seq, head = e.hmac
FROM journal_entry e WHERE e.chain = c.code AND e.seq = 3
"""
SWAP = """
UPDATE journal_entry e SET seq = -e.seq WHERE chain = 'U1' AND seq IN (2, 3);
UPDATE journal_entry e SET seq = 5 + e.seq WHERE chain = 'U1' AND seq < 0
"""
REWRITE = """
UPDATE journal_entry SET actor_id = 'user:2',
    hmac = encode(sha256((seq || record)::bytea), 'hex') WHERE chain = 'U1'
"""
FOLLOW = """
UPDATE journal_chain c SET head = e.hmac
FROM journal_entry e WHERE e.chain = c.code AND e.seq = c.seq
"""


def test_a_journal_nobody_touched_is_whole(five):
    report = verify()

    assert (report.chains, report.lines, report.breaks) == (2, 6, ())


@pytest.mark.parametrize(
    ("statements", "seq", "fault"),
    [
        (["UPDATE journal_entry SET why = 'x' WHERE seq = 3"], 3, "altered"),
        (["UPDATE journal_entry SET at = at - interval '1 day' WHERE seq = 2"], 2, "altered"),
        (["DELETE FROM journal_entry WHERE seq = 2"], 2, "missing"),
        (["DELETE FROM journal_entry WHERE chain = 'U1' AND seq = 1"], 1, "missing"),
        ([SWAP], 2, "altered"),
        ([REWRITE, FOLLOW], 1, "altered"),
        ([CUT_TAIL], 4, "truncated"),
        (["DELETE FROM journal_entry WHERE chain = 'U1'"], 1, "truncated"),
        (["UPDATE journal_chain SET head = 'x' WHERE code = 'U1'"], 6, "truncated"),
        (["DELETE FROM journal_chain WHERE code = 'U1'"], 6, "truncated"),
    ],
)  # fmt: skip
def test_a_falsified_line_is_named(five, falsify, statements, seq, fault):
    falsify(*statements)

    assert verify().breaks == (Break("U1", seq, fault),)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("changes", "'5'"),
        ("changes", "'[]'"),
        ("changes", """'{"state": 1}'"""),
        ("changes", "NULL"),
        ("at", "'infinity'"),
        ("at", "'-infinity'"),
        ("at", "'0044-03-15 BC'"),
        ("why", "NULL"),
        ("hmac", "NULL"),
        ("actor_label", "NULL"),
    ],
)
def test_what_no_line_can_hold_is_named_like_any_other_change(
    five, falsify, column, value
):
    falsify(
        f"ALTER TABLE journal_entry ALTER {column} DROP NOT NULL",
        f"UPDATE journal_entry SET {column} = {value} WHERE seq = 3",  # noqa: S608 - of the table above
    )

    assert verify().breaks == (Break("U1", 3, "altered"),)


def test_a_line_slipped_in_without_a_number_is_found(five, falsify):
    falsify(
        "ALTER TABLE journal_entry ALTER seq DROP NOT NULL",
        """
        INSERT INTO journal_entry (chain, seq, at, actor_id, actor_label, action,
            record, changes, why, hmac)
        SELECT chain, NULL, at, 'user:2', actor_label, action, record, changes, why,
            hmac FROM journal_entry WHERE chain = 'U1' AND seq = 2
        """,
    )

    assert verify().breaks == (Break("U1", 6, "altered"),)


def test_a_line_of_another_chain_does_not_pass(five, falsify):
    falsify("UPDATE journal_entry SET chain = 'U3', seq = 1 WHERE chain = 'U2'")

    assert {b.chain for b in verify().breaks} == {"U2", "U3"}


def test_the_wrong_key_proves_nothing(five, settings):
    settings.JOURNAL_KEY = "another"

    assert [b.seq for b in verify().breaks] == [1, 1]


def test_one_chain_can_be_verified_alone(five, falsify):
    falsify("DELETE FROM journal_entry WHERE seq = 2")

    assert verify(chain="U2").breaks == ()
    assert verify(chain="U1").breaks == (Break("U1", 2, "missing"),)


def test_a_cut_with_the_head_put_back_is_found_by_the_anchor_alone(
    five, falsify, tmp_path
):
    path = tmp_path / "deeper" / "anchors.jsonl"
    anchors.write(path, verify(), at="2026-07-01")
    falsify(CUT_TAIL, MOVE_HEAD)

    assert verify().breaks == ()
    assert verify(anchors.read(path)).breaks == (Break("U1", 4, "truncated"),)


def test_a_chain_gone_without_trace_is_missed_by_the_anchor(five, falsify, tmp_path):
    anchors.write(tmp_path / "a", verify(), at="2026-07-01")
    falsify("DELETE FROM journal_entry", "DELETE FROM journal_chain")

    found = verify(anchors.read(tmp_path / "a")).breaks
    assert found == (Break("U1", 1, "truncated"), Break("U2", 1, "truncated"))


def test_a_chain_rewritten_with_the_key_differs_from_the_anchor(
    five, falsify, tmp_path
):
    anchors.write(tmp_path / "a", verify(), at="2026-07-01")
    falsify("DELETE FROM journal_entry", "DELETE FROM journal_chain")
    for number in range(6):
        write(by=system("U1"), action="other", record=f"petitions.petition:{number}")

    found = verify(anchors.read(tmp_path / "a"), chain="U1").breaks
    assert found == (Break("U1", 5, "unanchored"),)


def test_a_broken_journal_is_not_anchored(five, falsify, tmp_path):
    falsify(CUT_TAIL)

    with pytest.raises(ValueError, match="broken"):
        anchors.write(tmp_path / "a", verify(), at="2026-07-01")

    assert not (tmp_path / "a").exists()


def test_what_is_anchored_is_what_was_verified(five, falsify, tmp_path):
    seen = verify()
    falsify(CUT_TAIL, MOVE_HEAD)

    anchors.write(tmp_path / "a", seen, at="2026-07-01")

    found = verify(anchors.read(tmp_path / "a")).breaks
    assert found == (Break("U1", 4, "truncated"),)


def test_every_anchor_ever_written_counts(five, falsify, tmp_path):
    path = tmp_path / "a"
    anchors.write(path, verify(), at="2026-07-01")
    write(by=system("U1"), action="step", record="petitions.petition:5")
    anchors.write(path, verify(), at="2026-07-02")

    assert set(anchors.read(path)["U1"]) == {5, 6}
    assert path.stat().st_mode & 0o777 == 0o600
    assert verify(anchors.read(path)).breaks == ()


def run(*words):
    out = io.StringIO()
    call_command("journal", *words, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_whole(five, tmp_path):
    run("anchor", "--file", tmp_path / "a")

    assert "6 lines in 2 chains" in run("verify", "--file", tmp_path / "a")


def test_the_command_names_the_first_broken_line_and_anchors_nothing(
    five, falsify, tmp_path
):
    run("anchor", "--file", tmp_path / "a")
    falsify("UPDATE journal_entry SET why = 'x' WHERE seq = 3")

    with pytest.raises(CommandError, match="U1 line 3: this line was changed"):
        run("anchor", "--file", tmp_path / "a")

    assert len((tmp_path / "a").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    "spoilt", ['{"at": "2026-07', "", "[]", '{"heads": 1}', '{"heads": {"U1": [1]}}']
)
def test_a_spoilt_anchor_file_is_said_with_its_cure(five, tmp_path, spoilt):
    path = tmp_path / "a"
    run("anchor", "--file", path)
    with path.open("a") as file:
        file.write(spoilt + "\n")

    with pytest.raises(CommandError, match=r"line 2 of .* from a copy"):
        run("verify", "--file", path)


def test_the_server_says_which_sum_to_keep_and_finds_it_again(five, tmp_path):
    path = tmp_path / "a"
    kept = run("anchor", "--anchor", path).split()[-1]
    run("anchor", "--anchor", path)

    assert kept in anchors.sums(path)
    assert "whole" in run("verify", "--anchor", path, "--kept", kept)


@pytest.mark.parametrize("cut", ["", "first"])
def test_an_anchor_file_that_was_rewritten_is_not_the_one_whose_sum_was_kept(
    five, falsify, tmp_path, cut
):
    path = tmp_path / "a"
    kept = run("anchor", "--anchor", path).split()[-1]
    falsify(CUT_TAIL, MOVE_HEAD)
    path.write_text("")
    if not cut:
        run("anchor", "--anchor", path)
        assert "whole" in run("verify", "--anchor", path)

    with pytest.raises(CommandError, match="changed or cut"):
        run("verify", "--anchor", path, "--kept", kept)


def test_without_anchors_the_command_says_what_it_cannot_see(five, settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "none"

    assert "cut off the end of a chain do not show" in run("verify")


def test_a_copy_that_is_not_there_proves_nothing(five, tmp_path):
    with pytest.raises(CommandError, match="There is no anchor file"):
        run("verify", "--anchor", tmp_path / "none")


def test_reading_the_whole_journal_is_one_statement(five, django_assert_num_queries):
    with django_assert_num_queries(1):
        verify()

    assert Entry.objects.count() == 6
