"""A server of its own to measure: passing data, real units, real roles."""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Iterator
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


@dataclass
class Site:
    """The database, and what was put into it."""

    cluster: Cluster
    count: int = 0
    writer: Writer | None = None

    def url(self, role: str) -> str:
        """Give the address for one role."""
        return self.cluster.url(role)

    def grow(self, to: int) -> None:
        """Add letters until there are ``to``; every constraint and trigger is on."""
        if self.writer is None:
            self.writer = self._writer()
        with psycopg.connect(self.url(COPIED_UNDER)) as db:
            for rows in self.writer.chunks(to - self.count):
                copied(db, rows)
                db.commit()
            # Ids were given here, the counter of the column must follow.
            db.execute("SELECT setval(pg_get_serial_sequence('petitions_step', 'id'),"
                       " (SELECT max(id) FROM petitions_step))")  # fmt: skip
        with psycopg.connect(self.url(COPIED_UNDER), autocommit=True) as db:
            db.execute("VACUUM (ANALYZE)")
            db.execute("CHECKPOINT")
        self.count = to

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

        with psycopg.connect(self.url(COPIED_UNDER)) as db:
            row = db.execute("SELECT coalesce(max(id), 0) FROM petitions_step")
            (last,) = row.fetchone() or (0,)
        return Writer(
            places=places(self.url(COPIED_UNDER)),
            calendar=without_end(working_calendar()),
            today=timezone.localdate() - datetime.timedelta(days=1),
            first_step=last + 1,
        )


def copied(db: psycopg.Connection[tuple[object, ...]], rows: Rows) -> None:
    """Copy the rows into their tables, in the caller's transaction."""
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
