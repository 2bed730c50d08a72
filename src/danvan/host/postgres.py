"""The embedded PostgreSQL: its programs come in a wheel, we start them ourselves.

Promises, each held by a test: passwords are asked for (scram), the socket's
folder is shut to others, no folder outside the data directory changes its
permissions, and the server never runs as root.
"""

import shlex
import shutil
import signal
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess  # each call says what it runs # nosec B404
from urllib.parse import quote

import psycopg
from psycopg import Connection

from danvan.host import leftovers, roles, secrets
from danvan.host.binaries import binaries
from danvan.host.failure import HostError, NotDurable
from danvan.host.sockets import make_socket_folder, socket_folder
from danvan.host.system import is_root, make_folder, run_as

PORT = "5432"  # only a part of the socket's name
START_SECONDS = 300
# What must be on before anything is served: no acknowledged word may be lost.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC"}
SETTINGS |= {"jit": "off", "log_statement": "none", "log_min_error_statement": "panic"}
# The detail of a refused row quotes the row, a citizen's words among it.
SETTINGS |= {"log_error_verbosity": "terse"}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of our own in ``data``, run as ``user`` (None: as we are)."""

    data: Path
    user: str | None = None

    @property
    def files(self) -> Path:
        """The database's own directory."""
        return self.data / "postgres"

    @cached_property
    def programs(self) -> Path:
        """The folder of programs."""
        return binaries(self.user)

    def url(self, role: str = roles.OWNER, database: str = roles.DATABASE) -> str:
        """Give the address for one role, password included."""
        password = secrets.read(self.data, role)
        folder = quote(str(socket_folder(self.data, self.user)), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={folder}&port={PORT}"

    def running(self) -> bool:
        """Say whether a server runs on these files."""
        return self.files.is_dir() and self._ctl("status").returncode == 0

    def alive(self) -> bool:
        """Say whether the server's main process lives; cheaper than running()."""
        pid = _named_in(self.files / "postmaster.pid")
        return pid is not None and leftovers.works_in(pid, self.files)

    def start(self) -> None:
        """Start the server and see to its durability, roles and database.

        Raises HostError when it does not come up, NotDurable when it would lose data.
        """
        self.launch()
        try:
            self._prepare()
        except psycopg.OperationalError as error:
            raise HostError(f"PostgreSQL ended again at once: {error}") from None

    def launch(self) -> None:
        """Start the server, made first if absent; it answers when this returns.

        A server left over from a killed process is stopped first: the caller
        holds the data directory's lock, so it can be nobody else's.
        Raises HostError with the end of the server's log if it does not come up.
        """
        if is_root() and self.user is None:
            raise HostError("PostgreSQL does not run as root; name a user.")
        for folder in (self.data, self.data / "log"):
            make_folder(folder, self.user)
        secrets.ensure(self.data, self.user)
        self._ensure_files()
        self._clear()
        folder = make_socket_folder(self.data, self.user)
        options = ["-l", str(self._log), "-o", _options(folder)]
        # After a crash it first reads its log again, which may be long.
        done = self._ctl("start", "-w", "-t", str(START_SECONDS), *options)
        if done.returncode:
            raise HostError(f"PostgreSQL does not start.\n{self._end_of_log()}")

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server: ``fast`` closes its files, ``immediate`` just ends it."""
        if self.alive():
            self._ctl("stop", "-w", "-m", mode)
        # One amid a long statement does not notice that its server was killed.
        leftovers.end(
            lambda: leftovers.working_in(self.files, "postgres"), signal.SIGQUIT
        )
        folder = socket_folder(self.data, self.user)
        if folder.parent != self.data:
            shutil.rmtree(folder, ignore_errors=True)

    def _clear(self) -> None:
        """Stop a server left over, whole or in parts, and forget who is dead.

        PostgreSQL starts beside no process of another server on its files, nor while
        the number it finds in a file is a process's: a dead one's that nobody has
        buried, or by now a stranger's.
        """
        self.stop()
        folder = socket_folder(self.data, self.user)
        named = [self.files / "postmaster.pid", folder / f".s.PGSQL.{PORT}.lock"]
        for path in named:
            pid = _named_in(path)
            if pid and Path(f"/proc/{pid}").exists():
                path.unlink()

    @property
    def _log(self) -> Path:
        return self.data / "log" / "postgres.log"

    def _end_of_log(self) -> str:
        lines = self._log.read_text("utf-8", "replace") if self._log.exists() else ""
        return "\n".join(lines.splitlines()[-10:])

    def _ctl(self, *arguments: str) -> CompletedProcess[str]:
        return run_as(
            self.user, [self.programs / "pg_ctl", *arguments, "-D", self.files]
        )

    def _ensure_files(self) -> None:
        """Make the database's files, whole or not at all; refuse another version's."""
        ours = run_as(self.user, [self.programs / "postgres", "--version"]).stdout
        if (self.files / "PG_VERSION").exists():
            theirs = (self.files / "PG_VERSION").read_text("ascii").strip()
            if f" {theirs}." not in ours:
                raise HostError(f"{self.files} was made by PostgreSQL {theirs}.")
            return
        making = self.data / "postgres.making"
        shutil.rmtree(making, ignore_errors=True)
        command: list[str | Path] = [self.programs / "initdb", "-D", making]
        command += ["--username=postgres"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"]
        command += ["--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8"]
        command += [f"--pwfile={self.data / 'secrets' / 'postgres'}"]
        done = run_as(self.user, command)
        if done.returncode:
            raise HostError(f"PostgreSQL cannot be prepared.\n{done.stderr.strip()}")
        making.rename(self.files)

    def _prepare(self) -> None:
        """Check what durability rests on; make the roles and the database."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as db:
            lacking = [name for name in DURABLE if _setting(db, name) != "on"]
            if lacking:
                db.close()
                self.stop()
                raise NotDurable(f"PostgreSQL would lose data; off: {lacking}")
            roles.ensure_owner(db, secrets.read(self.data, roles.OWNER))
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            workers = (roles.OFFICE, roles.PORTAL)
            passwords = {role: secrets.read(self.data, role) for role in workers}
            roles.ensure_workers(db, roles.OWNER, passwords)


def _named_in(path: Path) -> int | None:
    """Give the process that a file of PostgreSQL names in its first line."""
    try:
        return int(path.read_text("ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _setting(db: Connection[tuple[object, ...]], name: str) -> str:
    row = db.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _options(folder: Path) -> str:
    """Write the server's options for pg_ctl, which hands them to a shell."""
    listed = '"' + str(folder).replace('"', '""') + '"'
    settings = {**SETTINGS, "unix_socket_directories": listed, "port": PORT}
    settings["unix_socket_permissions"] = "0700"
    return " ".join(f"-c {shlex.quote(f'{k}={v}')}" for k, v in settings.items())
