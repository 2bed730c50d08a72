"""The database the server works with: the embedded one, or one that was named."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import make_conninfo

from danvan.host import roles, secrets
from danvan.host.failure import HostError
from danvan.host.postgres import Cluster

OLDEST = 150000  # PostgreSQL 15


class Database(Protocol):
    """What the server asks of either."""

    def start(self) -> None:
        """Make it answer, with its roles; raises HostError."""

    def stop(self) -> None:
        """Stop what start started."""

    def alive(self) -> bool:
        """Say whether what start started still runs."""

    def url(self, role: str = roles.OWNER) -> str:
        """Give the address for one role, password included."""


@dataclass(frozen=True)
class Named:
    """A PostgreSQL at an address that names its owner (``DATABASE_URL``)."""

    address: str
    data: Path

    def start(self) -> None:
        """Make the roles of the processes with passwords of this data directory."""
        secrets.ensure(self.data)
        workers = (roles.OFFICE, roles.PORTAL)
        passwords = {role: secrets.read(self.data, role) for role in workers}
        try:
            with psycopg.connect(self.address, autocommit=True) as db:
                if db.info.server_version < OLDEST:
                    raise HostError("PostgreSQL 15 or later is needed.")
                # Roles that an administrator made need no change from us.
                if not all(self._opens(role) for role in workers):
                    roles.ensure_workers(db, db.info.user, passwords)
        except psycopg.OperationalError as error:
            raise HostError(f"DATABASE_URL does not answer: {error}") from None
        except psycopg.errors.InsufficientPrivilege as error:
            raise HostError(
                f"The owner in DATABASE_URL needs CREATEROLE, and ADMIN of the roles "
                f"{' and '.join(workers)} if they stand already: {error}"
            ) from None

    def _opens(self, role: str) -> bool:
        try:
            psycopg.connect(self.url(role)).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Leave it running: it is not ours."""

    def alive(self) -> bool:
        """Say yes: whoever runs it watches it; pages answer 503 meanwhile."""
        return True

    def url(self, role: str = roles.OWNER) -> str:
        """Give the address for one role; the owner's is the one that was named."""
        if role == roles.OWNER:
            return self.address
        password = secrets.read(self.data, role)
        return make_conninfo(self.address, user=role, password=password)


def choose(data: Path, named: str | None) -> Database:
    """Choose the named database, or the embedded one where none is named."""
    return Named(named, data) if named else Cluster(data)


def own_cluster(data: Path) -> Cluster | None:
    """Give the embedded database of ``data``; None where the site uses another one.

    The owner's address that the server left tells which; a named one has no part of
    its files here.
    """
    cluster = Cluster(data)
    if not (cluster.files / "PG_VERSION").exists():
        return None
    owner = os.environ.get("DANVAN_OWNER_DATABASE_URL", cluster.url())
    return cluster if owner == cluster.url() else None
