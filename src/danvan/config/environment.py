"""What the environment and the data directory say, with safe defaults."""

import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[3]
PROCESS = os.environ.get("DANVAN_PROCESS", "manage")
DATA = Path(os.environ.get("DANVAN_DATA", ROOT / "data"))


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Read a list divided by commas."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


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
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    known |= {"host": "HOST", "port": "PORT"}
    named = {known[k]: str(v) for k, v in parts.items() if k in known}
    rest = {k: v for k, v in parts.items() if k not in known}
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": rest}
