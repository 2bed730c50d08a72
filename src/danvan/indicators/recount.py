"""After one unit's change only that unit and those above it are worked out anew.

The statements are made once for a year and kept while the process lives: between two
changes only the small tables differ that say which unit, which period.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from danvan.indicators import engine
from danvan.indicators.engine import Tables
from danvan.indicators.parquet import TOTALS, VALUES, Steps, Store, write

MOST = 200  # changes beside a year's files; past it the year is written anew sooner
_FOCUS = {
    # The unit and those above it on the map of the period.
    "focus_units": """
        SELECT above AS unit FROM {up} JOIN {periods} USING (tree)
        WHERE period = {period} AND up.unit = {unit} UNION SELECT {unit}
    """,
    "focus_now": "SELECT {period}::BIGINT AS period",
    "focus_longer": "SELECT DISTINCT period FROM {spans} WHERE part = {period}",
}


@dataclass
class Recount:
    """What is warm: the store, and the statements of each year that had a change."""

    store: Store
    plans: dict[int, Steps] = field(default_factory=dict)

    def change(
        self, year: int, unit: int, period: int, said: Sequence[tuple[str, Decimal]]
    ) -> int:
        """Put a unit's values of a short period in place; return the rows that changed.

        ``said`` are all its values of the period by code; what is not among them is
        taken back. The year must have been rolled up before. One writer at a time.
        """
        number = len(self.store.changed(year)) + 1
        rows = [
            {"unit": unit, "period": period, "code": code, "amount": amount}
            for code, amount in [*said, ("", None)]
        ]
        table = pa.Table.from_pylist(rows, schema=VALUES)
        write(numbered(table, number), self.store.changed_file(year, number, "values"))
        self._focus(unit, period)
        totals = self._work_out(year)
        write(numbered(totals, number), self.store.changed_file(year, number, "totals"))
        return int(totals.num_rows)

    def _focus(self, unit: int, period: int) -> None:
        files = {
            name: f"read_parquet('{self.store.folder / name}.parquet') {name}"
            for name in ("up", "periods", "spans")
        }
        for name, query in _FOCUS.items():
            # Ids are whole numbers, the folder is our own.
            sql = query.format(unit=int(unit), period=int(period), **files)
            self.store.db.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def _work_out(self, year: int) -> pa.Table:
        steps = self.plans.get(year)
        if steps is None:
            steps = self.plans[year] = Steps(self.store.db, f"change_{year}")
            steps.keep(self._expression(year, steps))
        else:
            steps.again()
        name = steps.made[-1][0]
        return self.store.db.con.sql(f"FROM {name}").to_arrow_table().cast(TOTALS)

    def _expression(self, year: int, steps: Steps) -> Table:
        """Return what becomes of the unit and those above it, as `engine` says it."""
        db, rules, tables = self.store.db, self.store.rules, self.store.tables(year)
        units, now, longer = (db.table(name) for name in _FOCUS)
        spans = tables.spans.semi_join(longer, "period")
        parts = spans.select(period="part").union(now, distinct=True)
        up = tables.up.semi_join(units, tables.up.above == units.unit)

        # Everybody's values of the one period, for the sums above; the unit's own of
        # the whole time, for the longer periods.
        here = engine.filled_in(tables.values.semi_join(now, "period"), rules)
        near = tables.values.semi_join(units, "unit").semi_join(parts, "period")
        focus = Tables(near, tables.periods, tables.leaves, up, spans)
        summed = steps.keep(engine.sums(focus, here, rules))
        alone = steps.keep(engine.alone(focus, engine.filled_in(near, rules), rules))
        adding = [code for code, rule in rules.items() if rule.adds]
        known = self.store.totals(year)
        if known is None:
            raise LookupError(f"{year} was never rolled up")
        others = known.semi_join(units, "unit").semi_join(parts, "period")
        others = others.anti_join(now, "period")
        others = others.filter(others.code.isin(adding))
        months = steps.keep(summed.union(alone, others))

        whole = summed.union(alone.semi_join(now, "period"))
        together = engine.over_time(focus, months, rules)
        longer_sums = steps.keep(together)
        worked = engine.worked_out(
            focus,
            whole.union(longer_sums),
            rules,
            self.store.earlier(year, lambda t: steps.keep(t.semi_join(units, "unit"))),
            steps.keep,
        )
        mine = worked.semi_join(now.union(longer), "period")
        marks = units.cross_join(now.union(longer)).mutate(
            code=ibis.literal(""),
            amount=ibis.null("decimal(38, 6)"),
            given=ibis.literal(0).cast("int64"),
            uneven=ibis.literal(0).cast("int64"),
        )
        return summed.union(longer_sums, mine, marks).select(*TOTALS.names)


def numbered(table: pa.Table, number: int) -> pa.Table:
    """Return a table with the number of its change in every row."""
    column = pa.array([number] * table.num_rows, pa.int64())
    return table.append_column("number", column)
