"""What a report is built from: the figures of one unit and one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.core.drafting.compare import Before
from danvan.core.drafting.numbers import Bound, Measure
from danvan.core.drafting.phrase import Aspect, Source


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator's figure, in the unit of its measure; a rate already rounded.

    ``unit`` and ``period`` are the unit's code and the period's key.
    """

    code: str
    amount: Decimal
    measure: Measure
    unit: str
    period: str
    bound: Bound = ""
    before: Before = field(default_factory=Before)

    def source(self, aspect: Aspect = "amount") -> Source:
        """Return what a number made of this one names as its source."""
        return Source(self.code, self.unit, self.period, aspect)


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Setting:
    """Who reports for when, and what is known of those who report to them.

    ``names`` fill the small-letter slots of a sentence: ``unit``, ``area``,
    ``period``. ``late`` are the units that sent too late or not at all. ``models``
    are lines a person typed. All of them are words only.
    """

    unit: str
    period: str
    names: Mapping[str, str]
    late: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
