"""The sheet of a form as the circular prints it: grouped heads, row of codes, rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.forms.form import Column, Form


@dataclass(frozen=True, slots=True)
class Head:
    """One cell of the head; ``column`` counts from 0 and leaves out the unit's own."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's row: a value, a text (notes) or None per column."""

    label: str
    values: Sequence[Decimal | str | None]


def heads(form: Form, language: str) -> list[list[Head]]:
    """Return the head row by row; neighbours under one group share its cell."""
    depth = 1 + max((len(column.groups) for column in form.columns), default=0)
    rows: list[list[Head]] = [[] for _ in range(depth)]
    for level in range(depth):
        for place, column in enumerate(form.columns):
            _add(rows, form.columns, place, column, level, depth, language)
    return rows


def _add(
    rows: list[list[Head]],
    columns: Sequence[Column],
    place: int,
    column: Column,
    level: int,
    depth: int,
    language: str,
) -> None:
    groups = column.groups
    if level < len(groups):
        same = groups[: level + 1]
        if place and columns[place - 1].groups[: level + 1] == same:
            return
        width = 1
        while (
            place + width < len(columns)
            and columns[place + width].groups[: level + 1] == same
        ):
            width += 1
        rows[level].append(Head(groups[level][language], level, place, 1, width))
    elif level == len(groups):
        text = column.title[language]
        rows[level].append(Head(text, level, place, depth - level, 1))


def total(form: Form, lines: Sequence[Line]) -> list[Decimal | None]:
    """Add the lines up; a column is empty where every line is."""
    sums: list[Decimal | None] = []
    for place, _column in enumerate(form.columns):
        known = [
            value for line in lines if isinstance(value := line.values[place], Decimal)
        ]
        sums.append(sum(known, Decimal(0)) if known else None)
    return sums
