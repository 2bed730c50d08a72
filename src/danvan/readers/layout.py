"""Printed lines put together again: paragraphs, tables; page furniture dropped."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from danvan.core.text.document import Document, Kind, Place
from danvan.readers.builder import Builder

_PAGE_NUMBER = re.compile(
    r"\W*(?:trang|page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-+*•–]|\(?\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,5}\.)\s")
_HEADING = re.compile(r"(?:[IVX]{1,5}\.|PHẦN|CHƯƠNG)\s")
_ENDED = re.compile(r"[.;:!?…][\"”)\]]*$")
_TOGETHER: Final = 3.0  # points
_MARGIN: Final = 0.1  # of the page: there page numbers and running titles stand


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line without wide blanks; points from the left of the page.

    ``words`` are its words, if it has several and they were measured.
    """

    text: str
    left: float
    right: float
    words: tuple["Cell", ...] = ()

    @classmethod
    def of(cls, words: Sequence["Cell"]) -> "Cell":
        """Join words to one cell."""
        text = " ".join(word.text for word in words)
        return cls(text, words[0].left, words[-1].right, tuple(words))

    @property
    def centre(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; points, the origin at the lower left corner of the page.

    Where nothing could be measured all of them are 0.
    """

    cells: tuple[Cell, ...]
    page: int
    bottom: float
    top: float
    page_width: float
    page_height: float

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.cells[-1].right

    @property
    def height(self) -> float:
        """The height of the tallest character measured."""
        return max(self.top - self.bottom, 1.0)

    @property
    def at_edge(self) -> bool:
        """Whether it stands in the margin at the top or bottom of the page."""
        margin = _MARGIN * self.page_height
        return self.top < margin or self.bottom > self.page_height - margin


def document_of(pages: Sequence[Sequence[Line]], name: str) -> Document:
    """Return the document that the lines of the pages make."""
    builder = Builder()
    table = 0
    rows = [row for page in _kept(pages) for row in _rows(page)]
    for paragraph, group in enumerate(_groups(rows), 1):
        place = Place(page=group[0].page, paragraph=paragraph)
        if _is_table(group):
            for row, column, text in _grid(group):
                builder.add(text, "cell", place, cell=(table, row, column))
            table += 1
        else:
            builder.add(" ".join(line.text for line in group), _kind(group), place)
    return builder.document(name)


def _kept(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Drop page numbers, and lines in the margin that most pages repeat."""
    edges = Counter(_key(x) for page in pages for x in page if x.at_edge)
    often = max(3, len(pages) // 2)
    for page in pages:
        yield [line for line in page if not _is_furniture(line, edges, often)]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _is_furniture(line: Line, edges: Counter[str], often: int) -> bool:
    if not line.at_edge:
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or edges[_key(line)] >= often


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Join pieces that stand on one line: some writers print a row cell by cell."""
    row: Line | None = None
    for line in lines:
        beside = (
            row is not None
            and line.top > 0
            and abs(line.bottom - row.bottom) < 0.3 * row.height
            and line.left > row.right
        )
        if row is not None and beside:
            row = replace(row, cells=row.cells + line.cells)
            continue
        if row is not None:
            yield row
        row = line
    if row is not None:
        yield row


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part the lines into paragraphs and tables."""
    # Lines reach to the right margin, unless all of a short text's are short.
    margin = max((max(x.right, 0.8 * x.page_width) for x in lines), default=0.0)
    group: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if group and _belongs(group, line, following, margin):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _belongs(
    group: list[Line], line: Line, following: Line | None, margin: float
) -> bool:
    if len(group[-1].cells) > 1 and len(line.cells) > 1:
        return True
    if len(group) > 1 and _is_table(group):
        # A cell of two lines: its second stands alone, under the first.
        return _under(group[-1], line) and (
            len(group[-1].cells) > 1 or len(line.cells) > 1
        )
    if len(line.cells) > 1 and following is not None and len(following.cells) > 1:
        return False
    return _goes_on(group[-1], line, margin)


def _under(above: Line, line: Line) -> bool:
    close = above.page == line.page and above.bottom - line.top < 0.9 * line.height
    inside = above.left - 1 <= line.left and line.right <= above.right + line.height
    return close and inside and line.left > above.left + line.height


def _is_table(group: Sequence[Line]) -> bool:
    return len(group) > 1 and sum(len(line.cells) > 1 for line in group) > 1


def _grid(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of the cells of a table, in reading order."""
    edges = _edges(lines)
    rows: list[dict[int, list[str]]] = []
    for line in lines:
        if len(line.cells) > 1 or not rows:
            rows.append({})
        for cell in line.cells:
            for column, text in _parted(cell, edges):
                rows[-1].setdefault(column, []).append(text)
    for number, row in enumerate(rows):
        for column, texts in sorted(row.items()):
            yield number, column, " ".join(texts)


def _edges(lines: Sequence[Line]) -> list[float]:
    """Return the places between the columns, told by the rows with most cells."""
    widest = max(len(line.cells) for line in lines)
    full = [line for line in lines if len(line.cells) == widest]
    edges = []
    for i in range(1, widest):
        left = [line.cells[i].left for line in full]
        before = max(line.cells[i - 1].right for line in full)
        # Cells that begin together stand right of their edge, however long is the
        # name before them; otherwise the edge is in the middle of the blank.
        together = max(left) - min(left) < _TOGETHER
        edges.append(min(left) - 1 if together else (before + min(left)) / 2)
    return edges


def _parted(cell: Cell, edges: Sequence[float]) -> Iterator[tuple[int, str]]:
    """Yield the columns a cell stands in: a narrow blank may have joined two."""
    columns: dict[int, list[str]] = {}
    for word in cell.words or (cell,):
        columns.setdefault(bisect_right(edges, word.centre), []).append(word.text)
    # A cell of words only is one cell, though it be wider than its column: a name, or a
    # heading over several columns. Two cells that were joined differ in kind.
    if len({_is_number(" ".join(words)) for words in columns.values()}) == 1:
        first = min(columns)
        yield first, cell.text
        return
    for column, words in sorted(columns.items()):
        yield column, " ".join(words)


def _is_number(text: str) -> bool:
    return not any(c.isalpha() for c in text)


def _goes_on(above: Line, line: Line, margin: float) -> bool:
    """Say whether ``line`` continues the paragraph of the line ``above``."""
    if _ITEM.match(line.text) or _HEADING.match(line.text):
        return False
    if above.text.isupper() != line.text.isupper():
        return False
    ended = bool(_ENDED.search(above.text))
    if above.page != line.page:
        return not ended and line.text[:1].islower()
    if above.right == 0:  # nothing measured: only the words tell
        return not ended
    gap = above.bottom - line.top
    if gap > 0.9 * line.height or gap < -1.5 * line.height:
        return False
    short = above.right < margin - 4 * line.height
    return not (short and (ended or line.text[:1].isupper()))


def _kind(group: Sequence[Line]) -> Kind:
    text = group[0].text
    if _HEADING.match(text) or text.isupper():
        return "heading"
    return "item" if _ITEM.match(text) else "paragraph"
