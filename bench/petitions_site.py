"""A server of its own to measure: passing data, real units, real roles."""

from __future__ import annotations

import datetime
import itertools
import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from danvan.host import prepare, roles
from danvan.host.postgres import Cluster
from danvan.host.testing import Bench

if TYPE_CHECKING:  # they need Django's settings, which name the database
    from petitions_rows import Place, Rows, Writer

COMMUNE, PROVINCE = "C31135", "P92"  # where the demonstration's people sit
COPIED_UNDER = "postgres"  # COPY does not go through row-level security
CHUNK = 10_000
FEW = 50_000  # letters that come cheaper through the indexes than around them


def _quiet(_: str) -> None:
    """Say nothing."""


@dataclass
class Site:
    """The database, and what was put into it."""

    cluster: Cluster
    count: int = 0
    writer: Writer | None = None

    def url(self, role: str) -> str:
        """Give the address for one role."""
        return self.cluster.url(role)

    def grow(self, to: int, say: Callable[[str], None] = _quiet) -> None:
        """Add letters until there are ``to``; tells ``say`` how far it is.

        Columns are checked, triggers and foreign keys sleep: what they would say of
        these rows tests/repo/test_bench_rows.py asks of some. Where many come at
        once, indexes are made afterwards.
        """
        if self.writer is None:
            self.writer = self._writer()
        self.writer.steps = itertools.count(self._last_step() + 1)
        coming = to - self.count
        with psycopg.connect(self.url(COPIED_UNDER), autocommit=True) as db:
            db.execute("SET session_replication_role = replica")
            db.execute("SET synchronous_commit = off")
            made_later = without_indexes(db) if coming > FEW else ()
            for done, rows in enumerate(self.writer.chunks(coming, CHUNK), 1):
                copied(db, rows)
                if done % 10 == 0:
                    say(f"{self.count + done * CHUNK:,} petitions copied")
            if made_later:
                say(f"making {len(made_later)} indexes")
            db.execute("SET maintenance_work_mem = '512MB'")
            for definition in made_later:
                db.execute(definition)
            # Ids were given here, the counter of the column must follow.
            db.execute("SELECT setval(pg_get_serial_sequence('petitions_step', 'id'),"
                       " (SELECT max(id) FROM petitions_step))")  # fmt: skip
            say("counting what the planner must know")
            db.execute(f"VACUUM (ANALYZE) {', '.join(_tables())}")
            db.execute("CHECKPOINT")
        self.count = to

    def _last_step(self) -> int:
        with psycopg.connect(self.url(COPIED_UNDER)) as db:
            row = db.execute("SELECT coalesce(max(id), 0) FROM petitions_step")
            (last,) = row.fetchone() or (0,)
        return int(last)

    def counted(self, table: str) -> int:
        """Count the rows of a table."""
        with psycopg.connect(self.url(COPIED_UNDER)) as db:
            row = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own names # nosec B608
        return int(row[0]) if row else 0

    def _writer(self) -> Writer:
        from django.utils import timezone
        from petitions_rows import Writer

        from danvan.core.casework.deadlines import without_end
        from danvan.orgs.selectors import working_calendar

        return Writer(
            places=places(self.url(COPIED_UNDER)),
            calendar=without_end(working_calendar()),
            today=timezone.localdate() - datetime.timedelta(days=1),
            first_step=1,
        )


def without_indexes(db: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Take away the indexes that no constraint needs; return what makes them again."""
    found = db.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
        " FROM pg_index i WHERE i.indrelid = ANY (%s::regclass[]) AND NOT EXISTS"
        " (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(_tables())],
    ).fetchall()
    for name, _ in found:
        db.execute(f"DROP INDEX {name}")
    return [str(definition) for _, definition in found]


def _tables() -> Sequence[str]:
    from petitions_rows import COLUMNS

    return tuple(COLUMNS)


def copied(db: psycopg.Connection[tuple[object, ...]], rows: Rows) -> None:
    """Copy the rows into their tables."""
    from petitions_rows import COLUMNS

    for table, columns in COLUMNS.items():
        names = ", ".join(columns.split())
        with db.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in getattr(rows, table):
                copy.write_row(row)


def places(url: str) -> list[Place]:
    """Return today's communes and provinces with the share of letters of each.

    One province gets three letters in a hundred and one commune one in two hundred;
    of the others a few get many and most get few.
    """
    from petitions_rows import Place

    query = (
        "SELECT id, name, remote, code, level FROM orgs_unit WHERE kind = 'territory'"
        " AND valid_to IS NULL AND level IN ('commune', 'province') ORDER BY code"
    )
    with psycopg.connect(url) as db:
        found = db.execute(query).fetchall()
    ranks = list(range(len(found)))
    random.Random(1).shuffle(ranks)  # noqa: S311 - no secret # nosec B311
    large = {PROVINCE: 0.03, COMMUNE: 0.005}
    sizes = [
        (4.0 if level == "province" else 1.0) / (rank + 50)
        for rank, (*_, level) in zip(ranks, found, strict=True)
    ]
    whole = sum(sizes) / (1 - sum(large.values()))
    return [
        Place(pk, name, remote, large.get(code, size / whole))
        for size, (pk, name, remote, code, _) in zip(sizes, found, strict=True)
    ]


@contextmanager
def open_site() -> Iterator[Site]:
    """Start a database, fill in units and people, and work as the office does."""
    bench = Bench()
    os.environ.pop("DATABASE_URL", None)
    os.environ["DANVAN_DEMO"] = "1"
    bench.open()
    try:
        cluster = bench.cluster
        prepare.ensure(
            owner_url=cluster.url(),
            office_url=cluster.url(roles.OFFICE),
            env=dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "danvan.config.settings"},
            demo=False,
        )
        become("office", cluster.url(roles.OFFICE))
        _hire()
        yield Site(cluster)
    finally:
        bench.close()


def _hire() -> None:
    """Give the commune and the province the demonstration's people, not its letters."""
    from django.utils import timezone

    from danvan.host import demo
    from danvan.orgs import demo as orgs

    orgs.fill(today=timezone.localdate())
    demo.make_logins(today=timezone.localdate())


def become(process: str, url: str) -> None:
    """Set Django up as one of the server's processes, under its database role."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "danvan.config.settings"
    os.environ |= {"DANVAN_PROCESS": process, "DATABASE_URL": url}
    import django

    django.setup()
