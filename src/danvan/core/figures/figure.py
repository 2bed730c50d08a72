"""A figure: a number in a text that measures or counts something."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from danvan.core.figures.number import Number
from danvan.core.text.span import Span

Bound = Literal["min", "max", "approx"]
Slot = Literal["part", "whole", "low", "high", "fraction", "cell"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure.

    ``span`` counts in the document's text and covers the digits alone; ``spot`` is the
    same place in the normal text and ``tail`` where its unit ends there. ``key`` groups
    what may be added up (`figures.unit.Unit`). ``slot`` says which half of 177/185 or
    of a range it is, ``mate`` which figure (by its place in the list) the other is.
    ``factor`` is the unit in the base unit of its key: 1000 for tấn, in kg.
    """

    span: Span
    spot: Span
    tail: int
    text: str
    number: Number
    scale: Decimal
    unit: str | None
    key: str
    implied: bool = False
    bound: Bound | None = None
    label: str = ""
    slot: Slot | None = None
    mate: int | None = None
    measured: bool = False
    indicator: str | None = None
    factor: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        """The printed number, without its scale word."""
        return self.number.value

    @property
    def amount(self) -> Decimal:
        """What the number is worth in the base unit of its key (VND, ha, kg)."""
        return self.number.value * self.worth

    @property
    def worth(self) -> Decimal:
        """What one unit of the printed number is worth: scale word times unit."""
        return self.scale * self.factor
