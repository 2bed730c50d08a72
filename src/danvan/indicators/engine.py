"""Roll-ups as Ibis expressions: the same on DuckDB in process and on PySpark.

They say what `danvan.core.rollup` says; a test holds both equal to the last digit. All
sums are of decimals, and quotients are rounded exactly, so that no engine's floating
point shows. Ibis takes a second to import: no web worker imports this module.

Tables, by columns (``amount`` is decimal(30, 6), the rest are integers but ``code``):

- ``values``: unit, period, code, amount: each unit's own, of short periods (months)
- ``periods``: period, tree, before: the map of units it had; the same a year before
- ``leaves``: tree, unit, owing: units with nothing in their sum but themselves
- ``up``: tree, unit, above, owing: every other pair of a unit and one whose sum it is in
- ``spans``: period, part, last: the longer periods, with the short ones they are made of

``owing`` is 1 for a unit that is expected to give values, ``last`` 1 for the part at the
end. Results have unit, period, code, amount, given, uneven, and no row for what is
empty. Who reads a coverage needs the number of owing units beside it (`expected`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr.types import Table, Value

from danvan.core.checks.expression import Expression, Name, Operation
from danvan.core.rollup.rollup import above_of
from danvan.core.rollup.rules import (
    MOST_ABOVE,
    MOST_BELOW,
    MOST_QUOTIENT,
    Rule,
    in_order,
)

AMOUNT = "decimal(30, 6)"
_SUM = "decimal(38, 6)"
_KEYS = ("unit", "period", "code")
_ = ibis._


Keep = Callable[[Table], Table]


def _as_it_is(table: Table) -> Table:
    return table


@dataclass(frozen=True, slots=True)
class Tables:
    """What is rolled up, and over which units and periods."""

    values: Table
    periods: Table
    leaves: Table
    up: Table
    spans: Table


def roll_up(
    tables: Tables,
    rules: Mapping[str, Rule],
    *,
    earlier: Table | None = None,
    leaves: bool = True,
    keep: Keep = _as_it_is,
) -> Table:
    """Return what every unit comes to in every period, with what is worked out.

    ``earlier`` are results of the year before, for ``prev``. Without ``leaves``, what a
    unit with nothing below gave itself for a short period is left out: it stands in
    ``values``. ``keep`` may hold a step's result that several others read.
    """
    filled = filled_in(tables.values, rules, keep)
    summed = keep(sums(tables, filled, rules))
    lone = alone(tables, filled, rules)
    longer = keep(over_time(tables, lone.union(summed), rules))
    whole = lone.union(summed, longer)
    worked = worked_out(tables, whole, rules, earlier, keep)
    shown = whole if leaves else summed.union(longer)
    return shown.union(worked)


def filled_in(
    values: Table, rules: Mapping[str, Rule], keep: Keep = _as_it_is
) -> Table:
    """Return values with the flows that follow from what each unit gave.

    The shape is that of ``values``, the amounts wide enough for sums.
    """
    wide = values.mutate(amount=values.amount.cast(_SUM))
    codes = [code for code in in_order(rules) if rules[code].filled_in]
    if not codes:
        return wide
    read = {*codes, *(n.name for c in codes for n in rules[c].parts)}
    pivot = _pivot(wide.mutate(given=ibis.literal(1)), read)
    for code in codes:
        worked = _column(rules[code].formula, pivot)
        pivot = pivot.mutate(**{code: ibis.coalesce(pivot[code], worked.cast(_SUM))})
    kept = wide.filter(wide.code.notin(codes))
    items = {code: {"code": code, "amount": pivot[code]} for code in codes}
    return kept.union(keep(_flat(pivot, items.values()).select(*_KEYS, "amount")))


def sums(tables: Tables, values: Table, rules: Mapping[str, Rule]) -> Table:
    """Return the sums of units that have others in them, for short periods."""
    adding = values.filter(values.code.isin(_adding(rules)))
    placed = adding.join(tables.periods.select("period", "tree"), "period")
    pairs = placed.join(tables.up, ["tree", "unit"])
    return (
        pairs.group_by(unit=pairs.above, period=pairs.period, code=pairs.code)
        .agg(
            amount=pairs.amount.sum().cast(_SUM),
            given=pairs.count(where=pairs.owing == 1),
        )
        .mutate(uneven=ibis.literal(0).cast("int64"))
    )


def alone(tables: Tables, values: Table, rules: Mapping[str, Rule]) -> Table:
    """Return what units with nothing below gave themselves, for short periods."""
    adding = values.filter(values.code.isin(_adding(rules)))
    placed = adding.join(tables.periods.select("period", "tree"), "period")
    own = placed.join(tables.leaves, ["tree", "unit"])
    return own.select(
        *_KEYS,
        amount=own.amount,
        given=own.owing.cast("int64"),
        uneven=ibis.literal(0).cast("int64"),
    )


def over_time(tables: Tables, totals: Table, rules: Mapping[str, Rule]) -> Table:
    """Return totals of short periods as those of the longer ones.

    Flows add; stocks and plans are those of the last part.
    """
    flows = [code for code, rule in rules.items() if rule.adds_over_time]
    spans = tables.spans.rename(whole="period")
    parts = totals.join(spans, totals.period == spans.part)
    counting = parts.filter(parts.code.isin(flows) | (parts.last == 1))
    return counting.group_by(
        unit=counting.unit, period=counting.whole, code=counting.code
    ).agg(
        amount=counting.amount.sum().cast(_SUM),
        # A sum of whole numbers is wider in DuckDB than Ibis knows.
        given=counting.given.cast("decimal(18, 0)").sum().cast("int64"),
        uneven=counting.uneven.max(),
    )


def worked_out(
    tables: Tables,
    totals: Table,
    rules: Mapping[str, Rule],
    earlier: Table | None = None,
    keep: Keep = _as_it_is,
) -> Table:
    """Return what is worked out from totals, and what units stated of what is not."""
    others = [code for code, rule in rules.items() if not rule.adds]
    stated = _stated(tables, others)
    parts = {n.name for code in others for n in rules[code].parts}
    known = totals.filter(totals.code.isin(sorted(parts)))
    before = _before(rules, earlier, keep)
    for codes in _levels(rules):
        names = [n for code in codes for n in rules[code].parts]
        back = {n.name for n in names if n.earlier}
        pivot = _pivot(known.union(stated), {n.name for n in names})
        pivot = _with_before(keep(pivot), back, tables, before)
        worked = keep(
            _long(keep(pivot) if back else pivot, {code: rules[code] for code in codes})
        )
        stated = stated.anti_join(worked, _KEYS).union(worked)
    return stated


def expected(tables: Tables) -> Table:
    """Return unit, period, flows, stocks: how many values of either kind are owed."""
    owing = (
        tables.leaves.select("tree", "unit", "owing")
        .union(
            tables.up.select("tree", "owing", unit="above").select(
                "tree", "unit", "owing"
            )
        )
        .group_by("tree", "unit")
        .agg(owed=_.owing.sum())
    )
    short = tables.periods.join(owing, "tree").select("unit", "period", "owed")
    spans = tables.spans.rename(whole="period")
    parts = spans.join(short, spans.part == short.period)
    longer = parts.group_by(unit=parts.unit, period=parts.whole).agg(
        flows=parts.owed.sum(), stocks=parts.owed.sum(where=parts.last == 1)
    )
    direct = short.select("unit", "period", flows=short.owed, stocks=short.owed)
    return direct.filter(direct.period.notin(spans.whole)).union(longer)


# ----- Formulas -------------------------------------------------------------


def _adding(rules: Mapping[str, Rule]) -> Sequence[str]:
    return [code for code, rule in rules.items() if rule.adds]


def looked_back(rules: Mapping[str, Rule]) -> list[str]:
    """Return the codes of which formulas read the year before.

    Those that are worked out themselves come with what they are worked out from.
    """
    return sorted({n.name for r in rules.values() for n in r.parts if n.earlier})


def _levels(rules: Mapping[str, Rule]) -> list[list[str]]:
    """Return what is worked out, each after what it needs, as few steps as can be."""
    depth: dict[str, int] = {}
    for code in in_order(rules):
        if rules[code].worked_out:
            below = [depth[n.name] for n in rules[code].parts if n.name in depth]
            depth[code] = max(below, default=-1) + 1
    steps = max(depth.values(), default=-1) + 1
    return [[code for code, at in depth.items() if at == step] for step in range(steps)]


def _stated(tables: Tables, codes: Collection[str]) -> Table:
    """Return what units said of what is not added, of the last part of a longer period."""
    values = tables.values
    own = values.filter(values.code.isin(codes)).mutate(
        amount=values.amount.cast(_SUM),
        given=ibis.literal(1).cast("int64"),
        uneven=ibis.literal(0).cast("int64"),
    )
    known = tables.leaves.select("tree", "unit").union(
        tables.up.select("tree", unit="above"), distinct=True
    )
    placed = own.join(tables.periods.select("period", "tree"), "period").semi_join(
        known, ["tree", "unit"]
    )
    short = placed.drop("tree")
    last = tables.spans.filter(_.last == 1).select(whole="period", period="part")
    longer = short.join(last, "period").drop("period").rename(period="whole")
    columns = [*_KEYS, "amount", "given", "uneven"]
    return short.select(columns).union(longer.select(columns))


def _pivot(totals: Table, codes: Collection[str]) -> Table:
    """Return unit, period, and for each code its amount and how many gave it."""
    read = totals.filter(totals.code.isin(sorted(codes)))
    columns: dict[str, Value] = {}
    for code in sorted(codes):
        here = read.code == code
        columns[code] = read.amount.max(where=here)
        columns[f"given {code}"] = read.given.max(where=here).cast("int64")
    return read.group_by("unit", "period").agg(**columns)


def _before(
    rules: Mapping[str, Rule], earlier: Table | None, keep: Keep
) -> Table | None:
    """Return the pivot of the year before, of all that formulas look back at."""
    codes = looked_back(rules)
    if earlier is None or not codes:
        return None
    pivot = _pivot(earlier, codes).select(*codes, unit_then="unit", then="period")
    return keep(pivot.rename({f"prev {code}": code for code in codes}))


def _with_before(
    pivot: Table, codes: Collection[str], tables: Tables, before: Table | None
) -> Table:
    """Return the pivot with what codes came to the year before, as ``prev CODE``."""
    columns = [f"prev {code}" for code in sorted(codes)]
    if before is None or not columns:
        return pivot.mutate(**{name: ibis.null(_SUM) for name in columns})
    then = before.select("unit_then", "then", *columns)
    dated = tables.periods.select("before", now="period")
    now = pivot.left_join(dated, pivot.period == dated.now).drop("now")
    joined = now.left_join(then, [now.unit == then.unit_then, now.before == then.then])
    return joined.drop("unit_then", "then", "before")


def _long(pivot: Table, rules: Mapping[str, Rule]) -> Table:
    """Return what each code comes to, without what is empty.

    The quotients of all codes are worked out in one place: written out for each, they
    would be a quarter of a million characters of SQL.
    """
    items = []
    for code, rule in rules.items():
        formula = rule.formula
        above, below = formula, None
        if isinstance(formula, Operation) and formula.sign == "/":
            above, below = formula.left, formula.right
        names = sorted({name.name for name in rule.parts})
        given = [pivot[f"given {name}"].fill_null(0) for name in names]
        # Spark takes no least of one.
        least, most = ibis.least(given[0], *given), ibis.greatest(given[0], *given)
        items.append(
            {
                "code": code,
                "above": _column(above, pivot).cast(_SUM),
                "divided": int(below is not None),
                "below": _column(below, pivot).cast(_SUM),
                "given": least.cast("int64"),
                "uneven": (least < most).cast("int64"),
            }
        )
    flat = divided(_flat(pivot, items))
    amount = (flat.divided == 1).ifelse(flat.quotient, flat.above)
    shown = flat.select(*_KEYS, "given", "uneven", amount=amount)
    return shown.filter(shown.amount.notnull()).select(
        *_KEYS, "amount", "given", "uneven"
    )


def _flat(pivot: Table, items: Iterable[Mapping[str, Any]]) -> Table:
    """Return a row for each unit, period and item, whose columns are the item's."""
    rows = ibis.array(
        [ibis.struct({k: _literal(v) for k, v in item.items()}) for item in items]
    )
    flat = pivot.select("unit", "period", item=rows.unnest()).unpack("item")
    return flat.filter(flat.amount.notnull()) if "amount" in flat.columns else flat


