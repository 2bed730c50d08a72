"""Sheets of figures: an empty one that a unit fills in, and many gathered into one.

Of the empty one only the cells to fill in can be changed, without a password: the
protection keeps codes from being typed over, not people out.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from danvan.writers.book import FONT, LONGEST, new_book
from danvan.writers.clean import clean

Value = Decimal | int | str | None
_BOX: Final = {**FONT, "border": 1, "valign": "vcenter", "text_wrap": True}
_HEAD: Final = _BOX | {"bold": True, "align": "center", "bg_color": "#E8EEF4"}
_OPEN: Final = _BOX | {"locked": False, "bg_color": "#FFFBE6"}
_BOLD: Final = _BOX | {"bold": True}
_MARK: Final = _BOX | {"bg_color": "#F6D7D2"}
_WIDTHS: Final = (14, 60, 16, 16)  # characters
_DIGITS: Final = 15  # that a spreadsheet's number keeps


@dataclass(frozen=True, slots=True)
class Row:
    """One figure to fill in: its code, name, unit of measure, decimals."""

    code: str
    name: str
    measure: str
    decimals: int = 0
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A line above the table: what it is, what it says; open: the unit writes it."""

    name: str
    value: str
    open: bool = False


def blank(
    *,
    name: str,
    lists: str,
    above: Sequence[str],
    labels: Sequence[Label],
    heads: Sequence[str],
    rows: Sequence[Row],
    choices: Sequence[tuple[str, str]] = (),
    hint: str = "",
) -> bytes:
    """Return the empty sheet as .xlsx.

    ``heads`` are four: code, name, unit of measure, figure. ``choices`` are the codes
    and names that the open labels may take, kept on the sheet ``lists``. ``hint`` is
    what a program says beside a cell that takes numbers only.
    """
    out = io.BytesIO()
    book = new_book(out)
    page = book.add_worksheet(name)
    bold, plain = book.add_format(FONT | {"bold": True}), book.add_format(FONT)
    for row, line in enumerate(above):
        page.write_string(row, 0, clean(line), bold if row == 0 else plain)
    top = len(above)
    for label in labels:
        style = book.add_format(_OPEN if label.open else _BOX)
        page.write_string(top, 0, clean(label.name), bold)
        page.write_string(top, 1, clean(label.value), style)
        top += 1
    if choices:
        _choices(book, page, lists, choices, _open_rows(labels, len(above)))
    _table(book, page, top + 1, heads, rows, hint)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    page.freeze_panes(top + 2, 0)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _open_rows(labels: Sequence[Label], top: int) -> list[int]:
    return [top + n for n, label in enumerate(labels) if label.open]


def _choices(
    book: Any,
    page: Any,
    lists: str,
    choices: Sequence[tuple[str, str]],
    rows: Sequence[int],
) -> None:
    """Offer codes in the first open label, names in the second."""
    sheet = book.add_worksheet(lists)
    for number, (code, name) in enumerate(choices):
        sheet.write_string(number, 0, clean(code))
        sheet.write_string(number, 1, clean(name))
    sheet.protect()
    for column, row in zip("AB", rows, strict=False):
        source = f"='{lists}'!${column}$1:${column}${len(choices)}"
        page.data_validation(
            row, 1, row, 1, {"validate": "list", "source": source, "ignore_blank": True}
        )


def _table(
    book: Any,
    page: Any,
    top: int,
    heads: Sequence[str],
    rows: Sequence[Row],
    hint: str,
) -> None:
    head, box = book.add_format(_HEAD), book.add_format(_BOX)
    for column, text in enumerate(heads):
        page.write_string(top, column, clean(text), head)
    for number, row in enumerate(rows, top + 1):
        for column, text in enumerate((row.code, row.name, row.measure)):
            page.write_string(number, column, clean(text), box)
        digits = "#,##0" + ("." + "0" * row.decimals if row.decimals else "")
        page.write_blank(
            number, 3, None, book.add_format(_OPEN | {"num_format": digits})
        )
        page.data_validation(number, 3, number, 3, _rule(row, hint))


def _rule(row: Row, hint: str) -> dict[str, Any]:
    """Only warned about: who has nothing to report may write so in words."""
    least = -(10**12) if row.negative else 0
    return {
        "validate": "decimal" if row.decimals else "integer",
        "criteria": "between",
        "minimum": least,
        "maximum": 10**12,
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": row.code[:32],
        "error_message": clean(hint)[:255],
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's figures in the order of the codes; ``marked``: it is missing."""

    code: str
    name: str
    values: Sequence[Value]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the gathered workbook holds; the words of it in the reader's language."""

    name: str
    above: Sequence[str]
    heads: Sequence[str]  # code and name of the unit, then one per code
    codes: Sequence[str]
    lines: Sequence[Line]
    total: Line
    coverage: Line
    faults_name: str
    faults_heads: Sequence[str]
    faults: Sequence[Sequence[str]]


def gathered(it: Gathering) -> bytes:
    """Return the workbook as .xlsx: units by codes with a total, and what is wrong."""
    out = io.BytesIO()
    book = new_book(out)
    styles = {
        key: book.add_format(style | {"num_format": "#,##0.####"})
        for key, style in {
            "head": _HEAD,
            "box": _BOX,
            "bold": _BOLD,
            "mark": _MARK,
        }.items()
    }
    page = book.add_worksheet(it.name)
    plain = book.add_format(FONT | {"bold": True})
    for row, words in enumerate(it.above):
        page.write_string(row, 0, _text(words), plain)
    top = len(it.above) + 1
    for column, text in enumerate(it.heads):
        page.write_string(top, column, _text(text), styles["head"])
    for column, text in enumerate(("", "", *it.codes)):
        page.write_string(top + 1, column, _text(text), styles["head"])
    number = top + 2
    for line in it.lines:
        _line(page, number, line, styles["mark" if line.marked else "box"])
        number += 1
    for line in (it.total, it.coverage):
        _line(page, number, line, styles["bold"])
        number += 1
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 36)
    page.set_column(2, max(len(it.heads) - 1, 2), 14)
    page.freeze_panes(top + 2, 2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    _faults(book.add_worksheet(it.faults_name), it, styles)
    book.close()
    return out.getvalue()


def _line(page: Any, row: int, line: Line, style: Any) -> None:
    page.write_string(row, 0, _text(line.code), style)
    page.write_string(row, 1, _text(line.name), style)
    for column, value in enumerate(line.values, 2):
        if value is None:
            page.write_blank(row, column, None, style)
        elif isinstance(value, str):
            page.write_string(row, column, _text(value), style)
        elif len(Decimal(value).as_tuple().digits) > _DIGITS:
            page.write_string(row, column, f"{value:f}", style)
        else:
            page.write_number(row, column, float(value), style)


def _faults(page: Any, it: Gathering, styles: dict[str, Any]) -> None:
    for column, text in enumerate(it.faults_heads):
        page.write_string(0, column, _text(text), styles["head"])
        page.set_column(column, column, 18 if column != 1 else 34)
    for row, fault in enumerate(it.faults, 1):
        for column, text in enumerate(fault):
            page.write_string(row, column, _text(text), styles["box"])
    if it.faults_heads:
        page.set_column(len(it.faults_heads) - 1, len(it.faults_heads) - 1, 60)
    page.freeze_panes(1, 0)


def _text(text: str) -> str:
    return clean(text)[:LONGEST]
