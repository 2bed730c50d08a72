"""What the environment and the data directory say, with safe defaults."""

import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[3]
PROCESS = os.environ.get("DANVAN_PROCESS", "manage")
# As root the server keeps its data where the service user can reach them.
_DATA = Path("/var/lib/danvan") if os.geteuid() == 0 else ROOT / "data"
DATA = Path(os.environ.get("DANVAN_DATA", _DATA))


def load(path: Path) -> None:
    """Take from a file of NAME=VALUE lines what the environment does not say.

    The server leaves such a file in its data directory, so that commands find
    its database.
    """
    if not os.access(path, os.R_OK):
        return
    for line in path.read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)


# Whether the address of the database is the caller's or the file's.
FOUND_DATABASE = "DATABASE_URL" not in os.environ
# Building must not depend on what this machine happens to serve.
if PROCESS != "build":
    load(DATA / "environment")


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Read a list divided by commas."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def path(name: str, default: Path) -> Path:
    """Read the path of a file."""
    return Path(os.environ.get(name) or default)


def secret(name: str) -> str:
    """Read a secret made at first run; a passing one where no data stand yet.

    The passing one serves commands that touch no data (static control,
    collecting static files); it differs each time, so nothing lasting can
    come to depend on it.
    """
    path = DATA / "secrets" / name
    return path.read_text("ascii").strip() if path.is_file() else secrets.token_hex(32)


def database(url: str) -> dict[str, object]:
    """Turn a PostgreSQL address into Django's settings.

    >>> database("postgresql://a:b@/danvan?host=/run/x")["HOST"]
    '/run/x'
    """
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}  # a field's name # nosec B105
    known |= {"host": "HOST", "port": "PORT"}
    named = {known[k]: str(v) for k, v in parts.items() if k in known}
    rest = {k: v for k, v in parts.items() if k not in known}
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": rest}


def speak_as_system(database: dict[str, object]) -> None:
    """Let every connection say that it works for no single viewer.

    >>> settings = database("postgresql:///danvan")
    >>> speak_as_system(settings)
    >>> settings["OPTIONS"]
    {'options': '-c danvan.scope=system'}
    """
    options = database["OPTIONS"]
    assert isinstance(options, dict)  # noqa: S101 - `database` made it # nosec B101
    said = f"{options.get('options', '')} -c danvan.scope=system"
    options["options"] = said.strip()
