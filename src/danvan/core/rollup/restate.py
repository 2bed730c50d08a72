"""Say what figures of former units are in terms of the units that took them over.

A merger adds: the value of every part counts. A division counts by its shares;
where no source tells them the value is not guessed at but kept apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Per former unit: who took it over and which part, None where nobody knows.
Successors = Mapping[str, Sequence[tuple[str, Decimal | None]]]


@dataclass(frozen=True, slots=True)
class Restated:
    """Values by successor, and by former unit what could not be placed."""

    values: Mapping[str, Decimal]
    unplaced: Mapping[str, Decimal]


def restate(values: Mapping[str, Decimal], successors: Successors) -> Restated:
    """Count each value into the units that took its unit over.

    A unit without an entry in ``successors`` still stands and keeps its value; an
    empty entry is a unit that ended without a successor. The sum of all values
    stays what it was, to the last digit where the shares of a unit add up to 1.

    >>> part = {"old": [("new", Decimal(1))], "cut": [("new", None), ("other", None)]}
    >>> restate({"old": Decimal(3), "new": Decimal(2), "cut": Decimal(4)}, part)
    Restated(values={'new': Decimal('5')}, unplaced={'cut': Decimal('4')})
    """
    placed: dict[str, Decimal] = {}
    unplaced: dict[str, Decimal] = {}
    for unit, value in values.items():
        shares = successors.get(unit, [(unit, Decimal(1))])
        known = [(heir, share) for heir, share in shares if share is not None]
        if len(known) < len(shares):
            known = []
        for heir, share in known:
            placed[heir] = placed.get(heir, Decimal(0)) + value * share
        rest = value - sum((value * share for _, share in known), Decimal(0))
        if rest:
            unplaced[unit] = rest
    return Restated(placed, unplaced)
