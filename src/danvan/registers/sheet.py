"""An uploaded workbook as lines of words: through the gate, its head found."""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from danvan.core.registers.kind import Kind
from danvan.core.text.fold import fold
from danvan.files import gate
from danvan.files.verdict import Refused
from danvan.readers import xlsx
from danvan.readers.errors import Unreadable
from danvan.registers import heads
from danvan.registers.heads import Columns
from danvan.registers.labels import say

MOST_ROWS: Final = 100_000
_HEAD_WITHIN, _MOST_COLUMNS, _LONGEST = 30, 200, 2_100
_LEAST_KNOWN = 2  # heads by which a row is taken for the head
_TOTALS = frozenset({"cong", "tong", "tong cong", "tong so", "total"})


class Unusable(ValueError):
    """A file that is no sheet of the book: what is wrong, as the reader reads it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The book's sheet in a workbook; rows and columns are counted from 0."""

    title: str
    left: int
    top: int
    head: int
    headers: Sequence[str]
    columns: Columns
    grid: Sequence[Sequence[object]]
    file_hash: str

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row that says something: its number from 1, and words by key."""
        places = [(key, at) for key, at in self.columns.places.items()]
        for number, values in enumerate(self.grid[self.head - self.top + 1 :]):
            said = {
                key: text
                for key, at in places
                if at < len(values) and (text := words(values[at]))
            }
            if said and not self._adds_up(values, said):
                yield self.head + number + 2, said

    def cell(self, row: int, key: str) -> str:
        """Return the address of a cell by the row from 1, as D17; empty: no column."""
        place = self.columns.places.get(key)
        return "" if place is None else f"{xlsx.letters(self.left + place)}{row}"

    def _adds_up(self, values: Sequence[object], said: dict[str, str]) -> bool:
        """Whether the row is no line but the sum below the lines."""
        if any(said.get(key) for key in (heads.DAY,)) and not _total(said[heads.DAY]):
            return False
        first = next((t for v in values if (t := words(v))), "")
        return _total(first)


def read(data: bytes, name: str, kind: Kind) -> Sheet:
    """Read a workbook's sheet; raises Unusable.

    The gate refuses macros, passwords, hidden files and what unpacks without end;
    nothing is computed and nothing kept.
    """
    if not name.lower().endswith(".xlsx"):
        raise Unusable(
            _("Choose an Excel workbook (.xlsx). Save other files as .xlsx first.")
        )
    try:
        gate.inspect(data, name)
        grids = xlsx.grids(data)
    except Refused as refused:
        raise Unusable(refused.message) from None
    except Unreadable as refused:
        raise Unusable(say(refused.message)) from None
    return _found(grids, kind, hashlib.sha256(data).hexdigest())


def _found(grids: Sequence[xlsx.Grid], kind: Kind, file_hash: str) -> Sheet:
    best: tuple[int, int, int] | None = None
    for number, (_title, _top, _left, grid) in enumerate(grids):
        for row, values in enumerate(grid[:_HEAD_WITHIN]):
            known = len(heads.recognise(kind, _heads(values)).places)
            if known >= _LEAST_KNOWN and (best is None or known > best[0]):
                best = (known, number, row)
    if best is None:
        raise Unusable(
            _(
                "No row with the names of this book's columns was found. Fill in the "
                "empty sheet that can be downloaded on this page."
            )
        )
    title, top, left, grid = grids[best[1]]
    if len(grid) - best[2] - 1 > MOST_ROWS:
        raise Unusable(
            _("The sheet has more than %(n)s rows. Take it in by parts.")
            % {"n": f"{MOST_ROWS:,}".replace(",", ".")}
        )
    headers = _heads(grid[best[2]])
    columns = heads.recognise(kind, headers)
    return Sheet(title, left, top, top + best[2], headers, columns, grid, file_hash)


def _heads(values: Sequence[object]) -> list[str]:
    return [words(v)[:300].replace("\n", " ") for v in values[:_MOST_COLUMNS]]


def words(value: object) -> str:
    """Write a cell the way people do: 1234.5 as 1234,5, a day as 22/11/2026.

    >>> words(1234.5), words(85.0), words(datetime.date(2026, 9, 2)), words(" x ")
    ('1234,5', '85', '02/09/2026', 'x')
    """
    if isinstance(value, str):
        return value.strip()[:_LONGEST]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.date):  # a moment is a day too
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    # Spans and times of day mean nothing in a book, and are said to be wrong.
    return "" if value is None else str(value)[:_LONGEST]


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    # Fifteen digits are what Excel itself keeps and shows.
    return f"{Decimal(f'{value:.15g}'):f}".replace(".", ",")


def _total(text: str) -> bool:
    return len(text) < 20 and fold(text).strip(" :.") in _TOTALS
