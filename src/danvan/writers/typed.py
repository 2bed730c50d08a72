"""A list as a sheet: a head, rows of typed cells, a row of sums; nothing computes."""

import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from danvan.writers.book import FONT, LONGEST, new_book
from danvan.writers.clean import clean

Value = Decimal | datetime.date | str | None
_DIGITS: Final = 15  # that a spreadsheet's number keeps
_NARROW, _WIDE = 12, 40  # characters


def workbook(
    *,
    name: str,
    above: Sequence[str],
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    sums: Sequence[Value] = (),
) -> bytes:
    """Return one sheet as .xlsx: lines above, the head, the rows, the sums in bold.

    ``name`` is the sheet's, at most 31 characters without []:*?/\\. Text stays text:
    what begins with = + - @ never becomes a formula.
    """
    out = io.BytesIO()
    book = new_book(out)
    page = book.add_worksheet(name)
    styles = _styles(book)
    for row, line in enumerate(above):
        page.write_string(row, 0, clean(line)[:LONGEST], styles["above"])
    top = len(above)
    for column, head in enumerate(heads):
        page.write_string(top, column, clean(head)[:LONGEST], styles["head"])
        wide = min(max(_NARROW, len(head)), _WIDE)
        page.set_column(column, column, wide)
    row = top
    for row, values in enumerate(rows, start=top + 1):
        _write(page, row, values, styles, "")
    if sums:
        _write(page, row + 1, sums, styles, "bold ")
    page.freeze_panes(top + 1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {**FONT, "valign": "top"}
    made = {
        "above": FONT | {"bold": True},
        "head": {**plain, "bold": True, "text_wrap": True, "border": 1},
        "number": plain | {"num_format": "#,##0.######"},
        "day": plain | {"num_format": "dd/mm/yyyy"},
        "text": {**plain, "num_format": "@", "text_wrap": True},
    }
    for kind in ("number", "day", "text"):
        made[f"bold {kind}"] = made[kind] | {"bold": True, "top": 1}
    return {kind: book.add_format(style) for kind, style in made.items()}


def _write(
    page: Any, row: int, values: Sequence[Value], styles: dict[str, Any], how: str
) -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            said = clean(value)[:LONGEST]
            page.write_string(row, column, said, styles[how + "text"])
        elif isinstance(value, datetime.date):
            page.write_datetime(row, column, value, styles[how + "day"])
        elif len(value.as_tuple().digits) > _DIGITS:
            page.write_string(row, column, f"{value:f}", styles[how + "text"])
        else:
            page.write_number(row, column, float(value), styles[how + "number"])
