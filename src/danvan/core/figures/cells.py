"""Figures that stand alone in the cells of a table.

A cell that holds a number and nothing else is told by its row and its column; its unit
stands in the head of the column or in the line "Đơn vị tính" above the table.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from danvan.core.figures.figure import Figure
from danvan.core.figures.number import read
from danvan.core.figures.unit import Unit, read_unit
from danvan.core.text.document import Document
from danvan.core.text.normalise import Normal, normalise
from danvan.core.text.span import Span
from danvan.core.text.tables import Table, tables

_ALONE = re.compile(r"\s*(?P<number>\d+(?:[.,]\d+)*)\s*(?P<percent>%?)\s*")
_SERIAL = re.compile(r"(?:stt|tt|số tt|số thứ tự|#)\.?", re.IGNORECASE)
_UNIT_LINE = re.compile(r"(?:đơn vị tính|đvt)\s*:?\s*")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
# The row of codes under the head of a form; sums are printed with the code.
_OF_CODES = re.compile(r"ms|mã số|code|[a-h]", re.IGNORECASE)
_CODE = re.compile(r"(\d{1,3})(?:\s*=[\d\s=+…-]+)?")
_ONE = Decimal(1)


def cell_figures(document: Document, normal: Normal) -> list[Figure]:
    """Return the figures of the tables of ``document``, table by table."""
    return [
        figure
        for table in tables(document)
        for figure in _of_table(document, normal, table)
    ]


def number_cells(document: Document, normal: Normal) -> list[Span]:
    """Return the cells that hold a number alone or a column's code, in normal offsets."""
    return [
        Span(normal.position(block.span.start), normal.position(block.span.end))
        for block in document.blocks
        if block.kind == "cell" and _is_numeric(block.span.of(document.text))
    ]


def _is_numeric(text: str) -> bool:
    return bool(_ALONE.fullmatch(text) or _CODE.fullmatch(text.strip()))


def _of_table(document: Document, normal: Normal, table: Table) -> list[Figure]:
    numbers = {
        place: match
        for place, block in table.cells.items()
        if (match := _ALONE.fullmatch(block.span.of(document.text)))
        and not _is_year(match["number"])
    }
    head = _head(table, numbers)
    titles = _titles(document, table, head)
    names = _names(document, table, numbers)
    serial = {c for c in titles if any(_SERIAL.fullmatch(text) for text in titles[c])}
    numbered = {r for r in table.rows if _numbers_columns(document, table, r)}
    common = _common_unit(normal, table)
    figures = []
    for (row, column), match in numbers.items():
        if row in head or row in numbered or column in serial:
            continue
        figure = _figure(
            document,
            normal,
            table,
            (row, column),
            match,
            titles[column],
            names[row],
            common,
        )
        if figure:
            figures.append(figure)
    return figures


def _is_year(number: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number))


def _head(table: Table, numbers: dict[tuple[int, int], re.Match[str]]) -> range:
    """Return the rows above the first with a number in it."""
    first = min((row for row, _ in numbers), default=table.rows.start)
    return range(table.rows.start, first)


def _titles(document: Document, table: Table, head: range) -> Mapping[int, list[str]]:
    """Return, for each column, what stands in it in the rows ``head``.

    The last is what stands right above the numbers, '' where nothing does.
    """
    titles = defaultdict[int, list[str]](list)
    for row in head:
        for column in table.columns_of[row]:
            titles[column].append(table.text(document, row, column))
    for column, own in titles.items():
        if (head[-1], column) not in table.cells:
            own.append("")
    return titles


def _names(
    document: Document, table: Table, numbers: Mapping[tuple[int, int], object]
) -> Mapping[int, str]:
    """Return, for each row, its first words that are no number alone."""
    names = defaultdict[int, str](str)
    for place in sorted(table.cells):
        if place not in numbers and not names[place[0]]:
            names[place[0]] = table.text(document, *place)
    return names


def _numbers_columns(document: Document, table: Table, row: int) -> bool:
    """Say whether a row only numbers the columns: 1 2 3, or MS 1=2+3 2 3 of a form."""
    cells = [table.text(document, row, c) for c in table.columns_of[row]]
    while cells and _OF_CODES.fullmatch(cells[0]):
        del cells[0]
    found = [_CODE.fullmatch(cell) for cell in cells]
    codes = [int(match[1]) for match in found if match]
    return len(codes) == len(cells) > 2 and codes == [
        codes[0] + n for n in range(len(codes))
    ]


def _common_unit(normal: Normal, table: Table) -> str:
    start = normal.position(min(block.span.start for block in table.cells.values()))
    above = normal.lower[max(0, start - 200) : start]
    lines = list(_UNIT_LINE.finditer(above))
    return above[lines[-1].end() :].split("\n")[0].strip(" ().;") if lines else ""


def _figure(
    document: Document, normal: Normal, table: Table, place: tuple[int, int], match: re.Match[str],
    titles: list[str], name: str, common: str,
) -> Figure | None:  # fmt: skip
    number = read(match["number"])
    if number is None:
        return None
    start = table.cells[place].span.start + match.start("number")
    span = Span(start, start + len(match["number"]))
    spot = Span(normal.position(span.start), normal.position(span.end))
    unit = _unit("%" if match["percent"] else _told(titles) or common)
    return Figure(
        span=span,
        spot=spot,
        tail=spot.end + len(match["percent"]),
        text=match["number"],
        number=number,
        scale=unit.scale if unit else _ONE,
        unit=(unit.name or None) if unit else None,
        key=unit.key if unit else "",
        implied=not match["percent"],
        label=" | ".join(
            part.lower() for part in (name, titles[-1] if titles else "") if part
        ),
        slot="cell",
        measured=bool(unit and unit.measured),
    )


def _told(titles: list[str]) -> str:
    """Return the unit the head of a column bears: Diện tích (ha); Tỷ lệ %."""
    for title in reversed(titles):
        if match := _IN_BRACKETS.search(title):
            return match[1].strip()
        if "%" in title or title.lower().startswith("tỷ lệ"):
            return "%"
    return ""


def _unit(words: str) -> Unit | None:
    text = normalise(words)
    return read_unit(text.text, text.lower, 0) if words else None
