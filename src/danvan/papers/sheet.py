"""The sheet that goes to the clerical office without numbers and comes back with them."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Right, Viewer
from danvan.core.text.document import Document
from danvan.papers import labels, services
from danvan.papers.models import NUMBER, Paper
from danvan.papers.templates import template
from danvan.readers import xlsx
from danvan.writers.xlsx import Head, table

COLUMNS = ("Mã văn bản", "Loại văn bản", "Ngày lập", "Số", "Ngày ban hành")
_CODE, _NUMBER, _DATE = 0, 3, 4
ROWS = 2_000
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet that came back; ``line`` counts from 1 as Excel does."""

    line: int
    code: str
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: "numbered", "same" or the code of a problem."""

    row: Row
    word: str

    @property
    def wrong(self) -> bool:
        """Say whether the line was refused."""
        return self.word not in {"numbered", "same", "left"}


def to_fill(papers: Iterable[Paper]) -> bytes:
    """Return the sheet with the papers that wait for a number."""
    rows = [(p.code, [_name(p), f"{p.made_on:%d/%m/%Y}", None, None]) for p in papers]
    heads = [Head(text, 0, column) for column, text in enumerate(COLUMNS)]
    return table(
        name="Văn bản",
        above=["VĂN BẢN CHỜ CẤP SỐ", "Điền cột Số và Ngày ban hành (ngày/tháng/năm)."],
        heads=heads,
        codes=["A", "B", "C", "1", "2"],
        rows=rows,
    )


def read(data: bytes) -> list[Row]:
    """Read a sheet that came back; raises readers.Unreadable.

    Columns are found by their heads, wherever these stand; lines without a code of
    a paper are left out.
    """
    lines = _lines(xlsx.read(data, ""))
    places: dict[str, int] = {}
    found = []
    for line, cells in lines[:ROWS]:
        heads = {text.casefold(): column for column, text in cells.items()}
        if COLUMNS[_CODE].casefold() in heads:
            places = heads
        elif places:
            row = Row(line, *(_cell(cells, places, n) for n in (_CODE, _NUMBER, _DATE)))
            if row.code.startswith("VB-"):
                found.append(row)
    return found


def take(rows: Sequence[Row], *, viewer: Viewer, today: datetime.date) -> list[Outcome]:
    """Write the numbers down, each line for itself; the same sheet twice changes nothing."""
    seen = Paper.objects.visible_to(viewer).select_related("unit")
    known = {p.code: p for p in seen.filter(code__in=[row.code for row in rows])}
    return [
        Outcome(row, _take(row, known.get(row.code), viewer, today)) for row in rows
    ]


def _take(row: Row, paper: Paper | None, viewer: Viewer, today: datetime.date) -> str:
    if paper is None or not viewer.may(Right.PAPERS_NUMBER, paper.unit_id):
        return "unknown"
    if not row.number and not row.date:
        return "left"
    date, number = day(row.date), row.number.replace(".", "")
    if not re.fullmatch(NUMBER, number):
        return "no_number"
    if date is None or date > today:
        return "no_date"
    had = paper.number
    try:
        services.number(
            paper=paper,
            number=number,
            date=date,
            by=viewer.actor(paper.unit_id),
            series="sheet",
        )
    except services.NotADraft:
        return "not_a_draft"
    except services.NumberTaken:
        return "taken"
    except services.TooEarly:
        return "too_early"
    return "same" if had else "numbered"


def day(text: str) -> datetime.date | None:
    """Read a day as dd/mm/yyyy; None where it is none.

    >>> day("5/2/2026"), day("31/2/2026")
    (datetime.date(2026, 2, 5), None)
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _name(paper: Paper) -> str:
    return labels.name(template(paper.template))


def _cell(cells: dict[int, str], places: dict[str, int], column: int) -> str:
    place = places.get(COLUMNS[column].casefold())
    return "" if place is None else cells.get(place, "")


def _lines(document: Document) -> list[tuple[int, dict[int, str]]]:
    lines: dict[int, dict[int, str]] = {}
    for block in document.blocks:
        if block.table == 0 and block.row is not None and block.column is not None:
            text = block.span.of(document.text).strip()
            lines.setdefault(block.row + 1, {})[block.column] = text
    return sorted(lines.items())
