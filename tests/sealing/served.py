"""The real server, and everything it leaves behind on its machine."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from tests.filled import filled
from tests.sealing.scan import Canary, Hit, Tally, look_through, open_files, scan

from danvan.host.postgres import Cluster
from danvan.host.system import ids
from danvan.host.testing import Bench
from danvan.host.trial import Trial

PASSING = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108


class Served:
    """A trial server with its database, its processes and its traces."""

    def __init__(self, folder: Path) -> None:
        self.began = time.time()
        self.tally = Tally()
        self.hits: set[Hit] = set()  # of what must lie nowhere
        self.folder = folder
        folder.mkdir()
        # With the demonstration's keys, and its units' decisions, in force.
        sealed = {"DANVAN_DENUNCIATIONS_ONLINE": "sealed"}
        self.site = Trial(filled(folder / "data"), settings=sealed)
        self.user = Bench().user
        self.cluster = Cluster(self.site.data, self.user)

    def close(self) -> None:
        """Stop the server."""
        self.site.stop()

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """Speak to the database as its superuser."""
        with psycopg.connect(self.cluster.url("postgres"), autocommit=True) as db:
            yield db

    def processes(self) -> list[int]:
        """List the server's processes: those of Python and those of PostgreSQL."""
        found = []
        mark = f"DANVAN_DATA={self.site.data}".encode()
        for path in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (path / "environ").read_bytes().split(b"\0")
                ours |= (path / "cwd").readlink() == self.cluster.files
            except OSError:
                continue
            if ours and int(path.name) != os.getpid():
                found.append(int(path.name))
        return found

    def keeps_nothing_of(
        self, *canaries: Canary, when: str, copied: bool = False
    ) -> None:
        """Fail where a mark stands anywhere now; ``copied``: in dump and backup too."""
        for canary in canaries:
            found = self.traces(canary) | (self.copies(canary) if copied else set())
            self.hits |= found
            assert found == set(), when

    def traces(self, canary: Canary) -> set[Hit]:
        """Scan data, passing files, open ones, and what the processes were told.

        Data are the database with its write-ahead log, stored files, sessions, jobs
        and the logs of every process.
        """
        with self.database() as db:
            db.execute("CHECKPOINT")
        pids = self.processes()
        roots = [self.folder, *self._passing(), *open_files(pids)]
        found = scan(roots, canary, self.tally)
        return found | look_through(self._said(pids), canary, self.tally)

    def _said(self, pids: list[int]) -> Iterator[tuple[str, bytes]]:
        """Give each process's environment and command line, and what runs or ran last."""
        for pid in pids:
            for name in ("environ", "cmdline"):
                with suppress(OSError):  # ended since it was listed
                    yield f"/proc/{name}", Path(f"/proc/{pid}/{name}").read_bytes()
        with self.database() as db:
            kept = db.execute(
                "SELECT relname FROM pg_class WHERE relname = 'pg_stat_statements'"
            ).fetchall()
            for view in ("pg_stat_activity", *(str(name) for (name,) in kept)):
                for row in db.execute(f"SELECT * FROM {view}"):  # noqa: S608
                    yield view, repr(row).encode()

    def copies(self, canary: Canary) -> set[Hit]:
        """Take a dump and a base backup, and scan both."""
        url, programs = self.cluster.url("postgres"), self.cluster.programs
        dump, backup = self.folder / "dump.sql", self.folder / "backup"
        shutil.rmtree(backup, ignore_errors=True)
        for command in (
            [programs / "pg_dump", "--file", dump, url],
            [programs / "pg_basebackup", "--checkpoint=fast", "-D", backup, "-d", url],
        ):
            subprocess.run(command, check=True, capture_output=True)
        return scan([dump, backup], canary, self.tally)

    def _passing(self) -> list[Path]:
        """Return what appeared outside the data directory since the server began."""
        owners = {ids(self.user)[0], os.geteuid()}
        found = []
        for root in PASSING:
            for folder, _folders, names in os.walk(root):
                for path in (Path(folder, name) for name in names):
                    try:
                        told = path.lstat()
                    except OSError:
                        continue
                    if told.st_uid in owners and told.st_mtime >= self.began:
                        found.append(path)
        return found
