"""What a backup asks the database, as its superuser, from whom no row is hidden."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import Connection

from danvan.host.backups.manifest import Entry
from danvan.host.postgres import Cluster

Database = Connection[tuple[object, ...]]


@contextmanager
def asking(cluster: Cluster) -> Iterator[Database]:
    """Speak to a running cluster of ours."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        yield db


def heads(db: Database) -> dict[str, tuple[int, str]]:
    """Give the last line of each chain of the journal: its number and its seal."""
    rows = db.execute("SELECT code, seq, head FROM journal_chain WHERE seq > 0")
    return {str(code): (int(str(seq)), str(head)) for code, seq, head in rows}


def migrations(db: Database) -> list[str]:
    """Give the migrations that made the schema, sorted."""
    rows = db.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return sorted(str(name) for (name,) in rows)


def stored(db: Database) -> dict[str, Entry]:
    """Give size and SHA-256 of every file that a row names, by its name on the disk."""
    rows = db.execute("SELECT id::text, size, sha256 FROM files_storedfile")
    return {str(name): (int(str(size)), str(sha)) for name, size, sha in rows}
