"""How many people spoke in dialogues, at voters' meetings and in surveys: counts only."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal

from danvan.accounts import scope
from danvan.registers.models import Entry

# The book, the field that tells what or who it was about, what counts as sources: no
# more opinions than people who could have voiced them.
_BOOKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "dialogues": ("with", ("opinions", "people")),
    "voters-meetings": ("", ("opinions", "people")),
    "surveys": ("about", ("returned",)),
}


def by_subject(
    start: datetime.date, end: datetime.date, unit_ids: Collection[int]
) -> Mapping[tuple[int, str, str], int]:
    """Return the sources of each unit, book and subject from ``start`` to ``end``.

    One query; shows no line to anybody.
    """
    rows = Entry.objects.standing().filter(
        unit__in=unit_ids, kind__in=_BOOKS, day__range=(start, end)
    )
    found: dict[tuple[int, str, str], int] = {}
    with scope.as_system("a count shows no line to anybody"):
        for unit, kind, values in rows.values_list("unit_id", "kind", "values"):
            subject, counted = _BOOKS[kind]
            key = unit, kind, values.get(subject, "") if subject else ""
            found[key] = found.get(key, 0) + _sources(values, counted)
    return found


def _sources(values: Mapping[str, str], counted: tuple[str, ...]) -> int:
    numbers = [int(Decimal(values[key])) for key in counted if values.get(key)]
    return min(numbers, default=0) if len(numbers) == len(counted) else 0
