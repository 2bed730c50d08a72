"""Cells whose sources disagree: a list to work off, and findings of the unit alone.

Who reads the values of a unit sees them; nobody else, until an edition is approved.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from danvan.core.calendar import periods
from danvan.core.indicators import catalogue, formula
from danvan.core.text.fold import fold
from danvan.indicators import standing
from danvan.indicators.models import Value
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose values cannot all be true, and nobody has chosen since."""

    unit: Unit
    period: periods.Period
    code: str
    cell: Cell
    gap: Decimal  # as a share of the largest value


def found(
    unit_ids: Collection[int], *, period: str = "", q: str = ""
) -> list[Difference]:
    """Return the differences of the units, the largest first; four queries.

    ``period`` is the key of one period, ``q`` words of the code or the name of the
    indicator, folded or not.
    """
    keys = _candidates(unit_ids, period, q)
    if not keys:
        return []
    units = {unit for unit, _period, _code in keys}
    known = {key: periods.by_key(key) for _unit, key, _code in keys}
    cells = standing.cells(units, known.values(), {code for _u, _p, code in keys})
    by_id = Unit.objects.in_bulk(units)
    made = [
        Difference(by_id[unit], known[key], code, cell, cell.gap)
        for (unit, key, code), cell in cells.items()
        if cell.differs and (unit, key, code) in keys
    ]
    return sorted(made, key=lambda d: (-d.gap, d.period.key, d.unit.code, d.code))


def periods_of(unit_ids: Collection[int]) -> list[periods.Period]:
    """Return the periods in which some cell has several values; the last first."""
    keys = {key for _unit, key, _code in _candidates(unit_ids, "", "")}
    return sorted(map(periods.by_key, keys), key=lambda p: (p.end, p.key), reverse=True)


def _candidates(
    unit_ids: Collection[int], period: str, q: str
) -> set[tuple[int, str, str]]:
    """Return the cells with several values, or with one beside a formula."""
    derived = [c for c in catalogue.known() if formula.inputs(c)]
    rows = Value.objects.standing().filter(unit__in=unit_ids, amount__isnull=False)
    if period:
        rows = rows.filter(period__key=period)
    if q:
        rows = rows.filter(code__in=_named(q))
    grouped = rows.order_by().values("unit", "period__key", "code")
    counted = grouped.annotate(values=Count("pk"))
    several = counted.filter(Q(values__gt=1) | Q(code__in=derived))
    return {*several.values_list("unit", "period__key", "code")}


def _named(q: str) -> list[str]:
    words = fold(q).split()
    return [
        code
        for code, row in catalogue.known().items()
        if all(w in fold(f"{code} {row.name['vi']} {row.name['en']}") for w in words)
    ]
