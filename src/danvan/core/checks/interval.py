"""Arithmetic on the interval a number's written precision implies.

XBRL Calculations 1.1: 28,24 means every value that would be printed so, [28,235; 28,245).
A count of whole things is exact. Words bound a number: hơn 3.000 is at least 3.000.
Everything is Decimal.
"""

from dataclasses import dataclass
from decimal import Decimal

from danvan.core.figures.figure import Figure

_HALF = Decimal("0.5")
FAR = Decimal(10) ** 30


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``; ``high`` itself only when not ``open``."""

    low: Decimal
    high: Decimal
    open: bool = False

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            self.low + other.low, self.high + other.high, self.open or other.open
        )

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low, self.open)

    def __mul__(self, other: "Interval") -> "Interval":
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends), self.open or other.open)

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide by an interval of positive numbers; ZeroDivisionError if it is not."""
        if other.low <= 0:
            raise ZeroDivisionError(str(other))
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends), self.open)

    def times(self, factor: Decimal) -> "Interval":
        """Return the interval stretched by a positive ``factor``."""
        return Interval(self.low * factor, self.high * factor, self.open)

    def meets(self, other: "Interval") -> bool:
        """Say whether one value lies in both.

        >>> Interval(Decimal("28.235"), Decimal("28.245"), True).meets(exact(Decimal("28.245")))
        False
        """
        if self.low == self.high and other.low == other.high:
            return self.low == other.low
        below = self.low < other.high or (self.low == other.high and not other.open)
        above = other.low < self.high or (other.low == self.high and not self.open)
        return below and above

    def holds(self, value: Decimal) -> bool:
        """Say whether ``value`` lies in the interval."""
        return self.meets(exact(value))


def exact(value: Decimal) -> Interval:
    """Return the interval of one value."""
    return Interval(value, value)


def precision(figure: Figure) -> Interval:
    """Return the values ``figure`` would be printed for, its words left aside."""
    if figure.slot == "fraction" or (
        figure.number.whole and figure.scale == 1 and not figure.measured
    ):
        return exact(figure.amount)
    half = figure.number.step * figure.worth * _HALF
    return Interval(figure.amount - half, figure.amount + half, open=True)


def near(figure: Figure) -> Interval:
    """Return the values ``figure`` means with its words: hơn 3.000 is 3.000 to 4.000.

    A round number said to be rough is as rough as its last digit that is not zero.
    """
    if figure.bound is None:
        return precision(figure)
    amount, rough = figure.amount, _last_place(figure)
    if figure.bound == "min":
        return Interval(
            amount - figure.number.step * figure.worth * _HALF, amount + rough
        )
    if figure.bound == "max":
        return Interval(
            amount - rough, amount + figure.number.step * figure.worth * _HALF
        )
    return Interval(amount - rough, amount + rough)


def limits(figure: Figure) -> Interval:
    """Return every value the words around ``figure`` allow: hơn 3.000 has no top."""
    around = near(figure)
    if figure.bound == "min":
        return Interval(around.low, FAR)
    if figure.bound == "max":
        return Interval(-FAR, around.high)
    return around


def _last_place(figure: Figure) -> Decimal:
    """Return the worth of one unit in the last digit that is not zero."""
    exponent = figure.number.value.normalize().as_tuple().exponent
    place = (
        Decimal(1).scaleb(exponent) if isinstance(exponent, int) else figure.number.step
    )
    return max(place, figure.number.step) * figure.worth
