"""Journals of any length, made at once: the same seals as `journal.services` makes.

Who has every right on the database works through `superuser`, which no trigger stops.
"""

import datetime
import json
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from danvan.host import secrets
from danvan.journal.line import Line, seal
from danvan.journal.models import sealed_chain

COLUMNS = "chain, seq, at, actor_id, actor_label, action, record, changes, why, hmac"
_ACTIONS = ("petition.screen", "petition.assign", "value.enter", "vault.open")
_BEGAN = datetime.datetime(2026, 7, 1, 7, 30, tzinfo=datetime.UTC)


def codes(units: int) -> list[str]:
    """Name the chains of so many units: each has two, and the public's is one more."""
    chains = [f"C{30000 + number}" for number in range(units)]
    return ["portal", *chains, *(sealed_chain(code) for code in chains)]


def grow(chains: Iterable[str], *, by: int, seed: int) -> None:
    """Append ``by`` lines, on average, to every chain, in one transaction."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
    with connection.cursor() as cursor:
        for code in chains:
            cursor.execute(
                "SELECT seq, head FROM journal_chain WHERE code = %s", [code]
            )
            start, head = cursor.fetchone() or (0, "")
            end = start + chance.randint(by // 2, by + by // 2)
            with cursor.copy(f"COPY journal_entry ({COLUMNS}) FROM STDIN") as copy:
                for seq in range(start + 1, end + 1):
                    line = _line(code, seq, chance)
                    head = seal(line, head, settings.JOURNAL_KEY)
                    copy.write_row((*_row(line), head))
            cursor.execute(
                "INSERT INTO journal_chain VALUES (%s, %s, %s) ON CONFLICT (code) "
                "DO UPDATE SET seq = excluded.seq, head = excluded.head",
                [code, end, head],
            )


def _line(code: str, seq: int, chance: random.Random) -> Line:
    number = chance.randrange(10**6)
    return Line(
        chain=code,
        seq=seq,
        at=_BEGAN + datetime.timedelta(minutes=seq, microseconds=number),
        actor_id=f"user:{number % 50}",
        actor_label="Chuyên viên (mẫu)",
        action=chance.choice(_ACTIONS),
        record=f"petitions.petition:{number}",
        changes={"state": (None, f"s{number % 9}")},
        why="",
    )


def _row(line: Line) -> tuple[Any, ...]:
    changes = json.dumps({field: [*pair] for field, pair in line.changes.items()})
    who = (line.actor_id, line.actor_label, line.action, line.record)
    return (line.chain, line.seq, line.at, *who, changes, line.why)


@contextmanager
def superuser() -> Iterator[psycopg.Connection[Any]]:
    """Speak to the test's database as its administrator, past every trigger.

    On a database that was named (``DATABASE_URL``) as its owner, who disables them.
    """
    known = connection.get_connection_params()
    names = {
        key: known[key]
        for key in ("host", "port", "dbname", "user", "password")
        if key in known
    }
    if (settings.DATA_DIR / "postgres").exists():
        names |= {
            "user": "postgres",
            "password": secrets.read(settings.DATA_DIR, "postgres"),
        }
    with psycopg.connect(**names, autocommit=True) as db:
        if names["user"] == "postgres":
            db.execute("SET session_replication_role = replica")
        else:
            db.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        try:
            yield db
        finally:
            db.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
