"""The one way to the database: functions that run with their owner's right."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.db import connection


def call(sql: str, arguments: list[Any]) -> dict[str, Any]:
    """Return what a function says, which is one JSON object."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        said = cursor.fetchone()[0]
    answer: dict[str, Any] = json.loads(said) if isinstance(said, str) else said
    return answer


def to_json(value: object) -> str:
    """Return a value as such a function takes it."""
    return json.dumps(value, default=str)


day: Callable[[str], datetime.date] = datetime.date.fromisoformat
