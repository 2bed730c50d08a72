"""After one unit's change only that unit and those above it are worked out anew.

What the statements read is narrowed first, by ids written into the query, so that of a
year's files only the parts are opened that hold them. The statements are made once for a
year and kept while the process lives, as is what changed since the files were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from danvan.indicators import engine, working_out
from danvan.indicators.parquet import TOTALS, VALUES, Steps, Store, write
from danvan.indicators.working_out import Tables

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
# Everybody's values of the one period; of the whole time those of the few units, what
# they came to, and either of the year before.
_NEAR = {
    "near_here": ("values", "period = {period}"),
    "near_values": ("values", "unit IN ({units})"),
    "near_totals": ("totals", "unit IN ({units})"),
    "near_values_before": ("values_before", "unit IN ({units})"),
    "near_totals_before": ("totals_before", "unit IN ({units})"),
}
_SINCE = """
    FROM read_parquet('{file}') ANTI JOIN {since} USING (unit, period) WHERE {{where}}
    UNION ALL FROM {since} WHERE code <> '' AND {{where}}
"""
Stamp = tuple[tuple[Path, int], ...]


@dataclass
class Plan:
    """A year's statements, and the state of the files that they were made for."""

    steps: Steps
    tables: Tables  # those of units and periods are held in memory
    sources: dict[str, str]  # queries by name, with a place for ``where``
    stamp: Stamp


