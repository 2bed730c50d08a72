"""From an empty database to one that can be worked with, and no step twice."""

import hashlib
import json
import subprocess  # each call says what it runs # nosec B404
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from danvan.host.failure import HostError

SOURCE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Prepared:
    """What a database was prepared from, kept as the comment of the database.

    ``logins`` are the demonstration's (user name, post); none: no demonstration.
    """

    print: str
    logins: tuple[tuple[str, str], ...] = ()


def fingerprint() -> str:
    """Sum up everything that preparing rests on: migrations, units, packages."""
    seen = hashlib.sha256()
    shapes = ("*/migrations/**/*.py", "*/migrations/**/*.sql", "core/data/**/*")
    files = {p for shape in shapes for p in SOURCE.glob(shape) if p.is_file()}
    for path in sorted(p for p in files if "__pycache__" not in p.parts):
        seen.update(str(path.relative_to(SOURCE)).encode() + path.read_bytes())
    packages = Path(psycopg.__file__).parents[1].glob("*.dist-info")
    seen.update("\n".join(sorted(p.name for p in packages)).encode())
    return seen.hexdigest()


def prepared(url: str) -> Prepared | None:
    """Read what the database at ``url`` was prepared from."""
    with psycopg.connect(url) as db:
        row = db.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone()
    try:
        found = json.loads(str(row[0])) if row and row[0] else {}
        logins = tuple((str(n), str(p)) for n, p in found["logins"])
        return Prepared(str(found["print"]), logins)
    except (ValueError, KeyError, TypeError):
        return None


def ensure(
    *, owner_url: str, office_url: str, env: Mapping[str, str], demo: bool
) -> Prepared:
    """Migrate and fill the database unless that was done from the same sources.

    ``env`` is the environment of the commands. Only migrations run as owner.
    Raises HostError with what a step said when it failed.
    """
    wanted = fingerprint()
    before = prepared(owner_url)
    if before and before.print == wanted:
        return before
    _step(["migrate", "--verbosity", "0", "--noinput"], env, owner_url)
    said = _step(["fill", *([] if demo else ["--no-demo"])], env, office_url)
    logins = tuple((n, p) for n, p in json.loads(said.splitlines()[-1])["logins"])
    done = Prepared(wanted, logins or (before.logins if before else ()))
    _remember(owner_url, done)
    return done


def _step(arguments: list[str], env: Mapping[str, str], url: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command, fixed arguments # nosec B603
        [sys.executable, "-m", "django", *arguments],
        env={**env, "DANVAN_PROCESS": "manage", "DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C is for the server, which then ends this step.
        start_new_session=True,
    )
    if done.returncode:
        end = "\n".join(done.stderr.splitlines()[-15:])
        raise HostError(f"The database cannot be prepared ({arguments[0]}).\n{end}")
    return done.stdout


def _remember(url: str, done: Prepared) -> None:
    text = json.dumps({"print": done.print, "logins": done.logins}, ensure_ascii=False)
    with psycopg.connect(url) as db:
        db.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(db.info.dbname), sql.Literal(text)
            )
        )
