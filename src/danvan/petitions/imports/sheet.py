"""An uploaded workbook as rows of cells: passed through the gate, its head found."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.core.casework import exchange
from danvan.core.casework.exchange import Cell, Format
from danvan.core.text.fold import fold
from danvan.files import gate
from danvan.files.verdict import Refused
from danvan.readers import xlsx
from danvan.readers.errors import Unreadable

MOST_ROWS = 20_000
# The head stands under a title or two; a sheet with more columns is no register.
_HEAD_WITHIN, _MOST_COLUMNS = 30, 200
_LEAST_KNOWN = 2  # headers by which a row is taken for the head


class Unusable(ValueError):
    """A file that is no register: what is wrong and what to do, as the reader reads it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The register in a workbook; rows and columns are counted from 0."""

    title: str
    left: int
    head: int
    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    file_hash: str

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell, as D17."""
        return f"{xlsx.letters(self.left + column)}{row + 1}"


def read(data: bytes, name: str, format_: Format) -> Sheet:
    """Read a workbook's register; raises Unusable.

    The gate refuses macros, passwords, hidden files and what unpacks without end;
    nothing is computed and nothing kept.
    """
    try:
        if not name.lower().endswith(".xlsx"):
            raise Unusable(
                _("Choose an Excel workbook (.xlsx). Save other files as .xlsx first.")
            )
        gate.inspect(data, name)
        grids = xlsx.grids(data)
    except Refused as refused:
        raise Unusable(refused.message) from None
    except Unreadable as refused:
        language = "en" if get_language() == "en" else "vi"
        raise Unusable(refused.message[language]) from None
    return _register(grids, format_, hashlib.sha256(data).hexdigest())


def _register(
    grids: Sequence[tuple[str, int, int, list[list[object]]]],
    format_: Format,
    file_hash: str,
) -> Sheet:
    best: tuple[int, int, int] | None = None
    for number, (_title, _top, _left, grid) in enumerate(grids):
        for row, values in enumerate(grid[:_HEAD_WITHIN]):
            known = len(exchange.guess(format_, _texts(values)))
            if known >= _LEAST_KNOWN and (best is None or known > best[0]):
                best = (known, number, row)
    if best is None:
        raise Unusable(
            _(
                "No row with column names was found. The first rows must name the "
                "columns, as in the sheet that can be downloaded below."
            )
        )
    title, top, left, grid = grids[best[1]]
    rows = [
        (top + place, [_cell(value) for value in values])
        for place, values in enumerate(grid)
        if place > best[2] and _says_something(values)
    ]
    if len(rows) > MOST_ROWS:
        raise Unusable(
            _("The sheet has more than %(n)s rows. Take it in by parts.")
            % {"n": "20.000"}
        )
    headers = _texts(grid[best[2]])
    return Sheet(title, left, top + best[2], headers, rows, file_hash)


def _texts(values: Sequence[object]) -> list[str]:
    return [
        exchange.plain(_cell(value))[:200].replace("\n", " ")
        for value in values[:_MOST_COLUMNS]
    ]


def _cell(value: object) -> Cell:
    if isinstance(value, str | bool | int | float | datetime.date):
        return value
    return None  # a time of day or a span says nothing in a register


def _says_something(values: Sequence[object]) -> bool:
    said = [text for text in map(_cell, values) if text not in (None, "")]
    # Forms print the numbers of their columns under the head.
    numbers = [exchange.plain(v).strip("() ") for v in said]
    counted = [str(n) for n in range(1, len(said) + 1)]
    return any(exchange.plain(v) for v in said) and not (
        len(said) > _LEAST_KNOWN and numbers == counted
    )


def mapped(
    format_: Format, sheet: Sheet, stored: Mapping[str, str] | None
) -> dict[str, int]:
    """Return which column fills which field: as the unit said once, else as guessed."""
    if not stored:
        return exchange.guess(format_, sheet.headers)
    folded = list(_folded(sheet.headers))
    known = {c.field for c in format_.columns}
    return {
        field: folded.index(header)
        for field, header in stored.items()
        if field in known and header in folded
    }


def by_header(sheet: Sheet, places: Mapping[str, int]) -> dict[str, str]:
    """Return a mapping as it is stored: field to folded header."""
    folded = list(_folded(sheet.headers))
    return {field: folded[place] for field, place in places.items() if folded[place]}


def _folded(headers: Sequence[str]) -> Iterator[str]:
    return (fold(header) for header in headers)
