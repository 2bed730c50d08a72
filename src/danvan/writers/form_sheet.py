"""An empty sheet to be filled in: heads, hints, lists to choose from, checks.

What is typed is only warned about: a sheet filled in elsewhere is checked when read.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from danvan.writers.book import FONT, new_book
from danvan.writers.clean import clean

Kind = Literal["date", "whole", "number", "text"]
ROWS: Final = 2_000  # that are made ready
_NARROW, _WIDE = 12, 36  # characters
_FORMATS: Final = {
    "date": "dd/mm/yyyy",
    "whole": "#,##0",
    "number": "#,##0.######",
    "text": "@",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, a hint above it, what it takes, values to choose from."""

    head: str
    hint: str
    kind: Kind
    choices: tuple[str, ...] = ()


def workbook(
    *, name: str, lists: str, above: Sequence[str], columns: Sequence[Column]
) -> bytes:
    """Return the .xlsx: lines above, a row of hints, the heads, and empty rows.

    ``name`` and ``lists`` name the two sheets, the second one holding the choices.
    """
    out = io.BytesIO()
    book = new_book(out)
    page, choices = book.add_worksheet(name), book.add_worksheet(lists)
    bold = book.add_format(FONT | {"bold": True})
    plain = book.add_format({**FONT, "italic": True})
    for row, line in enumerate(above):
        page.write_string(row, 0, clean(line), bold if row == 0 else plain)
    hints = len(above)
    styles = _styles(book)
    for place, column in enumerate(columns):
        page.write_string(hints, place, clean(column.hint), styles["hint"])
        page.write_string(hints + 1, place, clean(column.head), styles["head"])
        wide = min(max(_NARROW, len(column.head)), _WIDE)
        page.set_column(place, place, wide, styles[column.kind])
        _check(page, choices, lists, hints + 2, place, column)
    page.freeze_panes(hints + 2, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    box = {**FONT, "text_wrap": True, "valign": "top", "border": 1}
    made = {kind: FONT | {"num_format": form} for kind, form in _FORMATS.items()}
    made["hint"] = {**box, "italic": True, "font_size": 9, "font_color": "#404040"}
    made["head"] = {**box, "bold": True, "bg_color": "#E8EEF4"}
    return {name: book.add_format(style) for name, style in made.items()}


def _check(
    page: Any, choices: Any, lists: str, top: int, place: int, column: Column
) -> None:
    rule: dict[str, Any] = {"ignore_blank": True, "error_type": "warning"}
    if column.choices:
        for row, word in enumerate(column.choices):
            choices.write_string(row, place, clean(word))
        first, last = _address(place, 0), _address(place, len(column.choices) - 1)
        rule |= {"validate": "list", "source": f"='{lists}'!{first}:{last}"}
    elif column.kind in {"whole", "number"}:
        validate = "integer" if column.kind == "whole" else "decimal"
        rule |= {"validate": validate, "criteria": ">=", "value": 0}
    else:
        return
    page.data_validation(top, place, top + ROWS - 1, place, rule)


def _address(column: int, row: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"${letters}${row + 1}"
