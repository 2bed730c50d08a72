"""Take a sheet into a book: look at every row, and write the good ones, all or none."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from danvan.core.actor import Actor
from danvan.registers import bulk
from danvan.registers.bulk import Row
from danvan.registers.lines import Checker, Problem
from danvan.registers.models import Import

MOST_PROBLEMS = 100_000  # what a copy with the column of faults can say
Tell = Callable[[int], None]


@dataclass
class Found:
    """What a sheet says: rows that are good, known already, wrong.

    ``made`` is the import, once something was written.
    """

    rows: int = 0
    good: int = 0
    known: int = 0
    bad: int = 0
    doubtful: int = 0
    problems: list[Problem] = field(default_factory=list)
    made: Import | None = None

    @property
    def new(self) -> int:
        """How many rows would make, or made, a line."""
        return self.good - self.known


class NotWhole(Exception):
    """A row is bad, and all rows were wanted or none: nothing was written."""


def look(checker: Checker, tell: Tell = lambda _rows: None) -> Found:
    """Say what would come of a sheet; nothing is written."""
    found = Found()
    rows = _good(checker, found, tell)
    found.known = bulk.known(checker.kind, checker.unit, rows)
    return found


def take_in(
    *,
    checker: Checker,
    whole: bool,
    by: Actor,
    now: datetime.datetime,
    tell: Tell = lambda _rows: None,
) -> Found:
    """Write the good rows in one transaction, with one journal line.

    ``whole``: all rows or none. Then one bad row leaves everything unwritten and
    ``made`` empty, as a sheet does that brings nothing new. Raises PeriodLocked and
    NotKept where that changed while it was written.
    """
    found = Found()
    try:
        with transaction.atomic():
            _write(checker, found, whole=whole, by=by, now=now, tell=tell)
    except NotWhole:
        found.made, found.known = None, 0
    return found


def _write(
    checker: Checker,
    found: Found,
    *,
    whole: bool,
    by: Actor,
    now: datetime.datetime,
    tell: Tell,
) -> None:
    def rows() -> Iterator[Row]:
        for row in _good(checker, found, tell):
            if not (whole and found.bad):
                yield row
        if whole and found.bad:
            raise NotWhole

    made = bulk.enter_many(
        kind=checker.kind,
        unit=checker.unit,
        rows=rows(),
        file_hash=checker.sheet.file_hash,
        by=by,
        now=now,
    )
    found.known = made.doubles
    found.made = made if made.rows else None


def _good(checker: Checker, found: Found, tell: Tell) -> Iterator[Row]:
    for line in checker.lines():
        found.rows += 1
        if found.rows % 2_000 == 0:
            tell(found.rows)
        if len(found.problems) < MOST_PROBLEMS:
            found.problems += line.problems
        if line.row is None:
            found.bad += 1
            continue
        found.good += 1
        found.doubtful += bool(line.problems)
        yield line.row
