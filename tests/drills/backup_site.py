"""A site to back up, and commands of ours run on it as an operator runs them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from danvan.host import become, roles
from danvan.host.postgres import Cluster
from danvan.host.system import ids
from danvan.host.testing import Bench
from danvan.host.trial import clean_environment

ROOT = Path(__file__).resolve().parents[2]
USER = Bench().user
MANAGE = Path(sys.executable).with_name("danvan-manage")

# Takes a backup as the command does, waits for a line before each part, and takes
# the parts in the order that it is given: "0 1 2" is the product's.
_STEPWISE = """
import sys
from pathlib import Path
from django.utils import timezone
import django; django.setup()
from danvan.host import backup
from danvan.host.databases import own_cluster
data, folder, order = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def waits(part):
    def take(copying):
        print(part.__name__, flush=True)
        sys.stdin.readline()
        part(copying)
    return take
backup.PARTS = tuple(waits(backup.PARTS[int(n)]) for n in order.split())
print(backup.take(data, folder, cluster=own_cluster(data), now=timezone.localtime(),
                  clock=timezone.localtime, told=lambda text: None))
"""


def command(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run danvan-manage for a data directory, to its end."""
    return subprocess.run(
        [MANAGE, *map(str, arguments)],
        env=clean_environment() | {"DANVAN_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def stepwise(data: Path, folder: Path, order: str) -> subprocess.Popen[str]:
    """Begin a backup that waits for a line before each of its parts."""
    python, env = become.runtime(USER) if USER else (Path(sys.executable), {})
    uid, gid = ids(USER)
    env = clean_environment() | env | {"DANVAN_DATA": str(data)}
    env |= {"DJANGO_SETTINGS_MODULE": "danvan.config.settings"}
    return subprocess.Popen(
        [python, "-P", "-c", _STEPWISE, data, folder, order],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        umask=0o077,
        user=uid if USER else None,
        group=gid if USER else None,
        extra_groups=[] if USER else None,
    )


def program(data: Path, module: str, *arguments: str) -> dict[str, object]:
    """Run a program of the drills with the office's rights; return what it prints."""
    env = clean_environment() | {
        "DANVAN_DATA": str(data),
        "DANVAN_PROCESS": "manage",
        "DATABASE_URL": Cluster(data, USER).url(roles.OFFICE),
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
    }
    told = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout.splitlines()[-1])


def folder_for_the_service(path: Path) -> Path:
    """Make a folder that the server's user may write in."""
    path.mkdir(mode=0o700)
    os.chown(path, *ids(USER))
    return path


@contextmanager
def asked(data: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Ask a running database as its superuser, from whom no row is hidden."""
    with psycopg.connect(Cluster(data, USER).url("postgres"), autocommit=True) as db:
        yield db


def tables(data: Path) -> dict[str, tuple[object, ...]]:
    """Give for every table how many rows it has, and the MD5 of all in order."""
    with asked(data) as db:
        names = db.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {str(name): _digest(db, str(name)) for (name,) in names}


def _digest(db: psycopg.Connection[tuple[object, ...]], table: str) -> tuple:
    query = sql.SQL(
        "SELECT count(*), md5(string_agg(one, '' ORDER BY one))"
        " FROM (SELECT md5(t::text) AS one FROM {} t) AS rows"
    )
    return db.execute(query.format(sql.Identifier(table))).fetchone() or ()


def files(data: Path) -> dict[str, str]:
    """Give the SHA-256 of every stored file."""
    found = (p for p in (data / "files").iterdir() if not p.suffix)
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def rows_of_files(data: Path) -> dict[str, str]:
    """Give the SHA-256 that the row of every stored file tells."""
    with asked(data) as db:
        return dict(db.execute("SELECT id::text, sha256 FROM files_storedfile"))


def letters(data: Path) -> set[str]:
    """Give the numbers of all letters."""
    with asked(data) as db:
        return {str(n) for (n,) in db.execute("SELECT number FROM petitions_petition")}


@contextmanager
def launched(data: Path) -> Iterator[None]:
    """Run the database of a data directory that nobody serves."""
    cluster = Cluster(data, USER)
    cluster.launch()
    try:
        yield
    finally:
        cluster.stop()


def linked(backup: Path, to: Path) -> Path:
    """Make a copy of a backup to spoil: its files are links until they are changed."""
    shutil.copytree(backup, to, copy_function=os.link)
    return to


def hand_over(folder: Path) -> None:
    """Give everything below to the server's user, as it gave it to the backup."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *ids(USER))
