"""Puts a Document together piece by piece, so that no offset is ever guessed."""

from danvan.core.text.document import Block, Document, Kind, Place
from danvan.core.text.span import Span


class Builder:
    """Collects pieces of text in reading order and remembers where each stands.

    Cells of one row are kept apart by a tab, everything else by a line break.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._row: tuple[int | None, int | None] = (None, None)

    def add(
        self,
        text: str,
        kind: Kind,
        place: Place,
        *,
        cell: tuple[int, int, int] | None = None,
    ) -> int | None:
        """Append ``text`` and return where it begins; blank text is left out.

        ``cell`` is its table, row and column, counted from 0.
        """
        if not text.strip():
            return None
        table, row, column = cell or (None, None, None)
        if self._pieces:
            same_row = cell is not None and (table, row) == self._row
            self._append("\t" if same_row else "\n")
        self._row = (table, row)
        start = self._length
        self._append(text)
        span = Span(start, self._length)
        self._blocks.append(Block(span, kind, place, table, row, column))
        return start

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def document(self, name: str) -> Document:
        """Return what was collected."""
        return Document("".join(self._pieces), tuple(self._blocks), name)
