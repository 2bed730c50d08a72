"""The unit's workbook handed back with a column that says what is wrong."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from danvan.petitions.imports.check import Problem
from danvan.petitions.imports.sheet import Sheet, Unusable
from danvan.writers import marked as copies
from danvan.writers.marked import Unmarkable


def marked(data: bytes, sheet: Sheet, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with its faults; ``data`` has passed `sheet.read`.

    Raises Unusable where the copy cannot be made.
    """
    lines: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        said = copies.line(problem.cell, problem.reason, problem.accepted)
        lines[problem.row].append(said)
    widest = max((len(cells) for _n, cells in sheet.rows), default=0)
    at = copies.column(sheet.headers, sheet.left, widest)
    try:
        return copies.marked(
            data, sheet=sheet.title, head=sheet.head + 1, at=at, lines=lines
        )
    except Unmarkable as refused:
        raise Unusable(why(refused)) from refused


def why(refused: Unmarkable) -> str:
    """Say why there is no copy, and what to do."""
    if refused.merged:
        return _("Too many cells of this file are merged. Take them apart.")
    return _("A copy with the column cannot be made of this file. Save it again.")
