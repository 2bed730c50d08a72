"""A country of made-up values in Parquet: provinces, communes, indicators, months.

What a value is follows from its unit, period and code alone, so the same size gives the
same rows every time.
"""

from dataclasses import dataclass
from pathlib import Path

from danvan.core.indicators import catalogue
from danvan.core.rollup.rules import Rule, needed
from danvan.core.rollup.rules import rules as rules_of
from danvan.indicators.parquet import Store

INDICATORS = 178
LONGER = ([1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12])  # quarters; then 6, 9, 12


@dataclass(frozen=True)
class Country:
    """How large the country is."""

    provinces: int
    communes: int
    years: int

    @property
    def units(self) -> int:
        """Units with one above them all."""
        return 1 + self.provinces + self.communes


def codes_and_rules() -> tuple[list[str], dict[str, Rule]]:
    """Return 178 codes that units give, and the rules of all that follows from them."""
    known = rules_of(catalogue.known())
    worked = [code for code, rule in known.items() if rule.worked_out]
    parts = [c for c in needed(worked, known) if known[c].adds and not known[c].formula]
    others = [c for c, r in known.items() if r.adds and not r.formula]
    given = sorted(parts)
    given += [code for code in others if code not in parts][: INDICATORS - len(given)]
    followed = [code for code, rule in known.items() if rule.formula is not None]
    return given, {code: known[code] for code in (*given, *followed)}


def write(store: Store, country: Country, first_year: int) -> int:
    """Write the country below the store's folder; return the number of values."""
    given, _ = codes_and_rules()
    _places(store, country)
    _times(store, country.years, first_year)
    rows = 0
    for n in range(country.years):
        rows += _values(store, country, given, first_year + n)
    return rows


def province_of(commune: int, country: Country) -> int:
    """Return the province of a commune; provinces are 1, 2, …, communes follow."""
    return 1 + (commune - 1 - country.provinces) * country.provinces // country.communes


def period_of(year: int, number: int) -> int:
    """Return the id of a month (1 to 12) or longer period (21 to 24, 36, 39, 42)."""
    return year * 100 + number


def _places(store: Store, country: Country) -> None:
    first = 1 + country.provinces
    leaves, up = [], []
    for province in range(1, first):
        up.append({"tree": 1, "unit": province, "above": province, "owing": 0})
        up.append({"tree": 1, "unit": province, "above": 0, "owing": 0})
    for commune in range(first, country.units):
        row = {"tree": 1, "unit": commune, "owing": 1}
        leaves.append(row)
        up += [row | {"above": above} for above in (province_of(commune, country), 0)]
    store.write_small("leaves", leaves)
    store.write_small("up", up)


def _times(store: Store, years: int, first_year: int) -> None:
    longer = {20 + n: months for n, months in enumerate(LONGER, 1)}
    longer |= {30 + n: list(range(1, n + 1)) for n in (6, 9, 12)}
    periods, spans = [], []
    for year in range(first_year, first_year + years):
        for number in (*range(1, 13), *longer):
            before = period_of(year - 1, number) if year > first_year else None
            row = {"period": period_of(year, number), "year": year, "before": before}
            periods.append(row | {"tree": 1 if number <= 12 else None})
        spans += [
            {
                "period": period_of(year, whole),
                "part": period_of(year, part),
                "last": int(part == months[-1]),
            }
            for whole, months in longer.items()
            for part in months
        ]
    store.write_small("periods", periods)
    store.write_small("spans", spans)


def _values(store: Store, country: Country, given: list[str], year: int) -> int:
    path = store.folder / "values" / f"{year}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f"'{code}'" for code in given)
    # Our own codes and numbers; amounts up to 4,095.99 by a hash of what they are of.
    query = f"""
        COPY (
            SELECT u.unit::BIGINT AS unit, ({year} * 100 + m.month)::BIGINT AS period,
                c.code, (hash(u.unit, m.month + {year} * 12, c.code) % 409600
                    / 100)::DECIMAL(30, 6) AS amount
            FROM range(1, 13) m(month),
                range({1 + country.provinces}, {country.units}) u(unit),
                unnest([{listed}]) c(code)
            ORDER BY period, unit
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 65536)
    """  # noqa: S608 - names of ours # nosec B608
    store.db.raw_sql(query)
    return size(path)


def size(path: Path) -> int:
    """Return the number of rows of a file."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)
