"""The pytest plugin that gives the tests a PostgreSQL of their own.

It must act before Django reads its settings, so it is named in ``addopts``. A
``DATABASE_URL`` in the environment is used instead; ``DANVAN_TEST_NO_DATABASE=1``
leaves the database out. Any number of checkouts may run tests at the same time.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from danvan.host.system import SERVICE_HOME, ensure_service_user, is_root

if TYPE_CHECKING:
    from danvan.host.postgres import Cluster

ROOT = Path(__file__).resolve().parents[3]
# Names in the environment the folder that all runners of one run share.
SHARED = "DANVAN_TEST_SHARED"
# These tests know no Django.
WITHOUT_DATABASE = ROOT / "tests" / "core"
QUIET_OPTIONS = ("version", "help", "collectonly", "showfixtures", "markers")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config,
) -> Generator[None, object, object]:
    """Start the database and name it in the environment, before settings load."""
    if _needs_data(early_config):
        bench = Bench()
        atexit.register(bench.close)
        early_config.add_cleanup(bench.close)
        if _runs_no_test(early_config):
            # Each of the runners opens a bench of its own.
            bench.share()
            os.environ.setdefault("DANVAN_DATA", "/nonexistent")
        else:
            bench.open()
    return (yield)


def _runs_no_test(config: pytest.Config) -> bool:
    """Say whether this process only tells runners what to run."""
    several = getattr(config.known_args_namespace, "numprocesses", None)
    return bool(several) and "PYTEST_XDIST_WORKER" not in os.environ


def _needs_data(config: pytest.Config) -> bool:
    if os.environ.get("DANVAN_TEST_NO_DATABASE"):
        # Nor may the tests find what this machine happens to serve.
        os.environ.setdefault("DANVAN_DATA", "/nonexistent")
        return False
    options = config.known_args_namespace
    if any(getattr(options, name, False) for name in QUIET_OPTIONS):
        return False
    paths = [Path(a.split("::")[0]).absolute() for a in options.file_or_dir]
    return not paths or not all(p.is_relative_to(WITHOUT_DATABASE) for p in paths)


class Bench:
    """A passing data directory with its database; gone when closed."""

    def __init__(self) -> None:
        self.user = ensure_service_user() if is_root() else None
        self.data: Path | None = None
        self._lock = -1

    def open(self) -> None:
        """Make data, secrets and (if none is named) a database; set the environment."""
        from danvan.host import secrets

        self.share()
        assert self.data is not None  # noqa: S101 - for the type checker, in tests alone # nosec B101
        secrets.ensure(self.data, self.user)
        os.environ["DANVAN_DATA"] = str(self.data)
        if "DATABASE_URL" not in os.environ:
            self.cluster.start()
            _let_owner_make_databases(self.cluster)
            os.environ["DATABASE_URL"] = self.cluster.url()

    def share(self) -> None:
        """Make the folder; the first of a run is what all its runners share."""
        self.data = self._make_folder()
        os.environ.setdefault(SHARED, str(self.data))

    def close(self) -> None:
        """Stop the database and remove everything; twice is no harm."""
        if self.data is not None:
            if os.environ.get(SHARED) == str(self.data):
                del os.environ[SHARED]
            remove(self.data, self.user)
            os.close(self._lock)
            self.data = None

    @property
    def cluster(self) -> Cluster:
        """The database of this bench."""
        from danvan.host.postgres import Cluster

        assert self.data is not None  # noqa: S101 - for the type checker, in tests alone # nosec B101
        return Cluster(self.data, self.user)

    def _make_folder(self) -> Path:
        from danvan.host.reach import locked
        from danvan.host.system import ids

        parent = benches()
        with locked(parent / ".test-lock"):
            sweep(parent, self.user)
            data = Path(tempfile.mkdtemp(dir=parent, prefix="test-"))
            os.chown(data, *ids(self.user))
            # Held while we live: whoever can take it knows that we are gone.
            self._lock = os.open(data / "alive", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        return data


def benches() -> Path:
    """Give the folder in which test directories are made, shut to others."""
    if is_root():
        return SERVICE_HOME
    parent = Path(tempfile.gettempdir()) / f"danvan-tests-{os.geteuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.lstat().st_uid != os.geteuid():
        raise PermissionError(f"{parent} belongs to someone else; remove it.")
    return parent


def sweep(parent: Path, user: str | None) -> None:
    """Remove what killed test runs left, their servers included."""
    for data in parent.glob("test-*"):
        try:
            handle = os.open(data / "alive", os.O_RDWR)
        except OSError:
            remove(data, user)
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            remove(data, user)
        finally:
            os.close(handle)


def remove(data: Path, user: str | None) -> None:
    """Stop the servers in a test directory, if any, and delete the directory."""
    from danvan.host.postgres import Cluster

    for files in (data / "postgres", *data.glob("*/postgres")):
        Cluster(files.parent, user).stop(mode="immediate")
    shutil.rmtree(data, ignore_errors=True)


def _let_owner_make_databases(cluster: Cluster) -> None:
    """Allow the owner of a test's database what Django's test runner needs."""
    import psycopg

    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        db.execute("ALTER ROLE danvan_owner CREATEDB")
