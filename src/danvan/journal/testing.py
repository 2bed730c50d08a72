"""Lets tests that commit empty the journal, which the database refuses to all."""

from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_journal() -> Any:
    """Lift the guard inside the statement list by which Django flushes a database."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush
    table = "ALTER TABLE journal_entry %s TRIGGER journal_append_only;"

    def unguarded(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = flush(self, style, tables, **options)
        if "journal_entry" not in tables:
            return statements
        return [table % "DISABLE", *statements, table % "ENABLE"]

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "sql_flush", unguarded)
    yield
    patch.undo()
