"""A unit's own reception book (form 03/TCD) as an .xlsx: its rows, and what is wrong.

Of rows about denunciations number and day alone are read; nothing is stored here.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.casework import exchange
from danvan.core.casework.workflow import Kind as Content
from danvan.core.text.fold import fold
from danvan.files import gate
from danvan.readers import xlsx
from danvan.readers.errors import Unreadable
from danvan.receptions.services import Told
from danvan.receptions.sheet import COLUMNS, MOST, SEALED
from danvan.receptions.visits import Competence, Outcome
from danvan.writers import marked

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_KINDS = {
    **dict.fromkeys(("kn", "khieu nai"), Content.COMPLAINT),
    **dict.fromkeys(
        ("knpa", "kien nghi, phan anh", "kien nghi", "phan anh"), Content.FEEDBACK
    ),
    **dict.fromkeys(("tc", "to cao"), Content.DENUNCIATION),
}
_MOST_PEOPLE = 9_999
_TOO_MANY = {
    "vi": f"Sổ có hơn {MOST:,} dòng. Hãy nhập từng phần.".replace(",", "."),
    "en": f"The book has more than {MOST:,} rows. Take it in by parts.",
}
_OLDEST = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number in the sheet, the cell, a code."""

    row: int
    cell: str
    code: str  # number, day, future, old, name, summary, kind, people, taken, long


@dataclass(frozen=True, slots=True)
class Row:
    """A row in order; ``told`` is None for one about a denunciation."""

    line: int
    number: int
    on: datetime.date
    told: Told | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the book stands in its file: its sheet, its row of headings (from 1).

    ``faults_at`` is the column (from 1) for what is wrong.
    """

    sheet: str
    head: int
    faults_at: int


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds; without a ``place`` no row of headings was found."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    place: Place | None = None


def read(data: bytes, name: str, *, today: datetime.date) -> Read:
    """Read a book.

    Raises Refused for what the gate does not let in (macros, a password) and
    Unreadable for what cannot be read or has too many rows.
    """
    gate.inspect(data, name)
    book = next(filter(None, map(_book, xlsx.grids(data))), None)
    if book is None:
        return Read((), ())
    title, top, left, texts, head = book
    if len(texts) > MOST + head + 10:
        raise Unreadable("too_many_rows", _TOO_MANY)
    rows: list[Row] = []
    faults: list[Fault] = []
    # Form 03/TCD begins in the sheet's first column, be it empty in every row.
    for place, row in enumerate(texts[head + 1 :], top + head + 2):
        cells = [*[""] * left, *row, *[""] * len(COLUMNS)][: len(COLUMNS)]
        if cells[:3] == ["1", "2", "3"] or not any(cells):
            continue  # the row of codes; an empty one
        found = _row(place, cells, today)
        if isinstance(found, Row):
            rows.append(found)
        else:
            faults += found
    widest = max(map(len, texts))
    at = marked.column(texts[head], left, widest)
    return Read(tuple(rows), tuple(faults), Place(title, top + head + 1, at))


def _book(
    grid: tuple[str, int, int, list[list[object]]],
) -> tuple[str, int, int, list[list[str]], int] | None:
    """Return a sheet's texts and which row names the columns; None if it is no book."""
    title, top, left, values = grid
    texts = [[_text(value) for value in row] for row in values]
    head = next((n for n, row in enumerate(texts) if _is_head(row)), None)
    return None if head is None else (title, top, left, texts, head)


def _text(value: object) -> str:
    known = isinstance(value, str | bool | int | float | datetime.date)
    return exchange.plain(value) if known else ""  # type: ignore[arg-type] # as asked


def _is_head(row: Sequence[str]) -> bool:
    return any("ngay tiep" in fold(text[:200]) for text in row[:3])


def _row(line: int, cells: list[str], today: datetime.date) -> Row | list[Fault]:
    if cells[2] == SEALED and not cells[1]:
        return []  # our own mark of a number kept apart, without its day
    faults: list[Fault] = []

    def wrong(column: int, code: str) -> None:
        faults.append(Fault(line, f"{'ABCDEFGHIJKL'[column]}{line}", code))

    number = int(cells[0]) if re.fullmatch(r"\d{1,6}", cells[0]) else 0
    if not number:
        wrong(0, "number")
    on = _day(cells[1])
    if on is None:
        wrong(1, "day")
    elif on > today:
        wrong(1, "future")
    elif on < _OLDEST:
        wrong(1, "old")
    content = _KINDS.get(fold(cells[5]))
    if content is None:
        wrong(5, "kind")
    if content is Content.DENUNCIATION and number and on:
        return faults or Row(line, number, on, None)
    people = cells[6].replace(".", "") or "1"
    if not people.isdecimal() or not 1 <= int(people[:9]) <= _MOST_PEOPLE:
        wrong(6, "people")
    for column, longest in (
        (2, 400),
        (3, 30),
        (4, 4_000),
        (7, 200),
        (9, 200),
        (10, 200),
        (11, 500),
    ):
        if len(cells[column]) > longest:
            wrong(column, "long")
    name, _sep, address = _split(cells[2])
    if not name:
        wrong(2, "name")
    elif len(name) > 120 or len(address) > 300:
        wrong(2, "long")
    if not cells[4]:
        wrong(4, "summary")
    if faults or on is None or content is None:
        return faults
    return Row(line, number, on, _told(cells, content, int(people), name, address))


def _told(
    cells: list[str], content: Content, people: int, name: str, address: str
) -> Told:
    guided, _a, guide_document = _split(cells[9])
    forwarded, _b, forward_document = _split(cells[10])
    own = bool(cells[8])
    guided_away = bool(guided) and not own
    return Told(
        content=content,
        summary=cells[4],
        outcome=Outcome.GUIDED if guided_away else Outcome.ANSWERED,
        name=name,
        address=address,
        id_number=cells[3],
        people=people,
        settled_by=cells[7],
        competence=Competence.OWN if own else Competence.OTHER,
        letter=bool(guided or forwarded),
        guided_to=guided[:200],
        guide_document=guide_document[:60],
        forwarded_to=forwarded[:200],
        forward_document=forward_document[:60],
        follow_up=cells[11],
    )


def _split(text: str) -> tuple[str, str, str]:
    for mark in (";", "\n", ","):
        if mark in text:
            first, sep, rest = text.partition(mark)
            return first.strip(), sep, rest.strip()
    return text.strip(), "", ""


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
