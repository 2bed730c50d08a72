"""What danvan-manage doctor looks at: each look gives one finding."""

import datetime
import os
import platform
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from danvan.host.backups import book
from danvan.host.newer import newer
from danvan.host.ports import LOOPBACK, address, healthy
from danvan.host.postgres import DURABLE
from danvan.host.roles import OFFICE, PORTAL

LEAST_FREE = 2 * 1024**3
# A day, and the time that a backup takes; a copy that nobody ever restored is a hope.
OLDEST_BACKUP = datetime.timedelta(hours=26)
OLDEST_CHECK = datetime.timedelta(days=31)
# What check --deploy says of a server without HTTPS, as one on loopback is.
NEEDS_HTTPS = frozenset(f"security.W{n}" for n in ("004", "008", "012", "016"))


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


def examine() -> Iterator[Finding]:
    """Look at everything; a look that the database refuses is a finding too."""
    for look in LOOKS:
        try:
            yield look()
        except DatabaseError as error:
            said = str(error).strip().splitlines()[0]
            yield Finding(look.__name__.strip("_"), False, said)


def _versions() -> Finding:
    seen = f"Dân Vận {version('danvan')}, Django {version('django')}, "
    return Finding("versions", True, seen + f"Python {platform.python_version()}")


def _data() -> Finding:
    path: Path = settings.DATA_DIR
    if not path.is_dir():
        return Finding("data", False, f"{path} does not exist")
    free = shutil.disk_usage(path).free
    seen = f"{path}, {free / 1024**3:.1f} GiB free"
    return Finding("data", free >= LEAST_FREE, seen)


def _secrets() -> Finding:
    files = list((settings.DATA_DIR / "secrets").glob("*"))
    loose = [p.name for p in files if stat.S_IMODE(p.stat().st_mode) & 0o077]
    seen = f"open to others: {loose}" if loose else f"{len(files)}, shut to others"
    return Finding("secrets", bool(files) and not loose, seen)


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('server_version')")
        role, server = cursor.fetchone()
    return Finding("database", True, f"PostgreSQL {server} as {role}")


def _durability() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [list(DURABLE)],
        )
        off = sorted(name for name, value in cursor.fetchall() if value != "on")
    return Finding("durability", not off, f"not on: {off}" if off else "all on")


def _roles() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles "
            "WHERE rolname = ANY(%s)",
            [[OFFICE, PORTAL]],
        )
        mighty = dict(cursor.fetchall())
    missing = sorted({OFFICE, PORTAL} - mighty.keys())
    excess = sorted(role for role, more in mighty.items() if more)
    seen = f"missing: {missing}; with too many rights: {excess}"
    well = not missing and not excess
    return Finding("roles", well, f"{OFFICE}, {PORTAL}" if well else seen)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = [f"{step.app_label}.{step.name}" for step, _ in plan]
    if ahead := newer(connection):
        return Finding("migrations", False, f"of a later version: {ahead}")
    return Finding(
        "migrations", not names, f"open: {names}" if names else "all applied"
    )


def _portal() -> Finding:
    return _site("portal", 0)


def _office() -> Finding:
    return _site("office", 1)


def _site(name: str, offset: int) -> Finding:
    port = int(os.environ.get("DANVAN_PORT", "8000")) + offset
    well = healthy(port)
    seen = f"{address(port)} {'is healthy' if well else 'is silent'}"
    return Finding(name, well, seen)


def _worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - interval '2 minutes'"
        )
        (alive,) = cursor.fetchone()
    return Finding("worker", alive > 0, f"{alive} at work")


def _backup() -> Finding:
    """Look when the last backup was made, and when one was last restored to see."""
    data, now = settings.DATA_DIR, timezone.now()
    told = book.read(data)
    if settings.DEMONSTRATION and not told:
        return Finding("backup", True, "a demonstration, and none is made")
    made, checked = (book.age(data, w, now=now) for w in (book.MADE, book.CHECKED))
    lacking = []
    if made is None or made > OLDEST_BACKUP:
        lacking.append("danvan-manage backup FOLDER")
    if checked is None or checked > OLDEST_CHECK:
        lacking.append("danvan-manage restore FOLDER --check")
    if book.SECRETS not in told:
        lacking.append("danvan-manage backup --secrets FILE")
    seen = f"made {_ago(made)}, proved {_ago(checked)}"
    return Finding("backup", not lacking, "; ".join([seen, *lacking]))


def _ago(since: datetime.timedelta | None) -> str:
    if since is None:
        return "never"
    hours = int(since.total_seconds() // 3600)
    return f"{hours // 24} days ago" if hours >= 48 else f"{hours} hours ago"


def _settings() -> Finding:
    told = StringIO()
    try:
        call_command("check", deploy=True, fail_level="WARNING", stderr=told)
    except SystemCheckError as error:
        found = set(re.findall(r"\((\w+\.\w+)\)", str(error)))
        ours = urlsplit(settings.PORTAL_ADDRESS).hostname == LOOPBACK
        left = sorted(found - NEEDS_HTTPS if ours else found)
        seen = f"check --deploy finds {left}" if left else "no HTTPS, this machine only"
        return Finding("settings", not left, seen)
    return Finding("settings", True, "check --deploy finds nothing")


LOOKS: tuple[Callable[[], Finding], ...] = (
    *(_versions, _data, _secrets, _database, _durability, _roles, _migrations),
    *(_portal, _office, _worker, _backup, _settings),
)
