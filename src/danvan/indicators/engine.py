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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from danvan.core.rollup.rollup import above_of
from danvan.core.rollup.rules import Rule, in_order
from danvan.indicators.working_out import (
    KEYS,
    SUM,
    Keep,
    Tables,
    as_it_is,
    column,
    flat_rows,
    pivoted,
    worked_out,
)

AMOUNT = "decimal(30, 6)"
_ = ibis._


def roll_up(
    tables: Tables,
    rules: Mapping[str, Rule],
    *,
    earlier: Table | None = None,
    leaves: bool = True,
    keep: Keep = as_it_is,
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


def filled_in(values: Table, rules: Mapping[str, Rule], keep: Keep = as_it_is) -> Table:
    """Return values with the flows that follow from what each unit gave.

    The shape is that of ``values``, the amounts wide enough for sums.
    """
    wide = values.mutate(amount=values.amount.cast(SUM))
    codes = [code for code in in_order(rules) if rules[code].filled_in]
    if not codes:
        return wide
    read = {*codes, *(n.name for c in codes for n in rules[c].parts)}
    pivot = pivoted(wide.mutate(given=ibis.literal(1)), read)
    for code in codes:
        worked = column(rules[code].formula, pivot)
        pivot = pivot.mutate(**{code: ibis.coalesce(pivot[code], worked.cast(SUM))})
    kept = wide.filter(wide.code.notin(codes))
    items = {code: {"code": code, "amount": pivot[code]} for code in codes}
    return kept.union(keep(flat_rows(pivot, items.values()).select(*KEYS, "amount")))


def sums(tables: Tables, values: Table, rules: Mapping[str, Rule]) -> Table:
    """Return the sums of units that have others in them, for short periods."""
    adding = values.filter(values.code.isin(_adding(rules)))
    placed = adding.join(tables.periods.select("period", "tree"), "period")
    pairs = placed.join(tables.up, ["tree", "unit"])
    return (
        pairs.group_by(unit=pairs.above, period=pairs.period, code=pairs.code)
        .agg(
            amount=pairs.amount.sum().cast(SUM),
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
        *KEYS,
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
        amount=counting.amount.sum().cast(SUM),
        # A sum of whole numbers is wider in DuckDB than Ibis knows.
        given=counting.given.cast("decimal(18, 0)").sum().cast("int64"),
        uneven=counting.uneven.max(),
    )


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


def _adding(rules: Mapping[str, Rule]) -> Sequence[str]:
    return [code for code, rule in rules.items() if rule.adds]


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
