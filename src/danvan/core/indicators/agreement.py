"""Whether values of one thing from different sources can all be true.

A printed 28,24 stands for every value that would be printed so, "hơn 65" for 65 and
whatever is above; a count is what it is. All arithmetic is Decimal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from danvan.core.checks.interval import FAR, Interval

Bound = Literal["", "min", "max", "approx"]
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it was written down.

    ``step`` is the worth of its last written digit (0.01 for 28,24), None for a value
    that is exact: a count, or whole things. ``bound`` is what words say of it.
    """

    amount: Decimal
    step: Decimal | None = None
    bound: str = ""


def interval(value: Written) -> Interval:
    """Return all that a written value may stand for.

    >>> interval(Written(Decimal("28.24"), Decimal("0.01")))
    Interval(low=Decimal('28.235'), high=Decimal('28.245'), open=True)
    >>> interval(Written(Decimal(65), None, "min")).low
    Decimal('65')
    """
    half = value.step * _HALF if value.step else Decimal(0)
    if value.bound == "min":
        return Interval(value.amount - half, FAR)
    if value.bound == "max":
        return Interval(-FAR, value.amount + half)
    if value.bound == "approx":
        rough = max(_last_place(value.amount), value.step or Decimal(0))
        return Interval(value.amount - rough, value.amount + rough)
    return Interval(value.amount - half, value.amount + half, open=half > 0)


def agree(values: Sequence[Written]) -> bool:
    """Say whether one number can be behind all the values.

    >>> agree([Written(Decimal(70)), Written(Decimal(65), None, "min")])
    True
    >>> agree([Written(Decimal(9)), Written(Decimal(206))])
    False
    """
    found = [interval(value) for value in values]
    return all(a.meets(b) for a, b in combinations(found, 2))


def gap(values: Sequence[Written]) -> Decimal:
    """Return how far the values lie apart, as a share of the largest; 0 if they agree.

    A share, so that visits and million đồng can be put in one order; never above 2.
    """
    apart = [
        abs(a.amount - b.amount)
        for a, b in combinations(values, 2)
        if not interval(a).meets(interval(b))
    ]
    largest = max((abs(value.amount) for value in values), default=Decimal(0))
    return max(apart) / largest if apart and largest else Decimal(0)


def _last_place(amount: Decimal) -> Decimal:
    """Return the worth of one unit in the last digit that is not zero."""
    exponent = amount.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
