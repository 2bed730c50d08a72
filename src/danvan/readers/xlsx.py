"""Excel files: every sheet a table, every cell with its address."""

import datetime
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from danvan.core.text.document import Document, Place
from danvan.readers.archive import Archive
from danvan.readers.builder import Builder
from danvan.readers.errors import Unreadable

CELL_LIMIT = 2_000_000
"""The most cells a sheet may span; a report has thousands."""

TEXT_LIMIT = 512 * 1024 * 1024
"""The most bytes the cells of a sheet may come to, each as long as the longest."""

Found = TypeVar("Found")
# A sheet: its name, first row and column (from 0), and values row by row.
Grid = tuple[str, int, int, list[list[object]]]
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,8})")


def read(data: bytes, name: str) -> Document:
    """Read an .xlsx; numbers are written the Vietnamese way (1234.5 as 1.234,5).

    The file holds numbers, not how they look, so their text is ours; the cell's
    address leads back.
    """
    archive = Archive(data)
    archive.measure()
    _refuse_vast_sheets(archive)
    return _parsed(data, lambda book: _document(book, name))


def _parsed(data: bytes, make: Callable[[CalamineWorkbook], Found]) -> Found:
    try:
        return make(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except PasswordError as error:
        raise Unreadable("encrypted") from error
    except CalamineError as error:
        raise Unreadable("broken") from error
    except BaseException as error:
        # A failed assertion inside the parser comes as an exception of its runtime,
        # which is no Exception and has no module to import it from.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("broken") from error


def grids(data: bytes) -> list[Grid]:
    """Return each sheet's name, its first row and column (from 0) and its values.

    A value is text, a number, a bool, a day, a time or "" as the file holds it; of a
    formula it is what the file says it came to, for nothing is computed here.
    Raises Unreadable.
    """
    archive = Archive(data)
    archive.measure()
    _refuse_vast_sheets(archive)
    return _parsed(data, _grids)


def _grids(book: CalamineWorkbook) -> list[Grid]:
    found: list[Grid] = []
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        top, left = sheet.start or (0, 0)
        found.append((title, top, left, [list(row) for row in sheet.to_python()]))
    return found


def _document(book: CalamineWorkbook, name: str) -> Document:
    builder = Builder()
    for table, title in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_name(title)
        top, left = sheet.start or (0, 0)
        for row, values in enumerate(sheet.to_python(), top):
            for column, value in enumerate(values, left):
                place = Place(sheet=title, cell=f"{letters(column)}{row + 1}")
                builder.add(written(value), "cell", place, cell=(table, row, column))
    return builder.document(name)


def _refuse_vast_sheets(archive: Archive) -> None:
    """Raise Unreadable ``too_large`` where the cells in use span too wide a field.

    The parser reserves the whole rectangle: two cells in opposite corners of a sheet
    would ask for seventeen thousand million places.
    """
    longest = _longest_string(archive)
    for part in archive.order:
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            height, width, cells = _extent(archive, part)
            if height * width > CELL_LIMIT or cells * longest > TEXT_LIMIT:
                raise Unreadable("too_large")


def _longest_string(archive: Archive) -> int:
    """Return the bytes of the longest shared string: cells repeat it for nothing."""
    part = "xl/sharedStrings.xml"
    if part not in archive.names:
        return 0
    return max(map(len, archive.part(part).split(b"</si>")))


def _extent(archive: Archive, part: str) -> tuple[int, int, int]:
    rows, columns = [1], [1]
    row = column = 0
    for element in archive.elements(part, "row", "c"):
        if str(element.tag).endswith("row"):
            row = _whole(element.get("r"), row + 1)
            column = 0
        else:
            address = _ADDRESS.fullmatch(element.get("r") or "")
            column = _column(address[1]) if address else column + 1
            rows.append(int(address[2]) if address else row)
            columns.append(column)
            if len(rows) > CELL_LIMIT:
                raise Unreadable("too_large")
    return max(rows), max(columns), len(rows)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(column: int) -> str:
    """Name a column from 0 as spreadsheets do.

    >>> [letters(c) for c in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def written(value: object) -> str:
    """Write a cell's value as a Vietnamese report would.

    >>> written(1234567.5), written(85.0), written("x"), written(True)
    ('1.234.567,5', '85', 'x', '')
    """
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    return value.strip() if isinstance(value, str) else ""


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    # Fifteen digits are what Excel itself keeps and shows.
    exact = Decimal(f"{value:.15g}")
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))
