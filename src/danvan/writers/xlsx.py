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


def table(
    *,
    name: str,
    above: Sequence[str],
    heads: Sequence[Head],
    codes: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Value]]],
) -> bytes:
    """Return one sheet as .xlsx: lines above, the head, the codes, the rows.

    ``name`` is the sheet's, at most 31 characters without []:*?/\\. Each row has a
    label and a value per code after the first; None stays an empty cell.
    """
    out = io.BytesIO()
    book = new_book(out)
    sheet = book.add_worksheet(name)
    plain = book.add_format(FONT | {"bold": True})
    head = book.add_format(_BOX | {"bold": True, "align": "center", "text_wrap": True})
    cell = book.add_format(_BOX | {"num_format": "#,##0.####"})
    words = book.add_format(_BOX | {"text_wrap": True})
    for place, line in enumerate(above):
        sheet.write_string(place, 0, _text(line), plain)
    top = len(above) + 1
    for part in heads:
        _write_head(sheet, top, part, head)
    top += max((part.row + part.rows for part in heads), default=0)
    for column, code in enumerate(codes):
        sheet.write_string(top, column, _text(code), head)
    for number, (label, values) in enumerate(rows, start=top + 1):
        sheet.write_string(number, 0, _text(label), words)
        for column, value in enumerate(values, start=1):
            _write(sheet, number, column, value, cell, words)
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, max(len(codes) - 1, 1), _NARROW)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


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
