"""Units by numbers: what a book comes to in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from danvan.core.calendar.periods import Period
from danvan.core.registers.kind import Kind
from danvan.orgs.models import Unit
from danvan.registers import labels, listing, tally
from danvan.registers.reach import BESIDE
from danvan.registers.tally import Span


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the table, and the address of the lines behind it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One unit; ``beside`` it stands outside the sum."""

    unit: Unit
    numbers: Sequence[Number]
    beside: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One number of the book over the units."""

    feed: str
    name: str
    amounts: Sequence[tuple[Unit, Decimal]]

    def bars(self) -> list[tuple[str, Decimal]]:
        """Return units that have the number, the largest first."""
        largest = sorted(self.amounts, key=lambda pair: -pair[1])
        return [(unit.name, amount) for unit, amount in largest]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole table; ``totals`` leave out who stands beside, and rates."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Number]
    apart: bool  # whether some unit stands beside
    twice: bool  # whether levels are added up of which one may tell of the other

    def column(self, feed: str) -> Column | None:
        """Return the column of that number, the first without one."""
        named = (c for c in self.columns if c.feed == feed)
        return next(named, self.columns[0] if self.columns else None)


def board(kind: Kind, period: Period, units: Sequence[Unit]) -> Board:
    """Return what the book comes to for each of ``units``; two queries or three."""
    names = list(kind.feeds)
    span = Span(period.start, period.end, [unit.pk for unit in units])
    found = tally.totals(kind, names, span)
    there = {unit for amounts in found.values() for unit in amounts}
    rows = [
        Row(
            unit=unit,
            numbers=[
                _number(kind, name, period, found[name].get(unit.pk), unit)
                for name in names
            ],
            beside=unit.kind in BESIDE,
        )
        for unit in units
        if unit.pk in there
    ]
    inside = {unit.pk for unit in units if unit.kind not in BESIDE}
    totals = [
        _number(kind, name, period, _total(kind, name, found[name], inside), None)
        for name in names
    ]
    by_id = {unit.pk: unit for unit in units}
    columns = [
        Column(
            name,
            listing.feed_name(kind, name),
            [(by_id[pk], amount) for pk, amount in found[name].items()],
        )
        for name in names
    ]
    rows.sort(key=lambda row: row.beside)
    apart = any(row.beside for row in rows)
    levels = {row.unit.level for row in rows if not row.beside}
    return Board(columns, rows, totals, apart, twice=len(levels) > 1)


def _total(
    kind: Kind, name: str, amounts: dict[int, Decimal], inside: set[int]
) -> Decimal | None:
    """Add a number up over the units; a rate, a score, a rank adds up to nothing."""
    feeds = [f for edition in kind.editions for f in edition.feeds if f.id == name]
    mine = [amount for unit, amount in amounts.items() if unit in inside]
    if not mine or not all(feed.adds for feed in feeds):
        return None
    return sum(mine, Decimal(0))


def _number(
    kind: Kind, name: str, period: Period, amount: Decimal | None, unit: Unit | None
) -> Number:
    if amount is None:
        return Number("–", "")
    said = {"feed": name, "period": period.key}
    if unit is not None:
        said["unit"] = str(unit.pk)
    address = reverse("registers:book", args=[kind.id])
    return Number(labels.amount(amount), f"{address}?{urlencode(said)}")
