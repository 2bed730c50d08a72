"""The figure of a unit for a period: what it signed, printed, or what is summed.

A place that signed a number is held to it; one whose report was read, or who stated a
number as a whole, has that number; else its units' values are rolled up over the tree
of that time. What the office of a place counted of itself is one addend of that sum and
never the total of the place.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from danvan.accounts import scope
from danvan.core.calendar import periods
from danvan.core.rollup.rollup import Total
from danvan.core.rollup.rules import Rule, in_order, work_out
from danvan.indicators import standing, summing, tree
from danvan.indicators.models import Action, Line, Step, Value
from danvan.indicators.summing import made_of
from danvan.orgs.models import Unit

Origin = Literal["signed", "printed", "summed", ""]
_Said = Mapping[str, "Figure"]  # by code
__all__ = ["EMPTY", "Figure", "Origin", "made_of", "of", "of_periods", "unsigned"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with where it comes from and how many units it is made of.

    ``given`` of ``expected`` units had a value; of a signed or printed one nobody asks.
    ``source`` is the one value behind it; a sum and what is worked out have none.
    """

    value: Decimal | None
    origin: Origin = ""
    given: int = 0
    expected: int = 0
    uneven: bool = False
    source: Value | None = None

    @property
    def complete(self) -> bool:
        """Whether every expected unit is in it."""
        return self.given >= self.expected


EMPTY = Figure(None)


def of(
    unit: Unit, period: periods.Period, rules: Mapping[str, Rule]
) -> Mapping[str, Figure]:
    """Return a unit's figure under each code of ``rules``; at most nine queries.

    What follows from others is worked out from their figures. The total of a place is
    made as the system: who reads the place reads what all below it come to.
    """
    return of_periods(unit, [period], rules)[period.key]


def of_periods(
    unit: Unit, times: Collection[periods.Period], rules: Mapping[str, Rule]
) -> Mapping[str, Mapping[str, Figure]]:
    """Return a unit's figures of several periods, by key and code.

    Eight queries, and one more for every day on which one of the periods ends.
    """
    with _reach(unit):
        return _figures(unit, times, rules, _signed(unit, times, rules))


def unsigned(
    unit: Unit, times: Collection[periods.Period], rules: Mapping[str, Rule]
) -> Mapping[str, Mapping[str, Figure]]:
    """Return the figures as they would be if nothing had been signed yet."""
    with _reach(unit):
        return _figures(unit, times, rules, {})


def _reach(unit: Unit) -> AbstractContextManager[None]:
    if tree.is_whole(unit):
        return scope.as_system("the total of a place is made of all that reports to it")
    return nullcontext()


def _figures(
    unit: Unit,
    times: Collection[periods.Period],
    rules: Mapping[str, Rule],
    signed: Mapping[tuple[str, str], Figure],
) -> Mapping[str, Mapping[str, Figure]]:
    of_day = {day: tree.ground(unit, day) for day in {time.end for time in times}}
    ids = {u.pk for ground in of_day.values() for u in ground}
    parts = {part.key: part for time in times for part in made_of(time)}
    asked = {**parts, **{time.key: time for time in times}}
    cells = standing.cells(ids, asked.values(), rules.keys())
    found = {}
    for time in times:
        ground = of_day[time.end]
        said = {
            **_stated(unit, time, rules, cells),
            **{code: f for (key, code), f in signed.items() if key == time.key},
        }
        summed = summing.summed(ground, unit, time, rules, cells)
        found[time.key] = _settled(rules, said, summed)
    return found


def _settled(
    rules: Mapping[str, Rule], said: _Said, summed: Mapping[str, Total]
) -> Mapping[str, Figure]:
    """Take what was said, else what follows from it, else what was summed."""
    found = {code: said.get(code) or _sum(summed[code]) for code in rules}
    for code in in_order(rules):
        if code in said or (rule := rules[code]).formula is None:
            continue
        parts = {name.name for name in rule.parts}
        if rule.adds and not parts <= said.keys():
            continue  # summed from what each unit said of it
        values = {part: found[part].value for part in parts if part in found}
        value = work_out(rule.formula, values, {})
        if value is not None and rule.adds:
            found[code] = Figure(value, "printed")
        elif value is not None:
            found[code] = _sum(summed[code], value)
    return found


def _sum(total: Total, value: Decimal | None = None) -> Figure:
    value = total.value if value is None else value
    origin: Origin = "summed" if value is not None else ""
    return Figure(value, origin, total.given, total.expected, total.uneven)


def _stated(
    unit: Unit,
    period: periods.Period,
    rules: Mapping[str, Rule],
    cells: Mapping[standing.Key, standing.Cell],
) -> dict[str, Figure]:
    """Return what was printed or said of a place as a whole, or of all its parts."""
    if not tree.is_whole(unit):
        return {}
    found = {}
    for code, rule in rules.items():
        cell = standing.whole(cells.get((unit.pk, period.key, code), standing.EMPTY))
        if cell.amount is not None:
            found[code] = Figure(cell.amount, "printed", source=cell.chosen)
            continue
        amount = summing.stated_in_parts(unit, period, code, rule, cells)
        if amount is not None:
            found[code] = Figure(amount, "printed")
    return found


def _signed(
    unit: Unit, times: Collection[periods.Period], codes: Collection[str]
) -> Mapping[tuple[str, str], Figure]:
    """Return what the unit signed last and did not take back; two queries."""
    steps = Step.objects.filter(
        submission__unit=unit, submission__period__key__in={t.key for t in times}
    ).order_by("id")
    last: dict[object, int] = {}
    for submission, action, pk in steps.values_list("submission", "action", "pk"):
        if action == Action.SIGN:
            last[submission] = pk
        elif action in {Action.UNSIGN, Action.RETURN}:
            last.pop(submission, None)
    lines = Line.objects.filter(
        step__in=last.values(), code__in=codes, amount__isnull=False
    )
    rows = lines.select_related("value", "step__submission__period").order_by("step")
    return {(row.step.submission.period.key, row.code): _line(row) for row in rows}


def _line(row: Line) -> Figure:
    same = row.value is not None and row.value.amount == row.amount
    return Figure(row.amount, "signed", source=row.value if same else None)
