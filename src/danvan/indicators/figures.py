"""The figure of a unit for a period: what it signed, printed, or what is summed.

A place that signed a number is held to it; one whose report was read has the number
that was printed; else its units' values are rolled up over the tree of that time.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.core.rollup.rollup import Total, Totals, derived, over_time, roll_up
from danvan.core.rollup.rules import Rule
from danvan.indicators import standing, tree
from danvan.indicators.models import Action, Line, Provenance, Step
from danvan.orgs.models import Kind, Level, Unit

Origin = Literal["signed", "printed", "summed", ""]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with where it comes from and how many units it is made of.

    ``given`` of ``expected`` units had a value; of a signed or printed one nobody asks.
    """

    value: Decimal | None
    origin: Origin = ""
    given: int = 0
    expected: int = 0
    uneven: bool = False

    @property
    def complete(self) -> bool:
        """Whether every expected unit is in it."""
        return self.given >= self.expected


EMPTY = Figure(None)


def of(
    unit: Unit, period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[str, Figure]:
    """Return a unit's figure under each code of ``rules``; at most six queries.

    What follows from others is worked out from the summed ones.
    """
    summed = _summed(unit, period, rules)
    signed = _signed(unit, period, rules)
    return {code: _figure(code, summed, signed) for code in rules}


def rolled_up(
    unit: Unit, period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[str, Total]:
    """Return what the values of a unit and of those below it come to; four queries.

    Where the period has no value at all, what the periods it is made of come to.
    """
    return {code: found.total for code, found in _summed(unit, period, rules).items()}


@dataclass(frozen=True, slots=True)
class _Sum:
    total: Total
    printed: Decimal | None


def _figure(
    code: str, summed: Mapping[str, _Sum], signed: Mapping[str, Decimal | None]
) -> Figure:
    if signed.get(code) is not None:
        return Figure(signed[code], "signed")
    found = summed[code]
    if found.printed is not None:
        return Figure(found.printed, "printed")
    total = found.total
    origin: Origin = "summed" if total.value is not None else ""
    return Figure(total.value, origin, total.given, total.expected, total.uneven)


def _summed(
    unit: Unit, period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[str, _Sum]:
    ground = tree.ground(unit, period.end)
    times = [period, *made_of(period)]
    cells = standing.cells([u.pk for u in ground], times, rules.keys())
    owing = _owing(ground, period, rules)
    printed = {
        code: cell.amount
        for code in rules
        if (cell := cells.get((unit.pk, period.key, code)))
        and len(ground) > 1
        and _is_printed(cell)
    }
    by_time = {
        time.key: _rolled(unit, ground, time, rules, cells, owing) for time in times
    }
    months = [by_time[time.key] for time in times[1:]]
    together = over_time(months, rules) if months else {}
    direct = by_time[period.key]
    return {
        code: _Sum(_first(direct, together, unit.pk, code), printed.get(code))
        for code in rules
    }


def _first(direct: Totals[int], together: Totals[int], unit: int, code: str) -> Total:
    found = direct[unit, code]
    other = together.get((unit, code))
    return other if found.value is None and other and other.value is not None else found


def made_of(period: periods.Period) -> list[periods.Period]:
    """Return the months, else quarters, that a longer period is made of, in order."""
    for kind in (periods.Kind.MONTH, periods.Kind.QUARTER):
        found = []
        for number in range(1, 13 if kind == periods.Kind.MONTH else 5):
            try:
                part = periods.of(period.chain, kind, period.year, number)
            except periods.NoSuchPeriod:
                continue
            if period.start <= part.start and part.end <= period.end:
                found.append(part)
        whole = found and found[0].start == period.start and found[-1].end == period.end
        if whole and found != [period]:
            return found
    return []


def _rolled(
    unit: Unit,
    ground: Collection[Unit],
    period: periods.Period,
    rules: Mapping[str, Rule],
    cells: Mapping[standing.Key, standing.Cell],
    owing: Mapping[frozenset[int], list[str]],
) -> Totals[int]:
    """Roll up one period, the codes that the same units owe together."""
    place = len(ground) > 1
    values = {
        (u.pk, code): cell.amount
        for u in ground
        for code in rules
        if (cell := cells.get((u.pk, period.key, code)))
        # What was printed of a whole place is no value of its own beside its units'.
        and not (place and u.pk == unit.pk and _is_printed(cell))
    }
    parents = {u.pk: u.parent_id if u.pk != unit.pk else None for u in ground}
    beside = {u.pk for u in ground if tree.stands_beside(u) and u.pk != unit.pk}
    found: dict[tuple[int, str], Total] = {}
    for units, codes in owing.items():
        some = {code: rules[code] for code in codes}
        found |= roll_up(values, parents, some, beside=beside, expected=units)
    return derived(found, parents, rules, values, {})


def _is_printed(cell: standing.Cell) -> bool:
    return cell.chosen is not None and cell.chosen.provenance == Provenance.REPORTED


def _owing(
    ground: Sequence[Unit], period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[frozenset[int], list[str]]:
    """Return which units owe which codes, by the sheets of the period's chain.

    A code that no sheet asks for is expected of every commune.
    """
    sheets = [sheet for sheet in chains.sheets() if sheet.owed_for(period)]
    found: dict[frozenset[int], list[str]] = defaultdict(list)
    for code, rule in rules.items():
        if rule.adds:
            asking = [sheet for sheet in sheets if code in sheet.codes]
            found[_who(ground, asking)].append(code)
    return found


def _who(ground: Sequence[Unit], asking: Collection[chains.Sheet]) -> frozenset[int]:
    """Return who owes what some sheets ask; a place sends on what is below it."""
    place, *below = ground
    owing = {
        u.pk
        for u in below
        for sheet in asking
        if sheet.owed_by(u.kind, u.level) and not tree.stands_beside(u)
    }
    if not owing:
        owing = {u.pk for u in below if (u.level, u.kind) == _COMMUNE}
    return frozenset(owing or {place.pk})


_COMMUNE = (Level.COMMUNE, Kind.TERRITORY)


def _signed(
    unit: Unit, period: periods.Period, codes: Collection[str]
) -> Mapping[str, Decimal | None]:
    """Return what the unit signed last and did not take back; two queries."""
    steps = Step.objects.filter(
        submission__unit=unit, submission__period__key=period.key
    ).order_by("id")
    last: dict[object, int] = {}
    for submission, action, pk in steps.values_list("submission", "action", "pk"):
        if action == Action.SIGN:
            last[submission] = pk
        elif action in {Action.UNSIGN, Action.RETURN}:
            last.pop(submission, None)
    lines = Line.objects.filter(step__in=last.values(), code__in=codes)
    return dict(lines.values_list("code", "amount"))
