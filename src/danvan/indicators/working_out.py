"""What is worked out from totals, as Ibis expressions: quotients, differences, formulas.

The tables are those of `danvan.indicators.engine`, whose results have the shape of these.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr.types import Table, Value

from danvan.core.checks.expression import Expression, Name, Operation
from danvan.core.rollup.rules import (
    MOST_ABOVE,
    MOST_BELOW,
    MOST_QUOTIENT,
    Rule,
    in_order,
)

SUM = "decimal(38, 6)"
KEYS = ("unit", "period", "code")
_ = ibis._


Keep = Callable[[Table], Table]


def as_it_is(table: Table) -> Table:
    """Hold nothing."""
    return table


@dataclass(frozen=True, slots=True)
class Tables:
    """What is rolled up, and over which units and periods."""

    values: Table
    periods: Table
    leaves: Table
    up: Table
    spans: Table


def worked_out(
    tables: Tables,
    totals: Table,
    rules: Mapping[str, Rule],
    earlier: Table | None = None,
    keep: Keep = as_it_is,
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
        pivot = pivoted(known.union(stated), {n.name for n in names})
        pivot = _with_before(keep(pivot), back, tables, before)
        worked = keep(
            long(keep(pivot) if back else pivot, {code: rules[code] for code in codes})
        )
        stated = stated.anti_join(worked, KEYS).union(worked)
    return stated


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
        amount=values.amount.cast(SUM),
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
    columns = [*KEYS, "amount", "given", "uneven"]
    return short.select(columns).union(longer.select(columns))


def pivoted(totals: Table, codes: Collection[str]) -> Table:
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
    pivot = pivoted(earlier, codes).select(*codes, unit_then="unit", then="period")
    return keep(pivot.rename({f"prev {code}": code for code in codes}))


def _with_before(
    pivot: Table, codes: Collection[str], tables: Tables, before: Table | None
) -> Table:
    """Return the pivot with what codes came to the year before, as ``prev CODE``."""
    columns = [f"prev {code}" for code in sorted(codes)]
    if before is None or not columns:
        return pivot.mutate(**{name: ibis.null(SUM) for name in columns})
    then = before.select("unit_then", "then", *columns)
    dated = tables.periods.select("before", now="period")
    now = pivot.left_join(dated, pivot.period == dated.now).drop("now")
    joined = now.left_join(then, [now.unit == then.unit_then, now.before == then.then])
    return joined.drop("unit_then", "then", "before")


def long(pivot: Table, rules: Mapping[str, Rule]) -> Table:
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
                "above": column(above, pivot).cast(SUM),
                "divided": int(below is not None),
                "below": column(below, pivot).cast(SUM),
                "given": least.cast("int64"),
                "uneven": (least < most).cast("int64"),
            }
        )
    flat = divided(flat_rows(pivot, items))
    amount = (flat.divided == 1).ifelse(flat.quotient, flat.above)
    shown = flat.select(*KEYS, "given", "uneven", amount=amount)
    return shown.filter(shown.amount.notnull()).select(
        *KEYS, "amount", "given", "uneven"
    )


def flat_rows(pivot: Table, items: Iterable[Mapping[str, Any]]) -> Table:
    """Return a row for each unit, period and item, whose columns are the item's."""
    rows = ibis.array(
        [ibis.struct({k: _literal(v) for k, v in item.items()}) for item in items]
    )
    flat = pivot.select("unit", "period", item=rows.unnest()).unpack("item")
    return flat.filter(flat.amount.notnull()) if "amount" in flat.columns else flat


def _literal(value: Any) -> Any:
    return ibis.literal(value) if isinstance(value, str | int) else value


def column(expression: Expression | None, table: Table) -> Any:
    if expression is None:
        return ibis.null(SUM)
    if isinstance(expression, Name):
        prefix = "prev " if expression.earlier else ""
        return table[f"{prefix}{expression.name}"].cast(SUM)
    if not isinstance(expression, Operation):
        # A factor of a formula is a small whole number (100 of a percentage).
        if expression != expression.to_integral_value() or abs(expression) > 10**4:
            raise ValueError(f"no factor of a formula: {expression}")
        return ibis.literal(int(expression), "int16")
    if expression.sign == "/":
        raise ValueError("a formula may be a quotient, not hold one")
    left, right = column(expression.left, table), column(expression.right, table)
    if expression.sign == "*":
        return (left * right).cast(SUM)
    whole = left + right if expression.sign == "+" else left - right
    return whole.cast(SUM)


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
    small = table["all"] < table.base.cast(SUM) * ibis.literal(MOST_QUOTIENT, "int32")
    table = table.mutate(fits=table.near & small)
    table = table.mutate(top=table.fits.ifelse(table["all"], 0).cast("decimal(20, 6)"))
    share = table.top.cast("float64") / table.base.cast("float64")
    table = table.mutate(guess=(share * 1e6).round().cast("int64"))
    guess = (table.guess.cast("decimal(22, 6)") * step).cast("decimal(16, 6)")
    table = table.mutate(rest=table.top - guess * table.base, one=table.base * step)
    twice = table.rest + table.rest
    one = (twice >= table.one).ifelse(1, (twice < -table.one).ifelse(-1, 0))
    table = table.mutate(steps=table.guess + one)
    exact = (table.steps.cast("decimal(22, 6)") * step).cast(SUM)
    signed = (table.above < 0).ifelse(-exact, exact)
    whole = table.mutate(quotient=table.fits.ifelse(signed, ibis.null(SUM)))
    return whole.drop(
        *("near", "all", "base", "fits", "top", "guess", "rest", "one", "steps")
    )
