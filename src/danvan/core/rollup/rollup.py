"""Add values up the tree of units, and over periods: the reference form.

`danvan.indicators.engine` says the same as Ibis expressions; a test holds both equal.
Empty is not zero: a sum over nothing is nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from danvan.core.rollup.rules import Rule, in_order, work_out

U = TypeVar("U", bound=Hashable)
Values = Mapping[tuple[U, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Total:
    """What one unit comes to under one code, with what is below it.

    ``given`` of ``expected`` units had a value; over several periods both count units
    by periods. ``uneven``: the parts it was worked out from came from different
    numbers of units.
    """

    value: Decimal | None
    given: int
    expected: int
    uneven: bool = False

    @property
    def complete(self) -> bool:
        """Whether every expected value was there."""
        return self.given >= self.expected


Totals = Mapping[tuple[U, str], Total]


def roll_up(
    values: Values[U],
    parents: Mapping[U, U | None],
    rules: Mapping[str, Rule],
    *,
    beside: Collection[U] = frozenset(),
    expected: Collection[U] | None = None,
    earlier: Totals[U] | None = None,
) -> Totals[U]:
    """Return what every unit of the tree comes to, under every code of ``rules``.

    ``values`` are each unit's own for one period; ``parents`` is the tree of that period.
    Units that stand ``beside`` (police, courts) have their own value and are in no sum.
    ``expected`` are the units that owe values; by default those with nothing below.
    ``earlier`` are totals of the period before, for formulas with ``prev``.
    """
    owing = set(expected if expected is not None else _leaves(parents, beside))
    sums: dict[tuple[U, str], Decimal] = {}
    given: dict[tuple[U, str], int] = defaultdict(int)
    for (unit, code), value in filled_in(values, rules).items():
        if value is None or code not in rules or not rules[code].adds:
            continue
        for above in above_of(unit, parents, beside):
            sums[above, code] = sums.get((above, code), Decimal(0)) + value
            given[above, code] += unit in owing
    owed: dict[U, int] = defaultdict(int)
    for unit in owing:
        for above in above_of(unit, parents, beside):
            owed[above] += 1
    found = {
        (unit, code): Total(sums.get((unit, code)), given[unit, code], owed[unit])
        for unit in parents
        for code, rule in rules.items()
        if rule.adds
    }
    return derived(found, parents, rules, values, earlier or {})


def filled_in(values: Values[U], rules: Mapping[str, Rule]) -> Values[U]:
    """Return values with what each unit did not give but follows from what it gave.

    >>> from danvan.core.rollup import rules
    >>> known = {"c": rules.of("flow", "a + b")}
    >>> filled_in({("u", "a"): Decimal(1), ("u", "b"): Decimal(2)}, known)[("u", "c")]
    Decimal('3.000000')
    """
    whole = dict(values)
    codes = [code for code in in_order(rules) if rules[code].filled_in]
    for unit in {unit for unit, _ in values} if codes else ():
        for code in codes:
            formula = rules[code].formula
            if formula is not None and whole.get((unit, code)) is None:
                parts = {n.name: whole.get((unit, n.name)) for n in rules[code].parts}
                whole[unit, code] = work_out(formula, parts, {})
    return whole


def above_of(
    unit: U, parents: Mapping[U, U | None], beside: Collection[U]
) -> Iterator[U]:
    """Yield the units into whose sums a unit's own value goes, itself the first.

    A value of a unit that is not in the tree goes nowhere.
    """
    at: U | None = unit
    while at is not None and at in parents:
        yield at
        at = None if at in beside else parents[at]


def _leaves(parents: Mapping[U, U | None], beside: Collection[U]) -> set[U]:
    above = {up for unit, up in parents.items() if unit not in beside}
    return {unit for unit in parents if unit not in above and unit not in beside}


def derived(
    found: Totals[U],
    units: Collection[U],
    rules: Mapping[str, Rule],
    own: Values[U],
    earlier: Totals[U],
) -> Totals[U]:
    """Return totals with what is worked out from them.

    What cannot be (a range, a ratio whose parts are empty) is what its own unit stated,
    and nobody else's is made of it.
    """
    whole = dict(found)
    order = [code for code in in_order(rules) if rules[code].worked_out]
    stated = [code for code in rules if not rules[code].adds and code not in order]
    for unit in units:
        for code in (*stated, *order):
            total = _worked_out(unit, rules[code], whole, earlier)
            if total.value is None:
                value = own.get((unit, code))
                total = total if value is None else Total(value, 1, 1)
            whole[unit, code] = total
    return whole


def _worked_out(unit: U, rule: Rule, found: Totals[U], earlier: Totals[U]) -> Total:
    if rule.formula is None:
        return Total(None, 0, 1)
    now, before = (
        {n.name: total.value for n in rule.parts if (total := side.get((unit, n.name)))}
        for side in (found, earlier)
    )
    parts = [found[key] for n in rule.parts if (key := (unit, n.name)) in found]
    counts = {part.given for part in parts}
    return Total(
        work_out(rule.formula, now, before),
        given=min(counts, default=0),
        expected=max((part.expected for part in parts), default=0),
        uneven=len(counts) > 1,
    )


def over_time(
    periods: Sequence[Totals[U]],
    rules: Mapping[str, Rule],
    *,
    stated: Values[U] | None = None,
    earlier: Totals[U] | None = None,
) -> Totals[U]:
    """Return what periods that follow each other come to together, the last one last.

    Flows add; stocks and plans are those of the last period, empty where it has none.
    ``stated`` are values of the last period for what is not worked out; ``earlier`` are
    totals of the time before that is as long.
    """
    keys = {key for totals in periods for key in totals if key[1] in rules}
    found: dict[tuple[U, str], Total] = {}
    for key in keys:
        rule = rules[key[1]]
        if rule.adds:
            some = [totals[key] for totals in periods if key in totals]
            if rule.adds_over_time:
                found[key] = _sum(some)
            else:
                found[key] = periods[-1].get(key, Total(None, 0, 0))
    units = {unit for unit, _ in keys}
    return derived(found, units, rules, stated or {}, earlier or {})


def _sum(some: Sequence[Total]) -> Total:
    known = [total.value for total in some if total.value is not None]
    return Total(
        sum(known, Decimal(0)) if known else None,
        sum(total.given for total in some),
        sum(total.expected for total in some),
    )
