"""The figures a draft is written from: values that count, beside those of last year."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Chain, Period
from danvan.core.drafting.compare import Before
from danvan.core.drafting.facts import Fact
from danvan.core.drafting.numbers import Bound, measure, rounded
from danvan.core.drafting.outline import Outline
from danvan.core.indicators import catalogue, chains
from danvan.indicators import owing, standing
from danvan.indicators.models import Value
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit, UnitChange

_STORED: Final = 6  # digits behind the comma that a value keeps
APART: Final = "do đơn vị hành chính đã sắp xếp lại"
# Chains whose periods may have the same days; what one counted is true for all.
_CHAINS: Final[tuple[Chain, ...]] = (
    *("government", "inspectorate", "calendar", "procedures"),
    *("party", "council", "front"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The facts by code, and the value behind each; None where a formula gives it."""

    facts: Mapping[str, Fact]
    values: Mapping[str, Value | None]


def known(unit: Unit, period: Period, codes: Iterable[str]) -> Known:
    """Return what is known of a unit for a period; three queries.

    A value stands for every chain whose period has the same days. Numbers below zero
    are told as comparisons and are no facts of their own.
    """
    wanted = [code for code in codes if code in catalogue.known()]
    now, then = _same_days(period), _year_before(period)
    cells = standing.cells([unit.pk], [*now, *then], wanted)
    apart = APART if then and _changed(unit, then[0], period) else ""
    facts: dict[str, Fact] = {}
    values: dict[str, Value | None] = {}
    for code in wanted:
        cell = _cell(cells, unit, now, code)
        if cell is None or cell.amount is None or cell.amount < 0:
            continue
        before = _cell(cells, unit, then, code)
        facts[code] = _fact(code, cell, before, unit, period, apart)
        values[code] = cell.chosen
    return Known(facts, values)


def _fact(
    code: str, cell: Cell, before: Cell | None, unit: Unit, period: Period, apart: str
) -> Fact:
    row = catalogue.of(code)
    bound = cell.chosen.bound if cell.chosen else ""
    rough = bool(bound or (before and before.chosen and before.chosen.bound))
    return Fact(
        code=code,
        amount=_amount(cell, row) or Decimal(0),
        measure=measure(row.unit),
        unit=unit.code,
        period=period.key,
        bound=cast("Bound", bound),
        before=Before(_amount(before, row), apart=apart, rough=rough),
    )


def _amount(cell: Cell | None, row: catalogue.Indicator) -> Decimal | None:
    """Return the number that counts, rounded as it is reported."""
    if cell is None or cell.amount is None:
        return None
    return rounded(cell.amount, row.decimals if row.formula else _STORED)


def _cell(
    cells: Mapping[standing.Key, Cell],
    unit: Unit,
    of: Iterable[Period],
    code: str,
) -> Cell | None:
    """Return the first cell that has a number, the period's own chain before others."""
    found = (cells.get((unit.pk, period.key, code)) for period in of)
    return next((cell for cell in found if cell and cell.amount is not None), None)


def _same_days(period: Period) -> list[Period]:
    found = [period]
    for chain in _CHAINS:
        try:
            other = periods.of(chain, period.kind, period.year, period.number)
        except periods.NoSuchPeriod:
            continue
        same = (other.start, other.end) == (period.start, period.end)
        if same and chain != period.chain:
            found.append(other)
    return found


def _year_before(period: Period) -> list[Period]:
    try:
        then = periods.of(period.chain, period.kind, period.year - 1, period.number)
    except periods.NoSuchPeriod:
        return []
    return _same_days(then)


def _changed(unit: Unit, then: Period, now: Period) -> bool:
    """Say whether the unit was made of others, or gave a part, since the year before."""
    since = UnitChange.objects.filter(on__gt=then.start, on__lte=now.end)
    whole = since.exclude(kind__in=("rename", "move"))
    return whole.filter(Q(to_unit=unit) | Q(from_unit=unit)).exists()


def late(
    viewer: Viewer, unit: Unit, outline: Outline, period: Period, today: datetime.date
) -> tuple[str, ...]:
    """Return the names of the units below that are late with the outline's sheet.

    Nothing where the viewer does not read what came from below. Seven queries.
    """
    if not outline.sheet or not viewer.may(Right.FORMS_BELOW, unit.pk):
        return ()
    rates = owing.rates(unit, chains.by_id(outline.sheet), period, today)
    return tuple(each.name for each in rates.late if each.pk != unit.pk)
