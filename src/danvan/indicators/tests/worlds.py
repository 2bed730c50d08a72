"""Small worlds of units, periods and values, told to the reference and to the engine.

Runs without Django: the Spark side calls it from an environment of its own
(``script/spark-check``).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from danvan.core.rollup.rollup import Total, over_time, roll_up
from danvan.core.rollup.rules import Rule, of
from danvan.indicators import engine, working_out

RULES: dict[str, Rule] = {
    "flow": of("flow"),
    "late": of("flow"),
    "stock": of("stock"),
    "plan": of("plan"),
    "rate": of("ratio", "100 * late / flow"),
    "share": of("fraction", "100 * late / (late + stock)"),
    "filled": of("flow", "flow + late"),
    "gap": of("derived", "flow - late"),
    "more": of("derived", "flow - prev(flow)"),
    "slower": of("derived", "prev(rate) - rate"),
    "range": of("range"),
    "opinion": of("ratio"),
}
# Two maps: on the second the province's communes 3 and 4 are one, 5, and police came.
TREES: dict[int, dict[int, int | None]] = {
    1: {0: None, 1: 0, 2: 0, 3: 1, 4: 1, 6: 2},
    2: {0: None, 1: 0, 2: 0, 5: 1, 6: 2, 9: 1},
}
BESIDE = {9}
OWING = {3, 4, 5, 6}
# Short periods of two years: 1 to 3 with the old map, 11 to 13 with the new one.
PERIODS = {1: 1, 2: 1, 3: 1, 11: 2, 12: 2, 13: 2}
LONGER = {20: [1, 2, 3], 30: [11, 12, 13], 31: [12, 13]}
BEFORE = {11: 1, 12: 2, 13: 3, 30: 20}
WIDE = pa.decimal128(38, 6)
World = dict[tuple[int, int, str], Decimal]  # by unit, period and code


def reference(world: World) -> dict[tuple[int, int, str], tuple[Decimal, int, int]]:
    """Return what the reference makes of a world: amount, given, uneven by cell."""
    found: dict[int, dict[tuple[int, str], Total]] = {}
    for period, tree in PERIODS.items():
        values = {(u, c): v for (u, p, c), v in world.items() if p == period}
        found[period] = dict(
            roll_up(
                values,
                TREES[tree],
                RULES,
                beside=BESIDE,
                expected=OWING & TREES[tree].keys(),
                earlier=found.get(BEFORE.get(period, 0)),
            )
        )
    for whole, parts in LONGER.items():
        known = TREES[PERIODS[parts[-1]]]
        stated = {
            (u, c): v for (u, p, c), v in world.items() if p == parts[-1] and u in known
        }
        found[whole] = dict(
            over_time(
                [found[part] for part in parts],
                RULES,
                stated=stated,
                earlier=found.get(BEFORE.get(whole, 0)),
            )
        )
    return {
        (unit, period, code): (total.value, total.given, int(total.uneven))
        for period, totals in found.items()
        for (unit, code), total in totals.items()
        if total.value is not None
    }


@dataclass(frozen=True)
class Engine:
    """A connection of Ibis, and how a table comes into it."""

    connection: Any

    def table(self, rows: list[dict[str, Any]], schema: pa.Schema) -> Any:
        """Return an expression for rows."""
        return ibis.memtable(pa.Table.from_pylist(rows, schema=schema))

    def keep(self, expression: Any) -> Any:
        """Return what an expression came to, as a table of its own."""
        found = self.connection.to_pyarrow(expression)
        return self.table(found.to_pylist(), found.schema)

    def step(self, expression: Any) -> Any:
        """Return an expression within a roll-up as it is."""
        return expression

    def run(self, world: World) -> dict[tuple[int, int, str], tuple[Decimal, int, int]]:
        """Return what the engine makes of a world, cell by cell."""
        tables = self.tables(world)
        first = self.keep(engine.roll_up(tables, RULES, keep=self.step))
        whole = engine.roll_up(tables, RULES, earlier=first, keep=self.step)
        rows = self.connection.to_pyarrow(whole).to_pylist()
        found = {
            (r["unit"], r["period"], r["code"]): (r["amount"], r["given"], r["uneven"])
            for r in rows
        }
        assert len(found) == len(rows)
        return found

    def tables(self, world: World) -> working_out.Tables:
        """Return a world as the tables of the engine."""
        amount = pa.decimal128(30, 6)
        values = [
            {"unit": u, "period": p, "code": c, "amount": v}
            for (u, p, c), v in world.items()
        ]
        periods = [
            {"period": p, "tree": PERIODS.get(p), "before": BEFORE.get(p)}
            for p in (*PERIODS, *LONGER)
        ]
        spans = [
            {"period": whole, "part": part, "last": int(part == parts[-1])}
            for whole, parts in LONGER.items()
            for part in parts
        ]
        leaves, up = [], []
        for tree, parents in TREES.items():
            found = engine.mapped(parents, BESIDE, OWING)
            leaves += [row | {"tree": tree} for row in found.leaves]
            up += [row | {"tree": tree} for row in found.up]
        return working_out.Tables(
            values=self.table(
                values, _schema(unit="i", period="i", code="s", amount=amount)
            ),
            periods=self.table(periods, _schema(period="i", tree="i", before="i")),
            leaves=self.table(leaves, _schema(tree="i", unit="i", owing="i")),
            up=self.table(up, _schema(tree="i", unit="i", above="i", owing="i")),
            spans=self.table(spans, _schema(period="i", part="i", last="i")),
        )


def _schema(**columns: Any) -> pa.Schema:
    known = {"i": pa.int64(), "s": pa.string()}
    return pa.schema(
        [(n, known[t] if isinstance(t, str) else t) for n, t in columns.items()]
    )
