"""What a reader makes of a file: one text, and the blocks it is built of.

Every offset in the system counts characters of ``Document.text``. A block tells
what kind of thing a stretch of that text was in the file, and where a person
finds it there again: page and paragraph, or sheet and cell.
"""

from dataclasses import dataclass
from typing import Literal

from danvan.core.text.span import Span

Kind = Literal["heading", "paragraph", "item", "cell", "footnote", "header"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in the file; a part the format has not is None.

    Pages and paragraphs count from 1; a cell is named as spreadsheets do (``B7``).
    """

    page: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the text; ``table``, ``row`` and ``column`` count from 0."""

    span: Span
    kind: Kind
    place: Place
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file with its blocks in reading order, none overlapping.

    For a .txt file ``text`` is exactly the file's own decoded text.
    """

    text: str
    blocks: tuple[Block, ...]
    name: str = ""
