"""The last word of a bench: each goal beside what was measured."""

from collections.abc import Iterable
from dataclasses import dataclass

HEADS = ("figure", "goal", "measured", "minimum or peer", "ratio")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; ``least`` is that of the hand-written minimum or of the peer."""

    figure: str
    goal: str
    measured: float
    least: float | None
    ratio: float | None

    def cells(self) -> tuple[str, ...]:
        """Return the line as texts."""
        numbers = (self.measured, self.least, self.ratio)
        return (self.figure, self.goal, *map(_number, numbers))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def table(lines: Iterable[Line]) -> str:
    """Return the lines as a table of plain text, its columns aligned.

    >>> print(table([Line("queue", "60 ms", 31.25, 12.5, 2.5)]))
    figure  goal   measured  minimum or peer  ratio
    queue   60 ms      31.2             12.5   2.50
    """
    rows = [HEADS, *(line.cells() for line in lines)]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, wide) for row in rows)


def _row(cells: Iterable[str], wide: Iterable[int]) -> str:
    aligned = [
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, wide, strict=True))
    ]
    return "  ".join(aligned).rstrip()
