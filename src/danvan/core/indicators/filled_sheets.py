"""Sheets of figures that units fill in: what they are called by, what stands in them.

A sheet names itself, its period and its unit in lines above the table, and each figure
by its code: so rows may be moved, added or left out, and it is read all the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from danvan.core.text.fold import fold

# A sheet: its name, first row and column (from 0), and values row by row.
Grid = tuple[str, int, int, list[list[object]]]
LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "sheet": {"vi": "Mã biểu", "en": "Sheet code"},
    "period": {"vi": "Mã kỳ báo cáo", "en": "Period code"},
    "unit": {"vi": "Mã đơn vị", "en": "Unit code"},
    "name": {"vi": "Tên đơn vị", "en": "Unit name"},
}
"""What stands before the words that a sheet is known by."""
HEADS: Final[Mapping[str, Mapping[str, str]]] = {
    "code": {"vi": "Mã chỉ tiêu", "en": "Code"},
    "name": {"vi": "Chỉ tiêu", "en": "Indicator"},
    "unit": {"vi": "Đơn vị tính", "en": "Unit of measure"},
    "amount": {"vi": "Số liệu", "en": "Figure"},
}
"""The heads of the table, by what the column holds."""
_SAID = {fold(word): key for key, words in LABELS.items() for word in words.values()}
_HEAD = {fold(word): key for key, words in HEADS.items() for word in words.values()}
_WITHIN, _MOST_ROWS = 40, 2_000
_CODE = re.compile(r"[A-Z]{1,6}(?:-?\d{1,3})(?:[A-Za-z0-9-]{0,6})")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the file holds it; ``row`` and ``column`` count from 0.

    ``value`` is text, a number, a bool, a day or "" as `readers.xlsx.grids` gives it.
    """

    code: str
    value: object
    row: int
    column: int
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet: what it says of itself ("" where it does not) and its figures."""

    title: str
    sheet: str
    period: str
    unit: str
    name: str
    rows: Sequence[Row]


def find(
    grids: Sequence[Grid], formulas: Mapping[str, frozenset[tuple[int, int]]]
) -> Filled | None:
    """Return the first filled sheet of a workbook, None where there is none.

    ``formulas`` are the cells that hold one, by the sheet's name, as
    `readers.formulas.formula_cells` gives them.
    """
    for title, top, left, values in grids:
        head = _head(values)
        if head is None:
            continue
        at, columns = head
        said = _said(values[:at])
        rows = _rows(values, at, columns, (top, left), formulas.get(title, frozenset()))
        return Filled(
            title=title,
            sheet=said.get("sheet", ""),
            period=said.get("period", ""),
            unit=said.get("unit", ""),
            name=said.get("name", ""),
            rows=tuple(rows),
        )
    return None


def _head(values: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the heads, and the column of each."""
    for number, row in enumerate(values[:_WITHIN]):
        found = {
            _HEAD[word]: column
            for column, value in reversed(list(enumerate(row[:50])))
            if (word := fold(text(value)).strip(" :.*")) in _HEAD
        }
        if {"code", "amount"} <= found.keys():
            return number, found
    return None


def _said(above: Sequence[Sequence[object]]) -> dict[str, str]:
    """Return what the lines above the table say, by what they say it of."""
    found: dict[str, str] = {}
    for row in above:
        words = [said for value in row[:20] if (said := text(value))]
        if not words:
            continue
        label, colon, rest = words[0].partition(":")
        key = _SAID.get(fold(label).strip(" .*"))
        if key is not None:
            said = rest.strip() if colon and rest.strip() else "".join(words[1:2])
            found.setdefault(key, said[:200])
    return found


def _rows(
    values: Sequence[Sequence[object]],
    head: int,
    columns: Mapping[str, int],
    corner: tuple[int, int],
    formulas: frozenset[tuple[int, int]],
) -> Iterator[Row]:
    top, left = corner
    for number, row in enumerate(values[head + 1 : head + 1 + _MOST_ROWS], head + 1):
        code = text(row[columns["code"]]) if columns["code"] < len(row) else ""
        if not _CODE.fullmatch(code):
            if code and len(code) < 20 and " " not in code:
                yield Row(code, "", top + number, left + columns["code"])
            continue
        at = columns["amount"]
        value = row[at] if at < len(row) else ""
        place = (top + number, left + at)
        yield Row(code, value, *place, formula=place in formulas)


def text(value: object) -> str:
    """Return the words of a cell; a number is written plainly.

    >>> text(" Mã  đơn vị "), text(12.0), text(None)
    ('Mã đơn vị', '12', '')
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float) and value == value and abs(value) < 1e15:
        return f"{value:.15g}"
    return "" if value is None or isinstance(value, bool) else str(value)
