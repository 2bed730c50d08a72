"""A server that leaks where it is asked to: what the judge of the soak must catch."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

from danvan.config.wsgi import application as sound

SOME = 8 * 1024 * 1024  # bytes
_kept: list[Any] = []


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the real one does, after keeping what nobody needs any more."""
    leak, environ["QUERY_STRING"] = environ["QUERY_STRING"], ""
    if leak == "memory":
        _kept.append(b"x" * SOME)
    if leak == "connection":
        _kept.append(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True))
    if leak == "transaction":
        _kept.append(db := psycopg.connect(os.environ["DATABASE_URL"]))
        db.execute("SELECT 1")
    return sound(environ, start)
