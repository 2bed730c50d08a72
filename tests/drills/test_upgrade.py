"""Data of every release come forward: no row changes its meaning, and work goes on.

``dumps/NAME.sql.xz`` was made by the code of that release, ``NAME.json`` says what it
meant to it; what was changed on purpose stands in ``dumps/exceptions.toml``.
"""

import json
import lzma
import os
import re
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.drills.dumps import bench, meaning, shape
from tests.drills.upgraded import (
    Upgraded,
    applied,
    changed,
    changes,
    watched,
    what_leaves,
)

from danvan.host import prepare
from danvan.host.failure import HostError

ALL = sorted(path.stem for path in bench.HERE.glob("*.json"))
# The suite takes the oldest and the newest; script/drill takes all.
NAMES = ALL if os.environ.get("DANVAN_DRILL") == "full" else [ALL[0], ALL[-1]]
TOLD: dict[str, dict[str, Any]] = {}


@pytest.fixture(scope="module")
def owner(django_db_setup, django_db_blocker):
    """The address of the owner of the tests' cluster."""
    known = {
        k: str(v)
        for k, v in connection.get_connection_params().items()
        if k in {"host", "port", "user", "password"}
    }
    return psycopg.conninfo.make_conninfo(**known, dbname="postgres")


@pytest.fixture(scope="module", params=NAMES)
def upgraded(request, owner, tmp_path_factory):
    """Each dump in turn, restored and brought forward."""
    name = request.param
    data = bench.make_data(tmp_path_factory.mktemp(name) / "data")
    was = json.loads((bench.HERE / f"{name}.json").read_text("utf-8"))
    with bench.fresh(owner, f"upgrade_{name}_{os.getpid()}") as address:
        bench.restore(bench.HERE / f"{name}.sql.xz", address)
        found = Upgraded(name, address, data, was)
        with found.connect() as db:
            found.before = meaning.rows(db)
            found.left = what_leaves(db, name)
            had = applied(db)
            found.rewritten, found.seconds = watched(db, found.prepare)
            found.migrations = applied(db) - had
            found.after = meaning.rows(db)
        found.now = found.answers()
        yield found


@pytest.fixture(scope="module", autouse=True)
def telling(figure):
    """Tell at the end what all dumps together were."""
    yield
    if not TOLD:
        return
    for name, over in (("migrations", max), ("seconds", max)):
        figure(f"upgrade.{name}", over(told[name] for told in TOLD.values()))
    for name in ("rows", "changed", "left", "told"):
        figure(f"upgrade.{name}", sum(told[name] for told in TOLD.values()))
    rewritten = {table for told in TOLD.values() for table in told["rewritten"]}
    figure("upgrade.rewritten", ", ".join(sorted(rewritten)) or "none")
    figure("upgrade.dumps", len(TOLD))


def test_no_row_changes_its_meaning(upgraded):
    free = {
        (x["table"], column)
        for x in changes(upgraded.name, "columns")
        for column in x["columns"]
    }
    other = changed(upgraded.before, upgraded.after, upgraded.left, free)

    TOLD[upgraded.name] = {
        "migrations": upgraded.migrations,
        "seconds": round(upgraded.seconds, 1),
        "rows": sum(map(len, upgraded.before.values())),
        "left": sum(len(upgraded.left.get(table, ())) for table in upgraded.before),
        "told": len(upgraded.was["told"]),
        "changed": len({(table, key) for table, key, _ in other}),
        "rewritten": upgraded.rewritten,
    }
    assert not other
    for table, keys in upgraded.left.items():
        assert not keys & {*upgraded.after.get(table, ())}
    assert sum(map(len, upgraded.before.values())) > 5000


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({"a": {"1": {"x": "p", "new": "q"}, "2": {"x": "p"}}}, set()),
        ({"a": {"1": {"x": "other"}, "2": {"x": "p"}}}, {("a", "1", "x")}),
        ({"a": {"1": {}, "2": {"x": "p"}}}, {("a", "1", "x")}),
        ({"a": {"1": {"x": "p"}}}, {("a", "2", "x")}),
        ({}, {("a", "1", "x"), ("a", "2", "x")}),
    ],
)
def test_a_cell_or_a_row_or_a_table_that_is_lost_or_other_is_named(now, found):
    was = {"a": {"1": {"x": "p"}, "2": {"x": "p"}}}

    assert changed(was, now) == found
    assert changed(was, now, left={"a": {"1", "2"}}) == set()
    assert changed(was, now, free={("a", "x")}) == set()


def test_the_same_questions_get_the_same_answers(upgraded):
    facts, told = upgraded.now["facts"], upgraded.now["told"]
    other = {
        x["question"] for x in changes(upgraded.name, "question") if "without" not in x
    }

    for question, answer in upgraded.was["facts"].items():
        left = upgraded.left.get(question, set())
        expected = [row for row in answer if not left & {*map(str, row)}]
        assert question in other or facts[question] == expected, question
    assert told == upgraded.was["told"]
    assert len(told) > 100


def test_denunciations_stand_in_the_vault_under_their_numbers_and_days(upgraded):
    was, now = upgraded.was["facts"], upgraded.now["facts"]

    cases = {tuple(row) for row in now["sealed cases by number"]}
    assert {tuple(row) for row in was["denunciations outside the vault"]} <= cases
    assert {tuple(row) for row in was.get("sealed cases by number", ())} <= cases
    assert cases


def test_its_journal_is_whole_before_and_after(upgraded):
    assert upgraded.was["journal"]["breaks"] == []
    assert upgraded.now["journal"]["breaks"] == []
    assert upgraded.now["journal"]["lines"] >= upgraded.was["journal"]["lines"] > 500


def test_its_shape_is_that_of_a_new_database(upgraded, db):
    with upgraded.connect() as old:
        here, locks = shape.shape(old), shape.locked(old)
    with connection.cursor() as cursor:
        new, locked = shape.shape(cursor), shape.locked(cursor)

    for part, lines in new.items():
        assert {*here[part]} == {*lines}, part
    assert locks == locked
    assert len(locks) > 80


def test_letters_come_in_and_are_told_of(upgraded):
    sent = upgraded.speak("send")

    assert [letter["state"] for letter in sent] == ["received"] * 3
    journal = upgraded.speak("journal")
    assert journal["breaks"] == []
    assert journal["lines"] == upgraded.now["journal"]["lines"] + len(sent)


def test_an_earlier_version_leaves_them_alone(upgraded, monkeypatch):
    with upgraded.connect() as db:
        db.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('petitions', '0999_of_tomorrow', now())"
        )
    monkeypatch.setattr(prepare, "fingerprint", lambda: "of another version")

    with pytest.raises(HostError, match=r"later version.*petitions\.0999_of_tomorrow"):
        upgraded.prepare()

    with upgraded.connect() as db:
        db.execute("DELETE FROM django_migrations WHERE name = '0999_of_tomorrow'")


@pytest.mark.parametrize("name", ALL)
def test_a_dump_holds_nobody_and_tells_nothing_of_where_it_was_made(name):
    text = lzma.decompress((bench.HERE / f"{name}.sql.xz").read_bytes()).decode()
    told = (bench.HERE / f"{name}.json").read_text("utf-8")

    assert not re.findall(r"(?:/tmp|/root|/home|/work|/var/lib)/\S*", text + told)
    assert not re.findall(r"https?://(?!127\.0\.0\.1|www\.w3\.org)\S+", text + told)
    assert not any(value in text for value in bench.KNOWN.values())
    assert len(text) > 10**6
