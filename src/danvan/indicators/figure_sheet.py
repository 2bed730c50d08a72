"""A sheet of figures as rows: one figure a row, or a column for each indicator.

Heads are known by their words; a column whose head is the code of an indicator holds
its values. Rows and columns are those of the file, from 1 and A.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

from danvan.core.text.fold import fold
from danvan.files import gate
from danvan.files.verdict import FILE_BYTES, Refused
from danvan.indicators.labels import say
from danvan.indicators.taking_state import code_in
from danvan.readers import xlsx
from danvan.readers.errors import Unreadable

MOST_ROWS: Final = 20_000
_HEAD_WITHIN, _MOST_COLUMNS = 30, 300
Key = Literal["unit", "period", "code", "value", "note"]
_HEADS: Mapping[Key, frozenset[str]] = {
    "unit": frozenset({"don vi", "ma don vi", "ten don vi", "unit"}),
    "period": frozenset({"ky", "ky bao cao", "period"}),
    "code": frozenset({"chi tieu", "ma chi tieu", "ma", "ma so", "code", "indicator"}),
    "value": frozenset({"so lieu", "gia tri", "ket qua", "value"}),
    "note": frozenset({"ghi chu", "nguon", "ly do", "note", "notes"}),
}


class Unusable(ValueError):
    """A file that is no sheet of figures: what is wrong, as the reader reads it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as the sheet has it; ``cells`` are the addresses of what it says."""

    row: int
    column: str
    unit: str
    period: str
    code: str
    value: object
    note: str
    cells: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """The sheet of figures in a file."""

    name: str
    title: str
    file_hash: str
    entries: Sequence[Entry]


def read(data: bytes, name: str) -> FigureSheet:
    """Read a workbook (.xlsx) or a table as text (.csv); raises Unusable.

    Nothing is computed: of a formula the value that the file holds is read.
    """
    file_hash = hashlib.sha256(data).hexdigest()
    grids = [_csv(data)] if name.lower().endswith(".csv") else _xlsx(data, name)
    for title, top, left, grid in grids:
        for at, values in enumerate(grid[:_HEAD_WITHIN]):
            keys, codes = _known(values)
            if (("code" in keys and "value" in keys) or codes) and len(grid) > at + 1:
                if len(grid) - at > MOST_ROWS:
                    raise Unusable(
                        _("The sheet has too many rows. Take it in by parts.")
                    )
                below = grid[at + 1 :]
                found = _entries(below, top + at + 2, left, keys, codes)
                return FigureSheet(name[:120], title, file_hash, [*found])
    raise Unusable(
        _(
            "No row with the heads of the columns was found. Fill in the empty sheet "
            "that can be downloaded on this page."
        )
    )


def _xlsx(data: bytes, name: str) -> list[xlsx.Grid]:
    if not name.lower().endswith(".xlsx"):
        raise Unusable(_("Choose an Excel workbook (.xlsx) or a table as text (.csv)."))
    try:
        gate.inspect(data, name)
        return xlsx.grids(data)
    except Refused as refused:
        raise Unusable(refused.message) from None
    except Unreadable as refused:
        raise Unusable(say(refused.message)) from None


def _csv(data: bytes) -> xlsx.Grid:
    if len(data) > FILE_BYTES:
        raise Unusable(Refused("too_large").message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(_("Save the table as CSV UTF-8.")) from None
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=mark))
    except csv.Error:
        raise Unusable(_("This is no table as text (.csv).")) from None
    return "CSV", 0, 0, [list(row) for row in rows]


def _known(values: Sequence[object]) -> tuple[dict[Key, int], dict[int, str]]:
    keys: dict[Key, int] = {}
    codes: dict[int, str] = {}
    for at, value in enumerate(values[:_MOST_COLUMNS]):
        head = str(value).strip() if isinstance(value, str) else ""
        folded = fold(head.strip(" *"))
        named = next((key for key, words in _HEADS.items() if folded in words), None)
        if named:
            keys.setdefault(named, at)
        elif code := code_in(head):
            codes[at] = code
    return keys, codes


def _entries(
    grid: Sequence[Sequence[object]],
    first_row: int,
    left: int,
    keys: Mapping[Key, int],
    codes: Mapping[int, str],
) -> Iterator[Entry]:
    for row, values in enumerate(grid, first_row):
        said = {k: _words(values[at]) for k, at in keys.items() if at < len(values)}
        cells = {k: f"{xlsx.letters(left + at)}{row}" for k, at in keys.items()}
        places = dict(codes) or {keys["value"]: said.get("code", "")}
        for at, code in places.items():
            value = values[at] if at < len(values) else ""
            empty = value is None or not str(value).strip()
            # A row without a figure says nothing, and neither does an empty cell.
            if empty and (codes or not code):
                continue
            column = xlsx.letters(left + at)
            yield Entry(
                row=row,
                column=column,
                unit=said.get("unit", ""),
                period=said.get("period", ""),
                code=code,
                value=value,
                note=said.get("note", ""),
                cells=cells | {"value": f"{column}{row}"},
            )


def _words(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()[:1000]