def _literal(value: Any) -> Any:
    return ibis.literal(value) if isinstance(value, str | int) else value


def _column(expression: Expression | None, table: Table) -> Any:
    if expression is None:
        return ibis.null(_SUM)
    if isinstance(expression, Name):
        prefix = "prev " if expression.earlier else ""
        return table[f"{prefix}{expression.name}"].cast(_SUM)
    if not isinstance(expression, Operation):
        # A factor of a formula is a small whole number (100 of a percentage).
        if expression != expression.to_integral_value() or abs(expression) > 10**4:
            raise ValueError(f"no factor of a formula: {expression}")
        return ibis.literal(int(expression), "int16")
    if expression.sign == "/":
        raise ValueError("a formula may be a quotient, not hold one")
    left, right = _column(expression.left, table), _column(expression.right, table)
    if expression.sign == "*":
        return (left * right).cast(_SUM)
    whole = left + right if expression.sign == "+" else left - right
    return whole.cast(_SUM)


def divided(table: Table) -> Table:
    """Return the table with ``quotient``: ``above`` ÷ ``below``, half up, sixth digit.

    A first guess in floating point is at most one unit off; the exact rest says which
    way. The types are chosen so that no product passes 38 digits on either engine, nor
    stays within the 18 that DuckDB multiplies without widening. Each step is a selection of its own, or the text of the next would repeat it.
    """
    near = (
        (table.below > 0)
        & (table.above.abs() < int(MOST_ABOVE))
        & (table.below < int(MOST_BELOW))
    )
    step = ibis.literal("0.000001").cast("decimal(7, 6)")
    table = table.mutate(near=ibis.coalesce(near, False))
    table = table.mutate(
        all=table.near.ifelse(table.above.abs(), 0).cast("decimal(20, 6)"),
        base=table.near.ifelse(table.below, 1).cast("decimal(19, 6)"),
    )
    small = table["all"] < table.base.cast(_SUM) * ibis.literal(MOST_QUOTIENT, "int32")
    table = table.mutate(fits=table.near & small)
    table = table.mutate(top=table.fits.ifelse(table["all"], 0).cast("decimal(20, 6)"))
    share = table.top.cast("float64") / table.base.cast("float64")
    table = table.mutate(guess=(share * 1e6).round().cast("int64"))
    guess = (table.guess.cast("decimal(22, 6)") * step).cast("decimal(16, 6)")
    table = table.mutate(rest=table.top - guess * table.base, one=table.base * step)
    twice = table.rest + table.rest
    one = (twice >= table.one).ifelse(1, (twice < -table.one).ifelse(-1, 0))
    table = table.mutate(steps=table.guess + one)
    exact = (table.steps.cast("decimal(22, 6)") * step).cast(_SUM)
    signed = (table.above < 0).ifelse(-exact, exact)
    whole = table.mutate(quotient=table.fits.ifelse(signed, ibis.null(_SUM)))
    return whole.drop(
        *("near", "all", "base", "fits", "top", "guess", "rest", "one", "steps")
    )


# ----- Trees ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mapped:
    """A tree as rows of ``leaves`` and ``up``, without their column ``tree``."""

    leaves: Sequence[Mapping[str, int]]
    up: Sequence[Mapping[str, int]]


def mapped(
    parents: Mapping[int, int | None], beside: Collection[int], owing: Collection[int]
) -> Mapped:
    """Return a tree as rows: a unit with nothing in its sum but itself is a leaf."""
    holding = {up for unit, up in parents.items() if unit not in beside}
    leaves, up = [], []
    for unit in parents:
        row = {"unit": unit, "owing": int(unit in owing)}
        for above in above_of(unit, parents, beside):
            if above == unit and unit not in holding:
                leaves.append(row)
            else:
                up.append(row | {"above": above})
    return Mapped(leaves, up)
