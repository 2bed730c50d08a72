"""What a report is built from: the figures of one unit and one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.core.calendar.periods import Kind, Period
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


_ROMAN = ("", "I", "II", "III", "IV")


def period_words(period: Period) -> str:
    """Return how a report calls its period.

    >>> from danvan.core.calendar import periods
    >>> period_words(periods.by_key("2026-q3")), period_words(periods.by_key("g2026-6m"))
    ('quý III/2026', '6 tháng đầu năm 2026')
    """
    if period.kind == Kind.QUARTER:
        return f"quý {_ROMAN[period.number]}/{period.year}"
    if period.kind == Kind.MONTH:
        return f"tháng {period.number}/{period.year}"
    before = {Kind.HALF_YEAR: "6 tháng đầu ", Kind.NINE_MONTHS: "9 tháng "}
    return f"{before.get(period.kind, '')}năm {period.year}"
