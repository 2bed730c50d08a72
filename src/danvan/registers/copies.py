"""The workbook handed back with a column that says what is wrong."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from danvan.registers.lines import Problem
from danvan.registers.sheet import Sheet
from danvan.writers import marked as writer
from danvan.writers.marked import Unmarkable


def marked(data: bytes, sheet: Sheet, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with its faults; raises Unmarkable."""
    lines: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        told = problem.reason if problem.is_error else f"({problem.reason})"
        lines[problem.row].append(writer.line(problem.cell, told, problem.accepted))
    widest = max((len(values) for values in sheet.grid), default=0)
    at = writer.column(sheet.headers, sheet.left, widest)
    return writer.marked(
        data, sheet=sheet.title, head=sheet.head + 1, at=at, lines=lines
    )


def why(refused: Unmarkable) -> str:
    """Say why there is no copy, and what to do."""
    if refused.merged:
        return _("Too many cells of this file are merged. Take them apart.")
    return _("A copy with the column cannot be made of this file. Save it again.")
