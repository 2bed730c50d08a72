"""An empty workbook in which nothing computes and which tells no time."""

import datetime
import io
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped] # ships no types

FONT: Final = {"font_name": "Times New Roman", "font_size": 11}
LONGEST: Final = 32_000  # characters that a cell can hold
_NO_DAY: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_TEXT_STAYS_TEXT: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def new_book(out: io.BytesIO) -> Any:
    """Return a workbook (xlsxwriter's, untyped) that is written into ``out`` on close.

    The same cells make the same bytes: the file does not tell when it was made.
    """
    book = xlsxwriter.Workbook(out, {"in_memory": True, **_TEXT_STAYS_TEXT})
    book.set_properties({"created": _NO_DAY})
    return book
