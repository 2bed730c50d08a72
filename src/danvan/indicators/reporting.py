"""Reports on reporting: who sent in full and on time, by unit and over periods.

What is expected follows from units and periods, never from what came in.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators.chains import Sheet
from danvan.indicators import owing
from danvan.indicators.owing import Owed, Rates
from danvan.orgs.models import Unit

BACK = 6  # periods of the same kind


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """How one period went."""

    period: Period
    rates: Rates

    @property
    def on_time(self) -> Decimal | None:
        """The share of expected sheets that came on time, in percent."""
        return share(self.rates.on_time, self.rates.expected)

    @property
    def full(self) -> Decimal | None:
        """The share of expected sheets that came complete, in percent."""
        return share(self.rates.complete, self.rates.expected)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """How one unit did: the sheet of the chosen period, and all periods together."""

    unit: Unit
    owed: Owed
    complete: bool
    late: bool
    expected: int
    received: int
    on_time: int
    full: int

    @property
    def share(self) -> Decimal | None:
        """The share of its sheets of all periods that came on time, in percent."""
        return share(self.on_time, self.expected)


@dataclass(frozen=True, slots=True)
class Report:
    """A sheet of a place: the periods with the last first, and the units by name."""

    periods: Sequence[PeriodRow]
    units: Sequence[UnitRow]


def report(place: Unit, sheet: Sheet, period: Period, today: datetime.date) -> Report:
    """Return how ``period`` and those of its kind before it went.

    Two queries for each period and five more, however many units. Reads what the
    connection may see: it is for those who read the whole place.
    """
    several = looked_back(sheet, period)
    owed = owing.over(place, sheet, several)
    whole = owing.complete([o.submission for o in owed if o.submission], sheet)
    return Report(
        periods=[_period_row(p, owed, whole, today) for p in several],
        units=[
            _unit_row(one, owed, whole, today) for one in owed if one.period == period
        ],
    )


def looked_back(sheet: Sheet, period: Period) -> list[Period]:
    """Return the period and those of its kind before it, the last first."""
    found = periods.ending_up_to(sheet.chain, period.end, years=BACK)
    alike = [p for p in found if p.kind == period.kind and p.end <= period.end]
    return [p for p in alike if sheet.owed_for(p)][:BACK]


def _period_row(
    period: Period, owed: Sequence[Owed], whole: frozenset[object], today: datetime.date
) -> PeriodRow:
    rows = [one for one in owed if one.period == period]
    complete = sum(_is_whole(one, whole) for one in rows)
    late = [one.unit for one in rows if one.late_on(today)]
    return PeriodRow(period, Rates(owed=rows, complete=complete, late=late))


def _unit_row(
    one: Owed, owed: Sequence[Owed], whole: frozenset[object], today: datetime.date
) -> UnitRow:
    mine = [each for each in owed if each.unit.pk == one.unit.pk]
    received = [each for each in mine if each.is_in]
    return UnitRow(
        unit=one.unit,
        owed=one,
        complete=_is_whole(one, whole),
        late=one.late_on(today) or one.came_late,
        expected=len(mine),
        received=len(received),
        on_time=sum(not each.came_late for each in received),
        full=sum(_is_whole(each, whole) for each in mine),
    )


def _is_whole(one: Owed, whole: frozenset[object]) -> bool:
    return one.is_in and one.submission is not None and one.submission.pk in whole


def share(part: int, of: int) -> Decimal | None:
    """Return a share in percent with one decimal; None of nothing.

    >>> share(1, 3), share(0, 0)
    (Decimal('33.3'), None)
    """
    return round(Decimal(100 * part) / of, 1) if of else None
