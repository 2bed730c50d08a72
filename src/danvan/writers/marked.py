"""The same workbook with one more column that says what is wrong with each row.

Formulas become the text of themselves: the copy computes nothing, and says what stood
there. Pictures and charts are left out. Nothing of it is kept.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import Cell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

from danvan.core.text.fold import fold

HEADER = "Lỗi"
_LONGEST = 1000  # characters
_MOST_ACCEPTED = 12
_MOST_MERGED = 200_000  # cells: each would be made an object of its own
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)


class Unmarkable(Exception):
    """No copy can be made of the workbook; ``merged``: for its vast merged cells."""

    def __init__(self, *, merged: bool) -> None:
        super().__init__("merged" if merged else "broken")
        self.merged = merged


def line(cell: str, reason: str, accepted: Iterable[str] = ()) -> str:
    """Say one fault of a row.

    >>> line("E3", "Không hiểu.", ["Khiếu nại", "Phản ánh"])
    'E3 Không hiểu. [Khiếu nại; Phản ánh]'
    """
    told = f"{cell} {reason}".strip()
    may = "; ".join([word for word in accepted if word][:_MOST_ACCEPTED])
    return f"{told} [{may}]" if may else told


def column(headers: Sequence[str], left: int, widest: int) -> int:
    """Return the column of an earlier copy's faults, else the first free one, from 1.

    ``left`` is the sheet's first column from 0, ``widest`` the cells of a row.
    """
    folded = [fold(header) for header in headers]
    if fold(HEADER) in folded:
        return left + folded.index(fold(HEADER)) + 1
    return left + max(widest, len(headers)) + 1


def marked(
    data: bytes, *, sheet: str, head: int, at: int, lines: Mapping[int, Sequence[str]]
) -> bytes:
    """Return the workbook with a column ``at`` that holds the lines of each row.

    Rows, the ``head`` among them, and columns are counted from 1. Raises Unmarkable.
    """
    _refuse_vast_merges(data)
    try:
        book = load_workbook(io.BytesIO(data))
        _still(book)
        _write(book[sheet], head, at, lines)
        out = io.BytesIO()
        book.save(out)
    # A workbook that one parser reads may break another, which raises what it likes.
    except Exception as error:
        raise Unmarkable(merged=False) from error
    return out.getvalue()


def _write(
    page: object, head: int, at: int, lines: Mapping[int, Sequence[str]]
) -> None:
    cell = page.cell(head, at, HEADER)  # type: ignore[attr-defined]
    cell.font = Font(bold=True)
    for row, said in lines.items():
        cell = page.cell(row, at)  # type: ignore[attr-defined]
        cell.value = "\n".join(said)[:_LONGEST]
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _still(book: Workbook) -> None:
    """Turn each formula into its text."""
    for page in book.worksheets:
        for cell in list(page._cells.values()):
            if isinstance(cell, Cell) and cell.data_type == "f":
                said = cell.value
                cell.value = str(getattr(said, "text", said) or "")
                cell.data_type = "s"


def _refuse_vast_merges(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    area = sum(map(_area, _MERGED.findall(archive.read(name))))
                    if area > _MOST_MERGED:
                        raise Unmarkable(merged=True)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unmarkable(merged=False) from error


def _area(found: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = found
    wide = _number(right) - _number(left) + 1
    return wide * (int(bottom) - int(top) + 1)


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number
