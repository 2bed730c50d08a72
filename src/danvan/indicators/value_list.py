"""The list of a unit's indicators for a period: what is asked, and its rows."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.core.text.fold import fold
from danvan.indicators import reach, standing
from danvan.indicators import value_labels as labels
from danvan.indicators.models import Period as PeriodRow
from danvan.indicators.models import Value
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit

_WORDS = 120  # characters of what is looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; ``show``: all, filled or differing ones."""

    unit: Unit
    period: periods.Period
    group: str
    show: str
    q: str
    may_fill: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with what counts."""

    code: str
    name: str
    measure: str
    number: Decimal | None
    amount: str
    sources: tuple[str, ...]
    nothing: bool
    differs: bool
    link: str


def asked(given: QueryDict, viewer: Viewer, today: datetime.date) -> Asked | None:
    """Return what a query asks for; None for a unit or period it may not, or is none.

    Without a unit the first in which the viewer fills or reads forms.
    """
    mine = viewer.units(Right.FORMS_FILL) or viewer.units(Right.FORMS_READ)
    wanted = given.get("unit", "")
    if wanted and not (wanted.isdecimal() and len(wanted) < 10):
        return None
    unit_id = int(wanted) if wanted else min(mine, default=0)
    if unit_id not in reach.readable(viewer):
        return None
    key = given.get("period", "")
    try:
        period = periods.by_key(key) if key else periods.last_ended("government", today)
    except periods.NoSuchPeriod:
        return None
    return Asked(
        unit=Unit.objects.get(pk=unit_id),
        period=period,
        group=given.get("group", "")
        if given.get("group") in catalogue.groups()
        else "",
        show=given.get("show", ""),
        q=given.get("q", "").replace("\x00", "")[:_WORDS],
        may_fill=unit_id in reach.fillable(viewer, today),
    )


def rows(of: Asked) -> list[Row]:
    """Return the indicators asked for, in the order of the catalogue; two queries."""
    codes = [code for code in numbers() if _wanted(code, of)]
    found = standing.cells([of.unit.pk], [of.period], codes)
    made = [
        _row(of, code, found.get((of.unit.pk, of.period.key, code), standing.EMPTY))
        for code in codes
    ]
    if of.show == "filled":
        return [row for row in made if row.amount]
    if of.show == "differing":
        return [row for row in made if row.differs]
    return made


def numbers() -> list[str]:
    """Return the codes that have a number of their own, in order."""
    return [code for code, row in catalogue.known().items() if row.has_number]


def _wanted(code: str, of: Asked) -> bool:
    row = catalogue.of(code)
    words = fold(f"{code} {row.name['vi']} {row.name['en']}")
    return (not of.group or row.group == of.group) and all(
        word in words for word in fold(of.q).split()
    )


def _row(of: Asked, code: str, cell: Cell) -> Row:
    bound = cell.chosen.bound if cell.chosen else ""
    names = [str(labels.PROVENANCES[v.provenance]) for v in cell.values]
    if cell.worked:
        names.append(str(labels.WORKED))
    return Row(
        code=code,
        name=labels.indicator_name(code),
        measure=labels.measure(code),
        number=cell.amount,
        amount=labels.amount(cell.amount, bound),
        sources=tuple(dict.fromkeys(names)),
        nothing=bool(cell.chosen and cell.chosen.nothing),
        differs=cell.differs,
        link=cell_address(of.unit, of.period, code),
    )


def cell_address(unit: Unit, period: periods.Period, code: str) -> str:
    """Return the address of a cell's page."""
    return reverse("indicators:value", args=[unit.pk, period.key, code])


def over_time_address(unit: Unit, code: str) -> str:
    """Return the address of an indicator of a unit over time."""
    return reverse("indicators:over-time", args=[unit.pk, code])


def units(viewer: Viewer) -> list[Unit]:
    """Return the units whose values the viewer gives or that have values; two queries.

    A province has a hundred communes: those without a value are found by their sheets.
    """
    near = viewer.units(Right.FORMS_READ) | viewer.units(Right.FORMS_FILL)
    readable = reach.readable(viewer)
    valued = Value.objects.filter(unit=OuterRef("pk"))
    with_values = Unit.objects.filter(Exists(valued), pk__in=readable)
    found = {u.pk: u for u in [*Unit.objects.filter(pk__in=near), *with_values]}
    return sorted(
        found.values(),
        key=lambda u: (u.valid_to is not None, bytes(u.sort_key), u.code),
    )


def periods_for(
    of: Asked, today: datetime.date
) -> list[tuple[str, list[labels.Choice]]]:
    """Return the periods to choose from, by chain: recent ones and used ones; a query."""
    offered = {name: dict(of_chain) for name, of_chain in labels.periods_of(today)}
    used = PeriodRow.objects.filter(values__unit=of.unit).distinct()
    for period in [*(row.known for row in used), of.period]:
        names = offered[str(labels.CHAINS[period.chain])]
        names.setdefault(period.key, labels.short_period(period))
    return [(name, list(of_chain.items())) for name, of_chain in offered.items()]
