"""PySpark says what DuckDB and the reference say, cell for cell."""

import os
import subprocess
from pathlib import Path

import pytest

from danvan.core.indicators import catalogue
from danvan.core.rollup.rules import rules

ROOT = Path(__file__).parents[4]
PYTHON = ROOT / ".venv" / "spark" / "bin" / "python"


def test_the_same_expressions_give_equal_results_on_pyspark():
    if not PYTHON.exists():
        pytest.skip("script/spark installs PySpark; script/test calls it")

    done = subprocess.run(
        [PYTHON, "-m", "danvan.indicators.tests.spark_check"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-3]) > 400
    assert "cells equal" in done.stdout


def test_the_product_never_asks_for_pyspark():
    for name in ("run", "dev"):
        assert "pyspark" not in (ROOT / f"requirements/{name}.in").read_text()
        locked = (ROOT / f"requirements/{name}.txt").read_text().splitlines()
        assert not any(line.startswith("pyspark==") for line in locked)
    for name in ("server", "setup"):
        assert "spark" not in (ROOT / "script" / name).read_text()


def test_every_formula_of_the_catalogue_is_one_the_engine_takes():
    import ibis

    from danvan.indicators import working_out

    known = rules(catalogue.known())
    columns = {
        f"{prefix}{code}": "decimal(38, 6)"
        for code in known
        for prefix in ("", "prev ")
    }
    columns |= {f"given {code}": "int64" for code in known}
    table = ibis.table({"unit": "int64", "period": "int64"} | columns, name="t")
    worked = {code: rule for code, rule in known.items() if rule.worked_out}

    assert working_out.long(table, worked).columns
    for code, rule in known.items():
        if rule.filled_in:
            assert working_out.column(rule.formula, table) is not None, code
