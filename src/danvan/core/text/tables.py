"""The tables of a document as grids of cells."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from danvan.core.text.document import Block, Document


@dataclass(frozen=True)
class Table:
    """One table; ``cells`` are by row and column, empty ones left out."""

    number: int
    cells: Mapping[tuple[int, int], Block]

    @cached_property
    def rows(self) -> range:
        """The rows from first to last."""
        rows = {row for row, _ in self.cells}
        return range(min(rows), max(rows) + 1)

    @cached_property
    def columns(self) -> range:
        """The columns from first to last."""
        columns = [column for _, column in self.cells]
        return range(min(columns), max(columns) + 1)

    @cached_property
    def columns_of(self) -> Mapping[int, list[int]]:
        """For each row, the columns it has cells in, from first to last.

        A table may be wide in one row alone: who walks rows walks these.
        """
        found = defaultdict[int, list[int]](list)
        for row, column in sorted(self.cells):
            found[row].append(column)
        return found

    def text(self, document: Document, row: int, column: int) -> str:
        """Return the words of a cell, '' where there is none."""
        block = self.cells.get((row, column))
        return block.span.of(document.text).strip() if block else ""


def tables(document: Document) -> list[Table]:
    """Return the tables of ``document`` in reading order."""
    grids: dict[int, dict[tuple[int, int], Block]] = {}
    for block in document.blocks:
        if block.kind == "cell" and block.table is not None:
            place = (block.row or 0, block.column or 0)
            grids.setdefault(block.table, {})[place] = block
    return [Table(number, cells) for number, cells in grids.items()]
