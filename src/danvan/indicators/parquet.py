"""Standing values as Parquet by year, rolled up there; one unit's change anew.

    rollup/values/2026.parquet     unit, period, code, amount: what counts of each cell
    rollup/totals/2026.parquet     what units come to, with what is worked out
    rollup/periods.parquet …       the tables of `working_out.Tables`
    rollup/changed/2026/1.values.parquet, 1.totals.parquet, 2.values.parquet, …

Units and periods are ids of the database. A file in ``changed`` holds all values, or
all totals, of its units and periods as they are since; the last one holds. Writing the
year anew takes them away. Nothing here reads the database or needs Django, so that the
bench measures what the worker runs.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from danvan.core.rollup.rules import Rule
from danvan.indicators import engine, working_out
from danvan.indicators.working_out import Tables

MEMORY = "2500MB"  # what DuckDB may hold before it writes to the disk
VALUES = pa.schema(
    [
        *((n, pa.int64()) for n in ("unit", "period")),
        ("code", pa.string()),
        ("amount", pa.decimal128(30, 6)),
    ]
)
SMALL: Mapping[str, Sequence[str]] = {
    "periods": ("period", "tree", "before", "year"),
    "leaves": ("tree", "unit", "owing"),
    "up": ("tree", "unit", "above", "owing"),
    "spans": ("period", "part", "last"),
}
TOTALS = pa.schema(
    [
        *((n, pa.int64()) for n in ("unit", "period")),
        ("code", pa.string()),
        ("amount", pa.decimal128(38, 6)),
        *((n, pa.int64()) for n in ("given", "uneven")),
    ]
)


@cache
def connection(spill: str) -> Any:
    """Return DuckDB in this process; it writes what is too large below ``spill``."""
    found = ibis.duckdb.connect()
    for setting in (
        f"SET memory_limit = '{MEMORY}'",
        f"SET temp_directory = '{spill}'",
        "SET preserve_insertion_order = false",
        "SET threads = 2",
    ):
        found.raw_sql(setting)
    return found


@dataclass(frozen=True)
class Store:
    """The folder, and the rules by which its values roll up."""

    folder: Path
    rules: Mapping[str, Rule]

    @property
    def db(self) -> Any:
        """The connection of this process."""
        return connection(str(self.folder / "spill"))

    def small(self, name: str) -> Table:
        """Return one of the tables of units and periods."""
        return self.db.read_parquet(self.folder / f"{name}.parquet")

    def write_small(self, name: str, rows: Sequence[Mapping[str, int | None]]) -> None:
        """Write one of the tables of units and periods (`SMALL`)."""
        schema = pa.schema([(column, pa.int64()) for column in SMALL[name]])
        table = pa.Table.from_pylist(list(rows), schema=schema)
        write(table, self.folder / f"{name}.parquet")

    def values(self, year: int) -> Table:
        """Return the values of a year's periods, changes since in their place."""
        return self._since(year, "values", VALUES.names)

    def totals(self, year: int) -> Table | None:
        """Return what units come to in a year's periods; None before it was worked out."""
        if not self.file("totals", year).exists():
            return None
        return self._since(year, "totals", TOTALS.names)

    def whole(
        self, year: int, unit: int, periods: Sequence[int]
    ) -> list[dict[str, Any]]:
        """Return the rows of a unit and some periods: its totals, else its own values."""
        totals = self.totals(year)
        if totals is None:
            return []
        tables = self.tables(year)
        wide = engine.filled_in(tables.values, self.rules)
        every = totals.union(engine.alone(tables, wide, self.rules))
        mine = every.filter((every.unit == unit) & every.period.isin(periods))
        found: list[dict[str, Any]] = self.db.to_pyarrow(mine).to_pylist()
        return found

    def tables(self, year: int) -> Tables:
        """Return everything a year's roll-up reads."""
        dated = self.small("periods").filter(ibis._.year == year)
        spans = self.small("spans").semi_join(dated, "period")
        small = {name: self.small(name) for name in ("leaves", "up")}
        return Tables(self.values(year), dated.drop("year"), spans=spans, **small)

    def file(self, kind: str, year: int) -> Path:
        """Return the file of a year: ``values`` or ``totals``."""
        return self.folder / kind / f"{year}.parquet"

    def changed(self, year: int) -> list[Path]:
        """Return the values that changed since the year was written, the last last."""
        found = (self.folder / "changed" / str(year)).glob("*.values.parquet")
        return sorted(found, key=lambda path: int(path.name.partition(".")[0]))

    def changed_file(self, year: int, number: int, kind: str) -> Path:
        """Return the file of one change."""
        return self.folder / "changed" / str(year) / f"{number}.{kind}.parquet"

    def last(self, year: int, kind: str) -> Table | None:
        """Return what changed since the year was written, the last of each; None: nothing.

        A change that took the last value back says only that there is none: code "".
        """
        files = self.changed_file(year, 0, kind).with_name(f"*.{kind}.parquet")
        if not any(files.parent.glob(files.name)):
            return None
        fresh = self.db.read_parquet(files)
        last = fresh.group_by("unit", "period").agg(number=fresh.number.max())
        found = fresh.semi_join(last, ["unit", "period", "number"])
        return found.drop("number")

    def _since(self, year: int, kind: str, columns: Sequence[str]) -> Table:
        whole = self.db.read_parquet(self.file(kind, year)).select(*columns)
        last = self.last(year, kind)
        if last is None:
            return whole
        kept = whole.anti_join(last, ["unit", "period"])
        return kept.union(last.filter(last.code != "").select(*columns))

    def clear(self, year: int) -> None:
        """Take the changes of a year away: its files were written anew."""
        shutil.rmtree(self.folder / "changed" / str(year), ignore_errors=True)

    def roll_up(self, year: int) -> int:
        """Work out a year from its values; return the number of rows written."""
        steps = Steps(self.db, "year")
        whole = engine.roll_up(
            self.tables(year),
            self.rules,
            earlier=self.earlier(year, steps.keep),
            leaves=False,
            keep=steps.keep,
        )
        path = self.file("totals", year)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        self.db.to_parquet(whole, fresh, compression="zstd")
        os.replace(fresh, path)
        steps.forget()
        return int(pq.read_metadata(path).num_rows)

    def earlier(self, year: int, keep: working_out.Keep) -> Table | None:
        """Return what formulas read of the year before, units alone included."""
        names = working_out.looked_back(self.rules)
        totals = self.totals(year - 1)
        if totals is None or not names:
            return None
        tables = self.tables(year - 1)
        wide = engine.filled_in(tables.values, self.rules, keep)
        alone = engine.alone(tables, wide, self.rules)
        return keep(totals.union(alone).filter(ibis._.code.isin(names)))


@dataclass
class Steps:
    """Tables that a roll-up reads several times, and how each came about."""

    db: Any
    name: str
    made: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, expression: Table) -> Table:
        """Hold what a step came to, so that those after it read it once."""
        name = f"{self.name}_{len(self.made)}"
        self.made.append((name, str(ibis.to_sql(expression, dialect="duckdb"))))
        self._make(*self.made[-1])
        return self.db.table(name)

    def again(self) -> None:
        """Make every step anew, from what its tables say now."""
        for name, sql in self.made:
            self._make(name, sql)

    def forget(self) -> None:
        """Drop what the steps came to."""
        for name, _ in self.made:
            self.db.raw_sql(f"DROP TABLE {name}")

    def _make(self, name: str, sql: str) -> None:
        self.db.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def write(table: pa.Table, path: Path) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    pq.write_table(table, fresh, compression="zstd")
    os.replace(fresh, path)
