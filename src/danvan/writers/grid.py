"""Plain sheets of text: a head and rows, as XLSX and CSV, in which nothing computes.

Every cell of the workbook is text, so no formula, link or number can arise of what
somebody typed. CSV has no types: there what a spreadsheet would compute is quoted.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from danvan.writers.book import FONT, LONGEST, new_book
from danvan.writers.clean import clean

_WIDEST: Final = 40  # characters
# What spreadsheets take for the start of a formula, the fullwidth forms among them.
_ACTIVE: Final = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
# A telephone number, or a figure as it is written here: nothing comes of computing it.
_NUMBER: Final = re.compile(r"\+?\d[\d .()\-]{0,28}|[+-]?\d[\d.,]{0,38}%?")
# A program that parts cells at another sign than ours begins one after each of these.
_PARTS: Final = re.compile(r'([;\t\r\n][;\s"\u200b\ufeff]*)([^;\t\r\n]*)')


def workbook(sheet: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return an .xlsx with one sheet; ``sheet`` is its name, at most 31 characters."""
    out = io.BytesIO()
    book = new_book(out)
    page = book.add_worksheet(sheet)
    font = {**FONT, "valign": "top"}
    bold = book.add_format(font | {"bold": True, "text_wrap": True, "border": 1})
    # "@": a spreadsheet goes on taking for text what is typed there later.
    text = book.add_format(font | {"num_format": "@", "text_wrap": True})
    for column, head in enumerate(heads):
        page.write_string(0, column, clean(head), bold)
        page.set_column(column, column, min(max(12, len(head)), _WIDEST))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if said := clean(cell)[:LONGEST]:
                page.write_string(number, column, said, text)
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write([safe(head) for head in heads])
    for row in rows:
        write([safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet computes; telephone numbers stay as they are.

    >>> safe("=1+1"), safe(" @x"), safe("+84 900 000 001"), safe("Ấp 1"), safe("-5,2")
    ("'=1+1", "' @x", '+84 900 000 001', 'Ấp 1', '-5,2')
    >>> safe("Ấp 1;=1+1")
    "Ấp 1;'=1+1"
    """
    said = _PARTS.sub(lambda part: f"{part[1]}{_still(part[2])}", clean(text))
    return _still(said)


def _still(part: str) -> str:
    bare = part.lstrip(' "\u00a0\u200b\ufeff')
    still = not bare.startswith(_ACTIVE) or _NUMBER.fullmatch(part)
    return part if still else f"'{part}"
