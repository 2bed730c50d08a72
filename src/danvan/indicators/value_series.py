"""One indicator of one unit over the periods it has values for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.calendar import periods
from danvan.indicators import standing, value_chart
from danvan.indicators import value_labels as labels
from danvan.indicators.models import Period
from danvan.indicators.value_chart import Chart
from danvan.indicators.value_list import cell_address
from danvan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One period; ``change`` is from the row before, of the same kind of period."""

    period: periods.Period
    name: str
    number: Decimal
    amount: str
    change: str
    source: str
    differs: bool
    link: str


@dataclass(frozen=True, slots=True)
class Series:
    """Periods of one chain and kind, the last first, and the kinds there are."""

    unit: Unit
    code: str
    kind: str
    kinds: Sequence[labels.Choice]
    rows: Sequence[Row]
    chart: Chart | None


def of(unit: Unit, code: str, kind: str = "") -> Series:
    """Return the series of a kind (``government year``); by default the longest.

    Three queries.
    """
    codes = {code, *standing.inputs(code)}
    used = Period.objects.filter(values__unit=unit, values__code__in=codes).distinct()
    known = [row.known for row in used]
    found = standing.cells([unit.pk], known, [code])
    there = [p for p in known if (unit.pk, p.key, code) in found]
    kinds = Counter(_kind(p) for p in there)
    if kind not in kinds:
        kind = max(kinds, key=lambda k: kinds[k], default="")
    shown = sorted((p for p in there if _kind(p) == kind), key=lambda p: p.end)
    rows = _rows(unit, code, shown, found)
    return Series(
        unit=unit,
        code=code,
        kind=kind,
        kinds=[(k, labels.kind_of_period(k)) for k in sorted(kinds)],
        rows=rows[::-1],
        chart=value_chart.bars(
            labels.indicator_name(code), [(row.name, row.number) for row in rows]
        ),
    )


def _kind(period: periods.Period) -> str:
    return f"{period.chain} {period.kind}"


def _rows(
    unit: Unit,
    code: str,
    shown: Sequence[periods.Period],
    found: Mapping[standing.Key, standing.Cell],
) -> list[Row]:
    rows: list[Row] = []
    for period in shown:
        cell = found[unit.pk, period.key, code]
        number = cell.amount if cell.amount is not None else Decimal(0)
        rows.append(
            Row(
                period=period,
                name=labels.short_period(period),
                number=number,
                amount=labels.amount(number, cell.chosen.bound if cell.chosen else ""),
                change=labels.change(number, rows[-1].number) if rows else "",
                source=labels.source(cell.chosen.provenance if cell.chosen else ""),
                differs=cell.differs,
                link=cell_address(unit, period, code),
            )
        )
    return rows
