"""From an offset in the text back to the place in the file."""

from bisect import bisect_right
from dataclasses import asdict
from typing import Any

from danvan.core.text.document import Document
from danvan.core.text.span import Span


class Places:
    """Finds the block that a stretch of the text begins in."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.span.start for block in document.blocks]

    def of(self, span: Span) -> dict[str, Any]:
        """Return ``{"place": {"page": …, "paragraph": …}}`` with what is known."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0:
            return {"place": {}}
        known = asdict(self._blocks[index].place)
        return {"place": {part: at for part, at in known.items() if at is not None}}
