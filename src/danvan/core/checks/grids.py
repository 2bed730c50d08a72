"""Totals of tables: the row "Tổng cộng" and the column "Tổng số".

Belongs to the rule "sum". A total row is held to all rows that are no totals; a total
column only where half of the rows hold, for columns may overlap.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.reading import Reading
from danvan.core.text.tables import Table, tables

RULE = "sum"

_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|toàn (?:tỉnh|huyện|xã))(?: cộng| số)?\s*:?",
    re.IGNORECASE,
)
_PART_HEAD = re.compile(r"(?i:trong đó|chia ra)|[IVX]{1,4}\.?$")
_NO_SUM = {"%", "points", "times"}


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each total of a table."""
    starts = {
        f.span.start: i for i, f in enumerate(reading.figures) if f.slot == "cell"
    }
    for table in tables(reading.document) if starts else []:
        grid = {
            place: found
            for place, block in table.cells.items()
            if (found := _within(starts, block.span.start, block.span.end)) is not None
        }
        yield from _total_row(reading, table, grid)
        yield from _total_column(reading, table, grid)


def _within(starts: dict[int, int], start: int, end: int) -> int | None:
    return next((starts[at] for at in range(start, end) if at in starts), None)


def _name(reading: Reading, table: Table, row: int) -> str:
    texts = (table.text(reading.document, row, c) for c in table.columns_of[row])
    return next(
        (text for text in texts if text and not re.fullmatch(r"[\d.,%\s]+", text)), ""
    )


def _total_row(
    reading: Reading, table: Table, grid: dict[tuple[int, int], int]
) -> Iterator[Check]:
    rows = sorted({row for row, _ in grid})
    totals = [row for row in rows if _TOTAL.fullmatch(_name(reading, table, row))]
    nested = any(
        _PART_HEAD.match(table.text(reading.document, row, c))
        for row in rows
        for c in table.columns_of[row]
    )
    if len(totals) != 1 or len(rows) < 3:
        return
    columns = defaultdict[int, list[int]](list)
    for (row, column), index in sorted(grid.items()):
        if row != totals[0]:
            columns[column].append(index)
    for column in table.columns_of[totals[0]]:
        total, parts = grid.get((totals[0], column)), columns[column]
        if total is None or len(parts) < 2 or reading.figures[total].key in _NO_SUM:
            continue
        made = _sum(reading, total, parts, "warning" if nested else "error")
        if made.holds or not nested:
            yield made


def _total_column(
    reading: Reading, table: Table, grid: dict[tuple[int, int], int]
) -> Iterator[Check]:
    first = min((row for row, _ in grid), default=0)
    totals = {
        c
        for r in table.columns_of
        if r < first
        for c in table.columns_of[r]
        if _TOTAL.fullmatch(table.text(reading.document, r, c))
    }
    if len(totals) != 1:
        return
    made = []
    (own,) = totals
    rows = defaultdict[int, list[int]](list)
    for (row, column), i in grid.items():
        if column != own and reading.figures[i].key not in _NO_SUM:
            rows[row].append(i)
    for row in sorted({row for row, _ in grid}):
        total, parts = grid.get((row, own)), rows[row]
        if total is not None and len(parts) > 1:
            made.append(_sum(reading, total, parts, "error"))
    held = sum(check.holds for check in made)
    if held > 1 and held * 2 >= len(made):
        yield from made


def _sum(reading: Reading, total: int, parts: list[int], severity: Severity) -> Check:
    figure = reading.figures[total]
    computed = (
        sum((reading.figures[i].amount for i in parts), Decimal(0)) / figure.worth
    )
    slack = (
        sum((reading.figures[i].number.step for i in (total, *parts)), Decimal(0)) / 2
    )
    holds = abs(computed - figure.value) <= (
        slack if figure.measured or figure.number.step < 1 else 0
    )
    written = " + ".join(shown(reading.figures[i].value) for i in parts[:12]) + (
        " + …" if len(parts) > 12 else ""
    )
    message = (
        both(
            f"In {shown(figure.value)}; cộng lại {written} = {shown(computed)}.",
            f"Printed {shown(figure.value)}; the cells add up: {written} = {shown(computed)}.",
        )
        if holds
        else both(
            f"In {shown(figure.value)}, nhưng tính ra {written} = {shown(computed)} (lệch {shown(abs(figure.value - computed))}).",
            f"Printed {shown(figure.value)}, computed {written} = {shown(computed)} (off by {shown(abs(figure.value - computed))}).",
        )
    )
    members = (total, *parts)
    return Check(
        RULE,
        holds,
        "note" if holds else severity,
        members,
        plain(figure.value),
        plain(computed),
        message,
        figure.span,
    )
