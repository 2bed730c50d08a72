"""The same roll-up written by hand in DuckDB's SQL: what `rollup` is measured against.

It knows what the engine has to be told: two levels, no police, no flow but three that
follow from others; and it divides in floating point.
"""

from pathlib import Path
from typing import Any

from rollup_rows import codes_and_rules

from danvan.core.checks.expression import Expression, Name
from danvan.indicators.parquet import Store

_SUMS = """
    CREATE OR REPLACE TEMP TABLE own AS
        SELECT unit, period, code, amount::DECIMAL(38, 6) AS amount FROM {values}
        UNION ALL BY NAME SELECT * FROM ({filled});
    CREATE OR REPLACE TEMP TABLE summed AS
        SELECT u.above AS unit, v.period, v.code, sum(v.amount) AS amount,
            count(*) FILTER (u.owing = 1) AS given
        FROM own v JOIN {up} u USING (unit)
        WHERE v.code IN ({adding}) GROUP BY ALL;
    CREATE OR REPLACE TEMP TABLE months AS
        SELECT unit, period, code, amount, 1 AS given FROM own WHERE code IN ({adding})
        UNION ALL FROM summed;
    CREATE OR REPLACE TEMP TABLE longer AS
        SELECT m.unit, s.period, m.code, sum(m.amount) AS amount, sum(m.given) AS given
        FROM months m JOIN {spans} s ON m.period = s.part
        WHERE s.last = 1 OR m.code IN ({flows}) GROUP BY ALL;
    CREATE OR REPLACE TEMP TABLE wide AS
        SELECT unit, period, {columns} FROM (FROM months UNION ALL FROM longer)
        WHERE code IN ({parts}) GROUP BY ALL;
"""
_FILLED = """
    SELECT unit, period, '{code}' AS code, {formula} AS amount FROM (
        SELECT unit, period, {columns} FROM {values} GROUP BY ALL)
    WHERE amount IS NOT NULL
"""
_WORKED = """
    SELECT unit, period, '{code}' AS code, ({formula})::DOUBLE AS amount,
        least({given}) AS given FROM wide
"""
_WRITE = """
    COPY (
        SELECT unit, period, code, amount::DECIMAL(38, 6) AS amount, given
        FROM (FROM summed UNION ALL FROM longer)
        UNION ALL
        SELECT unit, period, code, round(amount, 6)::DECIMAL(38, 6), given
        FROM ({worked}) WHERE amount IS NOT NULL
    ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def roll_up(store: Store, year: int, path: Path) -> None:
    """Work out a year's totals and write them."""
    rules = codes_and_rules()[1]
    files: dict[str, Any] = {
        name: f"read_parquet('{store.folder / name}.parquet')"
        for name in ("up", "periods")
    }
    spans = store.folder / "spans.parquet"
    files["spans"] = f"(FROM read_parquet('{spans}') WHERE period // 100 = {year})"
    files["values"] = f"read_parquet('{store.file('values', year)}')"
    worked = {c: r for c, r in rules.items() if r.worked_out and r.formula is not None}
    parts = sorted({n.name for r in worked.values() for n in r.parts} & rules.keys())
    filled = {c: r for c, r in rules.items() if r.filled_in and r.formula is not None}
    words = files | {
        "adding": _listed(c for c, r in rules.items() if r.adds),
        "flows": _listed(c for c, r in rules.items() if r.adds_over_time),
        "parts": _listed(parts),
        "columns": ", ".join(
            f"max(amount) FILTER (code = '{c}') AS {c},"
            f" max(given) FILTER (code = '{c}') AS n_{c}"
            for c in parts
        ),
        "filled": " UNION ALL ".join(
            _FILLED.format(
                code=c,
                formula=_sql(r.formula),
                columns=_pivoted(n.name for n in r.parts),
                **files,
            )
            for c, r in filled.items()
        ),
        "path": path,
    }
    words["worked"] = " UNION ALL ".join(
        _WORKED.format(
            code=c,
            formula=_sql(r.formula),
            given=", ".join(f"n_{n.name}" for n in r.parts),
        )
        for c, r in worked.items()
        if not any(n.earlier or n.name in worked for n in r.parts)
    )
    store.db.raw_sql(_SUMS.format(**words))
    store.db.raw_sql(_WRITE.format(**words))
    for name in ("own", "summed", "months", "longer", "wide"):
        store.db.raw_sql(f"DROP TABLE {name}")


def _listed(codes: Any) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _pivoted(codes: Any) -> str:
    return ", ".join(f"max(amount) FILTER (code = '{c}') AS {c}" for c in codes)


def _sql(expression: Expression | None) -> str:
    """Write a formula; a quotient is one of numbers above zero."""
    if isinstance(expression, Name):
        return expression.name
    if expression is None or not hasattr(expression, "sign"):
        return str(expression)
    left, right = _sql(expression.left), _sql(expression.right)
    if expression.sign == "/":
        return f"CASE WHEN ({right}) > 0 THEN ({left})::DOUBLE / ({right})::DOUBLE END"
    return f"({left} {expression.sign} {right})"
