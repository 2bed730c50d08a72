"""The same workbook with one more column that says what is wrong with each row.

Formulas become the text of themselves: the copy computes nothing, and says what stood
there. Pictures and charts are left out. Nothing of it is kept.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import Cell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

from danvan.core.text.fold import fold
from danvan.petitions.imports.check import Problem
from danvan.petitions.imports.sheet import Sheet, Unusable
from danvan.readers.xlsx import CELL_LIMIT

HEADER = "Lỗi"
_LONGEST = 1000  # characters
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)


def marked(data: bytes, sheet: Sheet, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with its faults; ``data`` has passed `sheet.read`.

    Raises Unusable where the copy cannot be made.
    """
    _refuse_vast_merges(data)
    try:
        book = load_workbook(io.BytesIO(data))
        page = book[sheet.title]
        _still(book)
        _write(page, sheet, problems)
        out = io.BytesIO()
        book.save(out)
    # A workbook that one parser reads may break another, which raises what it likes.
    except Exception as error:
        told = _("A copy with the column cannot be made of this file. Save it again.")
        raise Unusable(told) from error
    return out.getvalue()


def _write(page: object, sheet: Sheet, problems: Sequence[Problem]) -> None:
    column = _column(sheet)
    by_row: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        accepted = "; ".join(filter(None, problem.accepted[:12]))
        told = f"{problem.cell} {problem.reason}".strip()
        by_row[problem.row].append(f"{told} [{accepted}]" if accepted else told)
    cell = page.cell(sheet.head + 1, column, HEADER)  # type: ignore[attr-defined]
    cell.font = Font(bold=True)
    for row in range(sheet.head + 2, _last(sheet) + 1):
        if row in by_row:
            cell = page.cell(row, column)  # type: ignore[attr-defined]
            cell.value = "\n".join(by_row[row])[:_LONGEST]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _column(sheet: Sheet) -> int:
    """Return the column of an earlier copy's faults, else the first free one."""
    folded = [fold(header) for header in sheet.headers]
    if fold(HEADER) in folded:
        return sheet.left + folded.index(fold(HEADER)) + 1
    widest = max((len(cells) for _n, cells in sheet.rows), default=0)
    return sheet.left + max(widest, len(sheet.headers)) + 1


def _last(sheet: Sheet) -> int:
    return max((number for number, _cells in sheet.rows), default=sheet.head) + 1


def _still(book: Workbook) -> None:
    """Turn each formula into its text."""
    for page in book.worksheets:
        for cell in list(page._cells.values()):
            if isinstance(cell, Cell) and cell.data_type == "f":
                said = cell.value
                cell.value = str(getattr(said, "text", said) or "")
                cell.data_type = "s"


def _refuse_vast_merges(data: bytes) -> None:
    """Each merged cell would be made an object of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                area = sum(map(_area, _MERGED.findall(archive.read(name))))
                if area > CELL_LIMIT // 10:
                    raise Unusable(
                        _("Too many cells of this file are merged. Take them apart.")
                    )


def _area(found: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = found
    wide = _number(right) - _number(left) + 1
    return wide * (int(bottom) - int(top) + 1)


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number
