"""Two releases beside each other: their difference must not show one person.

Cumulative tables published each month show by subtraction what one month brought to
a commune. So counted values are published by quarter or longer, rounded, and never
as a running total that grows by less than a quarter.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from danvan.core.disclosure.rounding import BASE

SHORTEST = 80  # days; the shortest quarter of any chain has 90, 1/1 to 31/3


@dataclass(frozen=True, slots=True)
class Release:
    """Counted values of one edition: printed amounts by (unit, code)."""

    id: str
    start: datetime.date
    end: datetime.date
    printed: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why releases must not stand beside each other.

    ``rule``: short (counts of less than a quarter), exact (not rounded), running (two ends of
    one start less than a quarter apart), overlap (periods that cut into each other),
    step (a difference above zero and below five).
    """

    rule: str
    releases: tuple[str, ...]
    cell: tuple[str, str] | None = None


def faults(releases: Iterable[Release]) -> tuple[Fault, ...]:
    """Return what is wrong with publishing all these, in the order given.

    Two versions of one period are one another's correction and are compared too.
    """
    every = list(releases)
    found = [fault for one in every for fault in _alone(one)]
    for one, other in combinations(every, 2):
        if one.printed.keys() & other.printed.keys():
            found += _pair(one, other)
    return tuple(found)


def _alone(one: Release) -> list[Fault]:
    found = []
    if one.printed and (one.end - one.start).days + 1 < SHORTEST:
        found.append(Fault("short", (one.id,)))
    found += [
        Fault("exact", (one.id,), cell) for cell, n in one.printed.items() if n % BASE
    ]
    return found


def _pair(one: Release, other: Release) -> list[Fault]:
    ids = (one.id, other.id)
    found = [Fault(rule, ids) for rule in _times(one, other)]
    shared = one.printed.keys() & other.printed.keys()
    steps = {cell: abs(one.printed[cell] - other.printed[cell]) for cell in shared}
    small = sorted(cell for cell, step in steps.items() if 0 < step < BASE)
    return found + [Fault("step", ids, cell) for cell in small]


def _times(one: Release, other: Release) -> list[str]:
    same = one.start == other.start, one.end == other.end
    if all(same) or one.end < other.start or other.end < one.start:
        return []
    gaps = [abs((one.start - other.start).days), abs((one.end - other.end).days)]
    inside = (one.start <= other.start) == (one.end >= other.end) or any(same)
    if not inside:
        return ["overlap"]
    return ["running"] if any(0 < gap < SHORTEST for gap in gaps) else []
