"""Data of every release come forward: no row changes its meaning, and work goes on.

``dumps/NAME.sql.xz`` was made by the code of that release, ``NAME.json`` says what it
meant to it; what was changed on purpose stands in ``dumps/exceptions.toml``.
"""

import json
import lzma
import os
import re
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.drills.dumps import bench, meaning, shape

from danvan.host import prepare
from danvan.host.failure import HostError
from danvan.host.roles import OFFICE

ALL = sorted(path.stem for path in bench.HERE.glob("*.json"))
# The suite takes the oldest and the newest; script/drill takes all.
NAMES = ALL if os.environ.get("DANVAN_DRILL") == "full" else [ALL[0], ALL[-1]]
PYTHON = Path(sys.executable)
SAID = (bench.HERE / "exceptions.toml").read_text("utf-8")
EXCEPTIONS = tomllib.loads(SAID)["change"]
TOLD: dict[str, dict[str, Any]] = {}
WATCH = """
CREATE SCHEMA drill;
CREATE TABLE drill.rewritten (name text);
CREATE FUNCTION drill.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
AS $$ BEGIN INSERT INTO drill.rewritten
    VALUES (pg_event_trigger_table_rewrite_oid()::regclass::text); END $$;
CREATE EVENT TRIGGER drill ON table_rewrite EXECUTE FUNCTION drill.note();
"""


@dataclass
class Upgraded:
    """A dump that was restored and brought forward by the code of today.

    ``was`` is what it meant to its own code, ``now`` what it means today; ``before``
    and ``after`` are its rows; ``left`` is what `exceptions.toml` lets go of it.
    """

    name: str
    address: str
    data: Path
    was: dict[str, Any]
    now: dict[str, Any] = field(default_factory=dict)
    before: meaning.Rows = field(default_factory=dict)
    after: meaning.Rows = field(default_factory=dict)
    left: dict[str, set[str]] = field(default_factory=dict)
    migrations: int = 0
    seconds: float = 0.0
    rewritten: frozenset[str] = frozenset()

    def connect(self):
        """Speak to it as who reads every row."""
        return psycopg.connect(bench.administrator(self.address), autocommit=True)

    def environment(self):
        """Give what the commands of the server get."""
        mine = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("DANVAN_", "DATABASE_"))
        }
        settings = {"DJANGO_SETTINGS_MODULE": "danvan.config.settings"}
        return mine | settings | {"DANVAN_DATA": str(self.data)}

    def prepare(self):
        """Do what the server does before it starts."""
        office = bench.as_role(self.address, OFFICE)
        env = self.environment()
        prepare.ensure(owner_url=self.address, office_url=office, env=env, demo=False)

    def speak(self, what, given=""):
        """Ask the code of today."""
        return bench.speak(
            PYTHON, what, data=self.data, address=self.address, given=given
        )


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
        found.now = bench.answers(PYTHON, data=data, address=address)
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


def watched(db, prepare):
    """Prepare; give the tables that were written anew, and the seconds it took."""
    began, mighty = time.monotonic(), "danvan_owner" not in db.info.dsn
    if mighty:
        db.execute(WATCH)
    prepare()
    seconds = time.monotonic() - began
    if not mighty:
        return frozenset(), seconds
    names = db.execute("SELECT name FROM drill.rewritten").fetchall()
    db.execute("DROP EVENT TRIGGER drill")
    return frozenset(name for (name,) in names), seconds


def applied(db):
    """Count the migrations that ran."""
    return db.execute("SELECT count(*) FROM django_migrations").fetchone()[0]


def changes(name, kind):
    """Give the changes on purpose that a dump meets, of tables or of questions."""
    return [x for x in EXCEPTIONS if kind in x and name <= x["up_to"]]


def what_leaves(db, name):
    """Ask the dump which rows and which values of answers will be no more."""
    asked = {x["table"]: x["gone"] for x in changes(name, "gone")}
    asked |= {x["question"]: x["without"] for x in changes(name, "without")}
    return {at: {v for (v,) in db.execute(say)} for at, say in asked.items()}


def test_no_row_changes_its_meaning(upgraded):
    free = {
        (x["table"], column)
        for x in changes(upgraded.name, "columns")
        for column in x["columns"]
    }
    cells = [
        (table, key, column, was)
        for table, rows in upgraded.before.items()
        for key, row in rows.items()
        for column, was in row.items()
    ]

    changed = {
        (table, column, key)
        for table, key, column, was in cells
        if upgraded.after[table].get(key, {}).get(column) != was
        and (table, column) not in free
        and key not in upgraded.left.get(table, ())
    }
    TOLD[upgraded.name] = {
        "migrations": upgraded.migrations,
        "seconds": round(upgraded.seconds, 1),
        "rows": sum(map(len, upgraded.before.values())),
        "left": sum(len(upgraded.left.get(table, ())) for table in upgraded.before),
        "told": len(upgraded.was["told"]),
        "changed": len({(table, key) for table, _, key in changed}),
        "rewritten": upgraded.rewritten,
    }
    assert not changed
    for table, keys in upgraded.left.items():
        assert not keys & {*upgraded.after.get(table, ())}
    assert len(cells) > 50_000


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
