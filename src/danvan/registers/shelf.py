"""All books on one page, by chapter."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.periods import Period
from danvan.core.registers import load
from danvan.orgs.models import Unit
from danvan.registers import frame, labels, reach, selectors


@dataclass(frozen=True, slots=True)
class Book:
    """One book: how many lines stand in the period, and the last day of any."""

    id: str
    name: str
    lines: int
    last: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Books of one group."""

    code: str
    name: str
    books: Sequence[Book]


def chapters(viewer: Viewer, period: Period, today: datetime.date) -> list[Chapter]:
    """Return the books that the viewer's units keep; three queries at most and reach's."""
    units = selectors.units(viewer, today)
    mine = viewer.units(Right.REGISTERS_WRITE)
    # Books differ by kind and level alone: a province asks few kinds of its units.
    samples = {(u.kind, u.level): u for u in units}.values()
    writers: list[Unit] = [u for u in units if u.pk in mine]
    kept = selectors.kept(viewer, period.start, period.end)
    found: dict[str, list[Book]] = {}
    for kind in load.known().values():
        if not any(reach.keeps(kind, unit) for unit in samples):
            continue
        state = kept.get(kind.id, selectors.Kept(0, None))
        book = Book(
            id=kind.id,
            name=labels.say(kind.name),
            lines=state.lines,
            last=frame.day_text(state.last),
            may_write=any(reach.keeps(kind, unit) for unit in writers),
        )
        found.setdefault(kind.group, []).append(book)
    return [Chapter(code, labels.group(code), books) for code, books in found.items()]
