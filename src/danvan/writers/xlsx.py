"""Sheets with grouped heads, a row of codes and rows of figures.

Text is written as text: what begins with = + - @ never becomes a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format  # type: ignore[import-untyped] # ships no types
from xlsxwriter.worksheet import (  # type: ignore[import-untyped] # ships no types
    Worksheet,
)

from danvan.writers.book import FONT, LONGEST, new_book
from danvan.writers.clean import clean

Value = Decimal | int | str | None
_BOX = {**FONT, "border": 1, "valign": "vcenter"}
_NARROW, _WIDE = 11, 32  # characters
_DIGITS = 15  # that a spreadsheet's number keeps


@dataclass(frozen=True, slots=True)
class Head:
    """One cell of the head and how far it reaches; rows and columns from 0."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: lines above, the head, the codes, the rows, lines below.

    ``name`` is at most 31 characters without []:*?/\\. Each row has a label and a value
    per code after the first; None stays an empty cell.
    """

    name: str
    above: Sequence[str]
    heads: Sequence[Head]
    codes: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value]]]
    below: Sequence[str] = ()


def table(
    *,
    name: str,
    above: Sequence[str],
    heads: Sequence[Head],
    codes: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Value]]],
) -> bytes:
    """Return one sheet as .xlsx; what it takes is said at `Sheet`."""
    return workbook([Sheet(name, above, heads, codes, rows)])


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets, at least one, as one .xlsx in their order.

    Of several sheets of one name the later ones are numbered.
    """
    out = io.BytesIO()
    book = new_book(out)
    styles = _Styles(
        plain=book.add_format(FONT | {"bold": True}),
        head=book.add_format(
            _BOX | {"bold": True, "align": "center", "text_wrap": True}
        ),
        number=book.add_format(_BOX | {"num_format": "#,##0.####"}),
        words=book.add_format(_BOX | {"text_wrap": True}),
        below=book.add_format(FONT),
    )
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        _fill(book.add_worksheet(name), sheet, styles)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    plain: Format
    head: Format
    number: Format
    words: Format
    below: Format


def _names(sheets: Sequence[Sheet]) -> list[str]:
    names: list[str] = []
    for sheet in sheets:
        name, again = sheet.name, 1
        # To a spreadsheet, names that differ in case alone are one.
        while name.casefold() in {known.casefold() for known in names}:
            again += 1
            name = f"{sheet.name[:26]} ({again})"
        names.append(name)
    return names


def _fill(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    for place, line in enumerate(sheet.above):
        page.write_string(place, 0, _text(line), styles.plain)
    top = len(sheet.above) + 1
    for part in sheet.heads:
        _write_head(page, top, part, styles.head)
    top += max((part.row + part.rows for part in sheet.heads), default=0)
    for column, code in enumerate(sheet.codes):
        page.write_string(top, column, _text(code), styles.head)
    for number, (label, values) in enumerate(sheet.rows, start=top + 1):
        page.write_string(number, 0, _text(label), styles.words)
        for column, value in enumerate(values, start=1):
            _write(page, number, column, value, styles.number, styles.words)
    for number, line in enumerate(sheet.below, start=top + len(sheet.rows) + 2):
        page.write_string(number, 0, _text(line), styles.below)
    page.set_column(0, 0, _WIDE)
    page.set_column(1, max(len(sheet.codes) - 1, 1), _NARROW)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _write_head(sheet: Worksheet, top: int, part: Head, style: Format) -> None:
    row, text = top + part.row, _text(part.text)
    if part.rows == part.columns == 1:
        sheet.write_string(row, part.column, text, style)
    else:
        last = row + part.rows - 1, part.column + part.columns - 1
        # Merging writes through the sheet's own guess of types; the text follows.
        sheet.merge_range(row, part.column, *last, "", style)
        sheet.write_string(row, part.column, text, style)


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    number: Format,
    words: Format,
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, number)
    elif isinstance(value, str):
        sheet.write_string(row, column, _text(value), words)
    elif len(Decimal(value).as_tuple().digits) > _DIGITS:
        sheet.write_string(row, column, f"{value:f}", words)
    else:
        sheet.write_number(row, column, float(value), number)


def _text(text: str) -> str:
    return clean(text)[:LONGEST]
