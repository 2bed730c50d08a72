"""Ways to falsify a chain with every right on the database, and what must be said.

Each way changes one chain and returns the first line at which it shows and the
fault to be named there. ``held`` are the numbers that anchors saw, the last last.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from danvan.journal.line import Line, seal

Database = psycopg.Connection[Any]
Said = tuple[int, str]


@dataclass(frozen=True)
class Chain:
    """The chain that is falsified: its code, its length, what anchors saw of it."""

    code: str
    length: int
    held: Sequence[int]
    chance: random.Random

    def somewhere(self, low: int = 1, high: int | None = None) -> int:
        """Choose a line from ``low`` to ``high``, by default to the last."""
        return self.chance.randint(low, high or self.length)


def edit(db: Database, chain: Chain) -> Said:
    """Change one column of one line."""
    value = chain.chance.choice(
        (
            "at = at - interval '1 day'",
            "actor_id = 'user:999'",
            "actor_label = 'Ai khác'",
            "action = 'petition.close'",
            "record = 'petitions.petition:0'",
            """changes = '{"state": [null, "closed"]}'""",
            "why = 'x'",
            "hmac = encode(sha256(hmac::bytea), 'hex')",
        )
    )
    seq = chain.somewhere()
    change = sql.SQL("UPDATE journal_entry SET {} WHERE chain = %s AND seq = %s")
    db.execute(change.format(sql.SQL(value)), [chain.code, seq])
    return seq, "altered"


def delete(db: Database, chain: Chain) -> Said:
    """Take a line out of the middle."""
    seq = chain.somewhere(high=chain.length - 1)
    _do(db, "DELETE FROM journal_entry WHERE chain = %s AND seq = %s", chain.code, seq)
    return seq, "missing"


def delete_and_close(db: Database, chain: Chain) -> Said:
    """Take a line out of the middle and number the others anew."""
    seq, _ = delete(db, chain)
    _do(
        db,
        "UPDATE journal_entry SET seq = -seq WHERE chain = %s AND seq > %s",
        chain.code,
        seq,
    )
    _do(
        db,
        "UPDATE journal_entry SET seq = -seq - 1 WHERE chain = %s AND seq < 0",
        chain.code,
    )
    _do(db, "UPDATE journal_chain SET seq = seq - 1 WHERE code = %s", chain.code)
    return seq, "altered"


def reorder(db: Database, chain: Chain) -> Said:
    """Let two lines change places."""
    first = chain.somewhere(high=chain.length - 1)
    second = chain.somewhere(low=first + 1)
    move = "UPDATE journal_entry SET seq = %s WHERE chain = %s AND seq = %s"
    for new, old in ((-first, first), (first, second), (second, -first)):
        _do(db, move, new, chain.code, old)
    return first, "altered"


def cut(db: Database, chain: Chain) -> Said:
    """Cut off the end and leave the head."""
    seq = chain.somewhere()
    _do(db, "DELETE FROM journal_entry WHERE chain = %s AND seq >= %s", chain.code, seq)
    return seq, "truncated"


def cut_with_head(db: Database, chain: Chain) -> Said:
    """Cut off the end, past the last anchor, and put the head back."""
    seq = chain.somewhere(low=2, high=chain.held[-1])
    _do(db, "DELETE FROM journal_entry WHERE chain = %s AND seq >= %s", chain.code, seq)
    _follow(db, chain)
    return seq, "truncated"


def cut_all(db: Database, chain: Chain) -> Said:
    """Leave no trace of the chain."""
    _do(db, "DELETE FROM journal_entry WHERE chain = %s", chain.code)
    _do(db, "DELETE FROM journal_chain WHERE code = %s", chain.code)
    return 1, "truncated"


def rewrite(db: Database, chain: Chain) -> Said:
    """Write the chain anew from some line on, every seal made with a key of one's own."""
    seq = chain.somewhere()
    _rewrite(db, chain, seq, hashlib.sha256(b"another key").hexdigest())
    return seq, "altered"


def rewrite_with_the_key(db: Database, chain: Chain) -> Said:
    """Write it anew with the key that lies outside the database, stolen."""
    seq = chain.somewhere(high=chain.held[-1])
    _rewrite(db, chain, seq, settings.JOURNAL_KEY)
    return next(held for held in chain.held if held >= seq), "unanchored"


Way = Callable[[Database, Chain], Said]
# By which of the five it is a variant of.
WAYS: dict[Way, str] = {
    edit: "edit",
    delete: "delete",
    delete_and_close: "delete",
    reorder: "reorder",
    cut: "truncate",
    cut_with_head: "truncate",
    cut_all: "truncate",
    rewrite: "rewrite",
    rewrite_with_the_key: "rewrite",
}
# What shows by nothing in the database, only by what was written down outside.
BY_ANCHOR_ALONE = {cut_with_head, cut_all, rewrite_with_the_key}


def _rewrite(db: Database, chain: Chain, start: int, key: str) -> None:
    rows = db.execute(
        "SELECT seq, at, actor_label, action, record, changes, why, hmac FROM journal_entry "
        "WHERE chain = %s AND seq >= %s ORDER BY seq",
        [chain.code, start - 1],
    ).fetchall()
    previous = rows.pop(0)[-1] if start > 1 else ""
    new = []
    for seq, at, label, action, record, changes, why, _ in rows:
        line = Line(
            chain.code, seq, at, "user:1000", label, action, record, changes, why
        )
        previous = seal(line, previous, key)
        new.append((previous, chain.code, seq))
    with db.cursor() as cursor:
        cursor.executemany(
            "UPDATE journal_entry SET actor_id = 'user:1000', hmac = %s WHERE chain = %s AND seq = %s",
            new,
        )
    _follow(db, chain)


def _follow(db: Database, chain: Chain) -> None:
    """Let the head say what the last line says."""
    _do(
        db,
        "UPDATE journal_chain c SET seq = e.seq, head = e.hmac FROM journal_entry e "
        "WHERE c.code = %s AND e.chain = c.code AND e.seq = "
        "(SELECT max(seq) FROM journal_entry WHERE chain = c.code)",
        chain.code,
    )


def _do(db: Database, statement: str, *values: object) -> None:
    db.execute(statement, values)
