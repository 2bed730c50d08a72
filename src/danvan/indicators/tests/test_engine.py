"""The Ibis form says what the reference says, cell by cell, to the last digit."""

from decimal import Decimal

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.core.rollup.rules import of, work_out
from danvan.indicators import engine, working_out
from danvan.indicators.tests import worlds

CELLS = st.tuples(
    st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 77]),
    st.sampled_from([*worlds.PERIODS]),
    st.sampled_from([*worlds.RULES]),
)
AMOUNTS = st.one_of(
    st.integers(0, 40).map(Decimal),
    st.decimals(0, 10**12, places=6),
    st.just(Decimal(0)),
)
WORLDS = st.dictionaries(CELLS, AMOUNTS, min_size=1, max_size=80)


@pytest.fixture(scope="module")
def duckdb():
    return worlds.Engine(ibis.duckdb.connect())


@settings(max_examples=12, derandomize=True, deadline=None)
@given(world=WORLDS)
def test_the_engine_says_what_the_reference_says(duckdb, world):
    assert duckdb.run(world) == worlds.reference(world)


def test_nothing_in_nothing_out(duckdb):
    assert duckdb.run({(77, 1, "flow"): Decimal(3)}) == {}


QUOTIENTS = st.tuples(
    st.decimals(-(10**14) + 1, 10**14 - 1, places=6),
    st.decimals(Decimal("-1"), 10**12 - 1, places=6),
)
HALVES = st.tuples(
    st.integers(-1000, 1000).map(lambda n: Decimal(2 * n + 1) / 2_000_000),
    st.just(Decimal(1)),
)


@settings(max_examples=5, derandomize=True, deadline=None)
@given(pairs=st.lists(st.one_of(QUOTIENTS, HALVES), min_size=20, max_size=60))
def test_a_quotient_is_exact_at_the_sixth_digit(duckdb, pairs):
    rows = [
        {"n": n, "above": above.quantize(Decimal("0.000001")), "below": below}
        for n, (above, below) in enumerate(pairs)
    ]
    schema = worlds._schema(n="i", above=worlds.WIDE, below=worlds.WIDE)
    table = duckdb.table(rows, schema)
    shown = working_out.divided(table).select("n", found="quotient")

    got = {r["n"]: r["found"] for r in duckdb.connection.to_pyarrow(shown).to_pylist()}

    formula = of("ratio", "above / below").formula
    assert got == {
        row["n"]: work_out(formula, {k: row[k] for k in ("above", "below")}, {})
        for row in rows
    }


def test_how_many_are_owed_is_told_beside_the_sums(duckdb):
    owed = engine.expected(duckdb.tables({(3, 1, "flow"): Decimal(1)}))

    found = {
        (r["unit"], r["period"]): (r["flows"], r["stocks"])
        for r in duckdb.connection.to_pyarrow(owed).to_pylist()
    }

    assert found[1, 1] == (2, 2)  # communes 3 and 4
    assert found[1, 11] == (1, 1)  # commune 5 in their place
    assert found[0, 30] == (6, 2)  # two communes by three months; at the end two
    assert found[9, 11] == (0, 0)  # the police owe nothing here


def test_a_factor_of_a_formula_is_a_small_whole_number():
    table = ibis.table({"a": "decimal(38, 6)"}, name="t")

    with pytest.raises(ValueError, match="no factor"):
        working_out.column(of("derived", "0.5 * a").formula, table)