@dataclass
class Recount:
    """What is warm: the store, and the statements of each year that had a change."""

    store: Store
    plans: dict[int, Plan] = field(default_factory=dict)

    def change(
        self, year: int, unit: int, period: int, said: Sequence[tuple[str, Decimal]]
    ) -> int:
        """Put a unit's values of a short period in place; return the rows that changed.

        ``said`` are all its values of the period by code; what is not among them is
        taken back. Raises LookupError for a year that was never rolled up. One writer
        at a time.
        """
        number = len(self.store.changed(year)) + 1
        plan = self._plan(year)
        rows = [
            {"unit": unit, "period": period, "code": code, "amount": amount}
            for code, amount in [*said, ("", None)]
        ]
        values = pa.Table.from_pylist(rows, schema=VALUES)
        self._take(plan, year, number, "values", values)
        self._focus(plan, unit, period)
        totals = self._work_out(plan, year)
        self._take(plan, year, number, "totals", totals)
        plan.stamp = self._stamp(year)
        return int(totals.num_rows)

    def _plan(self, year: int) -> Plan:
        """Return the statements; new ones where another process wrote since."""
        stamp, plan = self._stamp(year), self.plans.get(year)
        if plan is None or plan.stamp != stamp:
            if not self.store.file("totals", year).exists():
                raise LookupError(f"{year} was never rolled up")
            steps = Steps(self.store.db, f"change_{year}")
            tables, sources = self._tables(year), self._sources(year)
            plan = self.plans[year] = Plan(steps, tables, sources, stamp)
        return plan

    def _stamp(self, year: int) -> Stamp:
        store = self.store
        files = [
            store.file(k, y) for y in (year, year - 1) for k in ("values", "totals")
        ]
        files += [store.folder / "up.parquet", store.folder / "periods.parquet"]
        files += [*store.changed(year)[-1:], *store.changed(year - 1)[-1:]]
        return tuple((f, f.stat().st_mtime_ns) for f in files if f.exists())

    def _sources(self, year: int) -> dict[str, str]:
        """Hold what changed since; return queries for values and totals of two years."""
        found = {}
        for kind, schema in (("values", VALUES), ("totals", TOTALS)):
            since = f"since_{kind}_{year}"
            self._hold(since, self.store.last(year, kind), schema)
            file = self.store.file(kind, year)
            found[kind] = _SINCE.format(file=file, since=since)
        before = {"totals": self.store.totals(year - 1)}
        if before["totals"] is not None:
            before["values"] = self.store.values(year - 1)
        for kind, schema in (("values", VALUES), ("totals", TOTALS)):
            told = before.get(kind)
            table = f"none_{kind}"
            self._hold(table, None, schema)
            sql = table if told is None else f"({ibis.to_sql(told, dialect='duckdb')})"
            found[f"{kind}_before"] = f"FROM {sql} WHERE {{where}}"
        return found

    def _hold(
        self, name: str, rows: Table | None, schema: pa.Schema | None = None
    ) -> None:
        """Make a table in memory, of the rows or (with a schema) of none."""
        if rows is not None:
            table = self.store.db.to_pyarrow(rows)
            table = table.cast(schema or table.schema)
        else:
            table = (schema or pa.schema([])).empty_table()
        self._insert(name, table, "CREATE OR REPLACE TEMP TABLE {} AS")

    def _insert(self, name: str, table: pa.Table, verb: str = "INSERT INTO {}") -> None:
        con = self.store.db.con
        con.register("fresh", table)
        con.execute(
            f"{verb.format(name)} FROM fresh"  # a table of ours in memory # nosemgrep: statements-are-whole
        )
        con.unregister("fresh")

    def _take(
        self, plan: Plan, year: int, number: int, kind: str, table: pa.Table
    ) -> None:
        """Write a change, and hold it in the place of those before it."""
        write(numbered(table, number), self.store.changed_file(year, number, kind))
        since, con = f"since_{kind}_{year}", self.store.db.con
        con.register("taken", table)
        con.execute(
            f"DELETE FROM {since} USING taken t"  # noqa: S608 - a table of ours # nosec B608 # nosemgrep: statements-are-whole
            f" WHERE t.unit = {since}.unit AND t.period = {since}.period"
        )
        con.unregister("taken")
        self._insert(since, table)

    def _focus(self, plan: Plan, unit: int, period: int) -> None:
        db, held = self.store.db, plan.tables
        small = {
            name: f"{getattr(held, name).get_name()} {name}"
            for name in ("up", "periods", "spans")
        }
        for name, query in _FOCUS.items():
            # Ids are whole numbers, the folder is our own.
            sql = query.format(unit=int(unit), period=int(period), **small)
            db.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        found = db.raw_sql("SELECT unit FROM focus_units").fetchall()
        units = ", ".join(str(row[0]) for row in found)
        for name, (source, words) in _NEAR.items():
            where = words.format(period=int(period), units=units)
            sql = plan.sources[source].format(where=where)
            db.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def _work_out(self, plan: Plan, year: int) -> pa.Table:
        if plan.steps.made:
            plan.steps.again()
        else:
            plan.steps.keep(self._expression(year, plan))
        name = plan.steps.made[-1][0]
        return self.store.db.con.sql(f"FROM {name}").to_arrow_table().cast(TOTALS)

    def _expression(self, year: int, plan: Plan) -> Table:
        """Return what becomes of the unit and those above it, as `engine` says it."""
        db, rules = self.store.db, self.store.rules
        steps, tables = plan.steps, plan.tables
        units, now, longer = (db.table(name) for name in _FOCUS)
        spans = tables.spans.semi_join(longer, "period")
        parts = spans.select(period="part").union(now, distinct=True)
        up = tables.up.semi_join(units, tables.up.above == units.unit)

        # Everybody's values of the one period, for the sums above; the unit's own of
        # the whole time, for the longer periods.
        here = engine.filled_in(db.table("near_here"), rules)
        near = db.table("near_values").semi_join(parts, "period")
        focus = Tables(near, tables.periods, tables.leaves, up, spans)
        summed = steps.keep(engine.sums(focus, here, rules))
        alone = steps.keep(engine.alone(focus, engine.filled_in(near, rules), rules))
        adding = [code for code, rule in rules.items() if rule.adds]
        known = db.table("near_totals")
        others = known.semi_join(parts, "period").anti_join(now, "period")
        others = others.filter(others.code.isin(adding))
        months = steps.keep(summed.union(alone, others))

        whole = summed.union(alone.semi_join(now, "period"))
        together = engine.over_time(focus, months, rules)
        longer_sums = steps.keep(together)
        worked = working_out.worked_out(
            focus,
            steps.keep(whole.union(longer_sums)),
            rules,
            self._earlier(year, steps),
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

    def _tables(self, year: int) -> Tables:
        """Return the tables of a year, those of units and periods held in memory."""
        found, held = self.store.tables(year), {}
        for name in ("periods", "leaves", "up", "spans"):
            self._hold(f"held_{name}_{year}", getattr(found, name))
            held[name] = self.store.db.table(f"held_{name}_{year}")
        return replace(found, **held)

    def _earlier(self, year: int, steps: Steps) -> Table | None:
        """Return what formulas read of the units' year before, as `Store.earlier`."""
        store, db = self.store, self.store.db
        names = working_out.looked_back(store.rules)
        if not names or not store.file("totals", year - 1).exists():
            return None
        near = self._tables(year - 1)
        near = replace(near, values=db.table("near_values_before"))
        wide = engine.filled_in(near.values, store.rules, steps.keep)
        alone = engine.alone(near, wide, store.rules)
        every = db.table("near_totals_before").union(alone)
        return steps.keep(every.filter(every.code.isin(names)))


def numbered(table: pa.Table, number: int) -> pa.Table:
    """Return a table with the number of its change in every row."""
    column = pa.array([number] * table.num_rows, pa.int64())
    return table.append_column("number", column)
