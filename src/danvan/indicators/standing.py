"""Which values of a cell stand, which of them counts, and whether they agree.

What follows from others by a formula of the catalogue (ratios, differences, some sums)
is not stored: it is worked out here, over the values that count of its inputs.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from danvan.core.calendar import periods
from danvan.core.indicators import agreement, catalogue, formula
from danvan.core.indicators.agreement import Written
from danvan.indicators.models import Choice, Provenance, Value

# Without a choice the first of these counts (contract of the room).
ORDER = (
    Provenance.COUNTED,
    Provenance.ENTERED,
    Provenance.IMPORTED,
    Provenance.REPORTED,
)
Key = tuple[int, str, str]  # the unit's id, the period's key, the code


@dataclass(frozen=True, slots=True)
class Worked:
    """What a formula comes to, unrounded, and when the last of its inputs was said."""

    amount: Decimal
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one indicator of one unit and period that stand side by side.

    ``values`` have an amount each, in the order of the sources; one that was taken back
    is none of them. ``choice`` is a person's last word if its value still stands.
    ``differs``: they cannot all be true, and nobody has chosen since. ``worked`` is
    what a formula comes to; it stands beside the values and counts without them.
    """

    values: tuple[Value, ...]
    chosen: Value | None
    differs: bool
    choice: Choice | None = None
    worked: Worked | None = None

    @property
    def amount(self) -> Decimal | None:
        """The number that counts; None where there is none, which is not zero."""
        if self.chosen:
            return self.chosen.amount
        return self.worked.amount if self.worked else None

    @property
    def gap(self) -> Decimal:
        """How far the values lie apart, as a share of the largest."""
        found = [written(value) for value in self.values]
        return agreement.gap([*found, *_exact(self.worked)])


EMPTY = Cell((), None, differs=False)


def cells(
    unit_ids: Collection[int],
    for_periods: Collection[periods.Period],
    codes: Collection[str],
) -> Mapping[Key, Cell]:
    """Return the cells that have a value, by unit, key of the period and code.

    Two queries, whatever is asked for. Row-level security keeps what is not the
    viewer's; who may ask for which units is the caller's business.
    """
    asked = {period.key: period for period in for_periods}
    wanted = {*codes, *(name for code in codes for name in inputs(code))}
    before = {key: b.key for key, p in asked.items() if (b := year_before(p))}
    if not any(formula.earlier_inputs(code) for code in _known(codes)):
        before = {}
    stored = _stored(unit_ids, {*asked, *before.values()}, wanted)
    found = {k: c for k, c in stored.items() if k[1] in asked and k[2] in codes}
    for unit, key, code in _to_work_out(unit_ids, asked, codes):
        now = _of(stored, unit, key, code)
        worked = _work_out(code, now, _of(stored, unit, before.get(key, ""), code))
        if worked is not None:
            cell = found.get((unit, key, code), EMPTY)
            found[unit, key, code] = together(cell.values, cell.choice, worked)
    return found


def together(
    values: Sequence[Value], choice: Choice | None, worked: Worked | None = None
) -> Cell:
    """Put the standing values of one cell side by side; ``choice`` is the last made.

    A choice holds as long as its value stands. It settles a difference until
    something comes after it that cannot be true beside the chosen value.
    """
    ordered = tuple(sorted(values, key=lambda v: (_rank(v), -v.pk)))
    by_id = {value.pk: value for value in ordered}
    taken = by_id.get(choice.value_id) if choice else None
    rivals, beside = ordered, worked
    if choice and taken:
        rivals = (taken, *(v for v in ordered if v.at > choice.at and v != taken))
        beside = worked if worked and worked.at > choice.at else None
    told = [*map(written, rivals), *_exact(beside)]
    first = ordered[0] if ordered else None
    return Cell(
        values=ordered,
        chosen=taken or first,
        differs=not agreement.agree(told),
        choice=choice if taken else None,
        worked=worked,
    )


def whole(cell: Cell) -> Cell:
    """Return what a cell says of a place as a whole: without its own office's count.

    Nor does what follows from that count stand for the place.
    """
    said = [v for v in cell.values if v.provenance != Provenance.COUNTED]
    return together(said, cell.choice)


def written(value: Value) -> Written:
    """Return a value with the precision it was written in.

    A counted one is exact. Of others ``evidence["step"]`` is the worth of the last
    digit; without it whole numbers are exact and fractions as exact as their digits.
    """
    amount = value.amount if value.amount is not None else Decimal(0)
    return Written(amount, _step(value, amount), value.bound)


def year_before(period: periods.Period) -> periods.Period | None:
    """Return the same period of the year before; None before the first regime."""
    try:
        return periods.of(period.chain, period.kind, period.year - 1, period.number)
    except periods.NoSuchPeriod:
        return None


def _stored(
    unit_ids: Collection[int], keys: Collection[str], codes: Collection[str]
) -> Mapping[Key, Cell]:
    place = {"unit__in": unit_ids, "period__key__in": keys, "code__in": codes}
    found = Value.objects.standing().filter(amount__isnull=False, **place)
    values: dict[Key, list[Value]] = defaultdict(list)
    for value in found.select_related("period", "unit"):
        values[_key(value)].append(value)
    choices = {
        _key(choice): choice
        for choice in Choice.objects.filter(**place).select_related("period")
    }
    return {key: together(of, choices.get(key)) for key, of in values.items()}


def _to_work_out(
    unit_ids: Iterable[int], keys: Iterable[str], codes: Iterable[str]
) -> Iterable[Key]:
    derived = [code for code in _known(codes) if formula.inputs(code)]
    return ((u, key, code) for u in unit_ids for key in keys for code in derived)


def _of(
    stored: Mapping[Key, Cell], unit: int, key: str, code: str
) -> Mapping[str, Cell]:
    """Return the cells of one unit and period that a formula asks for, by code."""
    return {c: cell for c in inputs(code) if (cell := stored.get((unit, key, c)))}


def _work_out(
    code: str, now: Mapping[str, Cell], earlier: Mapping[str, Cell]
) -> Worked | None:
    values = {c: cell.amount for c, cell in now.items()}
    past = {c: cell.amount for c, cell in earlier.items()}
    amount = formula.work_out(code, values, past)
    if amount is None:
        return None
    said = [
        cell.chosen.at for of in (now, earlier) for cell in of.values() if cell.chosen
    ]
    return Worked(amount, max(said))


@cache
def inputs(code: str) -> frozenset[str]:
    """Return every code a formula rests on, through the formulas of its inputs."""
    found: set[str] = set()
    pending = _known([code])
    while pending:
        new = formula.inputs(pending.pop()) - found
        found |= new
        pending += new
    return frozenset(found)


def _known(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in catalogue.known()]


def _exact(worked: Worked | None) -> list[Written]:
    return [Written(worked.amount)] if worked else []


def _step(value: Value, amount: Decimal) -> Decimal | None:
    if value.provenance == Provenance.COUNTED:
        return None
    if given := value.evidence.get("step"):
        return Decimal(str(given))
    exponent = amount.normalize().as_tuple().exponent
    fraction = isinstance(exponent, int) and exponent < 0
    return Decimal(1).scaleb(int(exponent)) if fraction else None


def _rank(value: Value) -> int:
    return ORDER.index(Provenance(value.provenance))


def _key(row: Value | Choice) -> Key:
    return row.unit_id, row.period.key, row.code
