"""The text of a report cut into lines of plain and marked pieces.

Plain values in and out. The work grows with the text and the marks, and with
nothing else: each character and each mark is looked at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

SECTION = 40_000  # characters shown at once; a long report of ten pages has 33.000


class State(StrEnum):
    """What the checks say of a marked place, from light to heavy."""

    UNCHECKED = "unchecked"
    HOLDS = "holds"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark: ``anchor`` is its id on the page, ``target`` where it leads.

    A mark without length is a mere anchor: the place of a finding that has no
    figure of its own.
    """

    start: int
    end: int
    anchor: str
    state: State = State.UNCHECKED
    target: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line, plain when ``mark`` is None."""

    text: str
    mark: Mark | None = None
    first: bool = True  # of a mark that runs over a line's end


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text, from one line's begin to another's end."""

    number: int  # from 1
    start: int
    end: int


def sections(text: str, size: int = SECTION) -> list[Section]:
    """Cut a text into sections of about ``size`` characters at line ends.

    >>> [(s.start, s.end) for s in sections("aa\\nbb\\ncc", size=4)]
    [(0, 6), (6, 8)]
    """
    found: list[Section] = []
    start = 0
    while start < len(text):
        # A line longer than two sections is cut where it stands.
        line_end = text.find("\n", start + size, start + 2 * size)
        end = line_end + 1 if line_end >= 0 else start + size
        if len(text) - end < size // 4:
            end = len(text)
        end = min(end, len(text))
        found.append(Section(len(found) + 1, start, end))
        start = end
    return found


def section_of(cuts: Sequence[Section], offset: int) -> int:
    """Return the number of the section in which ``offset`` lies; 1 if there is none."""
    for cut in cuts:
        if offset < cut.end:
            return cut.number
    return cuts[-1].number if cuts else 1


def lines(text: str, section: Section, marks: Sequence[Mark]) -> Iterator[list[Piece]]:
    """Yield the lines of a section as pieces; the pieces' texts are the line's.

    ``marks`` are in order of their start; of two that overlap the first is drawn.
    """
    line: list[Piece] = []
    for piece in _pieces(text, section, marks):
        first, *rest = piece.text.split("\n")
        line.append(Piece(first, piece.mark))
        for text_of_line in rest:
            yield line
            line = [Piece(text_of_line, piece.mark, first=False)]
    yield line


def _pieces(text: str, section: Section, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = section.start
    for mark in marks:
        if mark.start < at or mark.start >= section.end:
            continue
        if mark.start > at:
            yield Piece(text[at : mark.start])
        at = min(mark.end, section.end)
        yield Piece(text[mark.start : at], mark)
    if at < section.end:
        yield Piece(text[at : section.end])
