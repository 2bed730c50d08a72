"""One dump of a release, brought forward by the code of today."""

import os
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tests.drills.dumps import bench, meaning

from danvan.host import prepare
from danvan.host.roles import OFFICE, OWNER

PYTHON = Path(sys.executable)
SAID = (bench.HERE / "exceptions.toml").read_text("utf-8")
EXCEPTIONS = tomllib.loads(SAID)["change"]
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
        where = {"data": self.data, "address": self.address}
        return bench.speak(PYTHON, what, **where, given=given)

    def answers(self):
        """Ask the code of today what it all means."""
        return bench.answers(PYTHON, data=self.data, address=self.address)


def watched(db, prepare):
    """Prepare; give the tables that were written anew, and the seconds it took."""
    began, mighty = time.monotonic(), f"user={OWNER}" not in db.info.dsn
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


def changed(was, now, left=None, free=()):
    """Name the cells that mean something else: (table, key, column).

    ``left`` are keys of rows that may leave, by table; ``free`` are (table, column).
    """
    return {
        (table, key, column)
        for table, rows in was.items()
        for key, row in rows.items()
        for column, cell in row.items()
        if now.get(table, {}).get(key, {}).get(column) != cell
        and (table, column) not in free
        and key not in (left or {}).get(table, ())
    }
