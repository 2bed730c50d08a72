"""The price of row-level security: the same work with it and without, in one run.

"Without" takes the lock off the tables for a while: the roles, the statements and the
rows stay what they are. The bench's database is its own, so nobody reads meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

# Turns with the lock and without, so that what else the machine does falls on both.
TURNS = 4
_LOCKED = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity ORDER BY 1"


@dataclass(frozen=True)
class Price:
    """The fastest of the same work with the lock and without, in one unit of time.

    Not medians: what else the machine does can only add, and adds unevenly.
    """

    locked: float
    free: float

    @property
    def ratio(self) -> float:
        """How many times as long it takes with the lock."""
        return self.locked / self.free


def locked_tables(url: str) -> list[str]:
    """List the tables under row-level security; ``url`` as any role."""
    with psycopg.connect(url) as db:
        return [str(row[0]) for row in db.execute(_LOCKED).fetchall()]


@contextmanager
def without(url: str) -> Iterator[None]:
    """Take the lock off all tables for the block; ``url`` as a superuser.

    Raises RuntimeError where no table is locked: there is nothing to compare then.
    """
    tables = locked_tables(url)
    if not tables:
        raise RuntimeError("no table is under row-level security")
    _switch(url, tables, "DISABLE")
    try:
        yield
    finally:
        _switch(url, tables, "ENABLE")


def _switch(url: str, tables: Sequence[str], how: str) -> None:
    with psycopg.connect(url) as db:
        for table in tables:
            db.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY".encode())


def price(url: str, work: Callable[[], float], times: int) -> Price:
    """Let ``work`` (which says what it took) run with the lock and without, by turns.

    After each switch it runs once unmeasured: plans and caches begin anew.
    """
    locked: list[float] = []
    free: list[float] = []
    each = max(1, times // TURNS)
    for _ in range(TURNS):
        work()
        locked += [work() for _ in range(each)]
        with without(url):
            work()
            free += [work() for _ in range(each)]
    return Price(min(locked), min(free))
