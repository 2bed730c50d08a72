"""What the rows of a database mean, asked in words that every version understands.

``facts`` answer `questions.toml` in figures a person can read; ``rows`` are all rows of all
tables, each summed up column by column, so that none changes unseen.
"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

Answers = dict[str, list[list[Any]]]
Rows = dict[str, dict[str, dict[str, str]]]

_ASKED = (Path(__file__).parent / "questions.toml").read_text("utf-8")
QUESTIONS: dict[str, dict[str, str]] = tomllib.loads(_ASKED)
# What belongs to the framework and the queue, and means nothing to anybody.
NOT_OURS = ("django_", "auth_", "procrastinate_")


def facts(db: psycopg.Connection[Any]) -> Answers:
    """Answer each question whose table stands, its rows in order."""
    standing = {*tables(db)}
    return {
        question: sorted(
            ([_plain(value) for value in row] for row in db.execute(said["asks"])),
            key=repr,
        )
        for question, said in QUESTIONS.items()
        if said["table"] in standing
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | None) else str(value)


def tables(db: psycopg.Connection[Any]) -> list[str]:
    """Name our tables."""
    found = db.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [name for (name,) in found if not name.startswith(NOT_OURS)]


def rows(db: psycopg.Connection[Any]) -> Rows:
    """Sum up every cell of our tables: table -> primary key -> column -> sum."""
    return {table: _rows(db, table) for table in tables(db)}


def _rows(db: psycopg.Connection[Any], table: str) -> dict[str, dict[str, str]]:
    key = [
        column
        for (column,) in db.execute(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a "
            "ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
            "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY 1",
            [table],
        )
    ]
    # As the database writes it: what is compared was written by the same one.
    cells = db.execute(
        sql.SQL("SELECT row_to_json(t)::jsonb FROM {} t").format(sql.Identifier(table))
    )
    return {
        "|".join(str(row[column]) for column in key): {
            name: hashlib.md5(repr(value).encode(), usedforsecurity=False).hexdigest()
            for name, value in row.items()
        }
        for (row,) in cells
    }
