"""Run the expressions on PySpark and on DuckDB and hold the results cell for cell.

A program of its own, run by `test_spark` in the environment of requirements/spark.txt,
which has no Django. Prints how many cells were equal; ends with 1 where one was not.
"""

import random
import sys
from decimal import Decimal

import ibis
from pyspark.sql import SparkSession

from danvan.indicators.tests import worlds

_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.driver.memory": "1g",
    # A few rows are sooner read than compiled for.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.log.level": "ERROR",
}
# What has its own trouble: ties, tiny denominators, what is too large to divide.
_AMOUNTS = ["0", "1", "3", "7", "0.000001", "0.5", "123456789.123456", "10000000000000"]


class Spark(worlds.Engine):
    """Spark has no tables in memory: rows come in as a view."""

    def table(self, rows, schema):
        """Return a view of rows."""
        import pyarrow as pa

        self.connection.views = getattr(self.connection, "views", 0) + 1
        name = f"rows_{self.connection.views}"
        frame = pa.Table.from_pylist(rows, schema=schema)
        session = self.connection._session
        session.createDataFrame(frame).createOrReplaceTempView(name)
        return self.connection.table(name)

    def step(self, expression):
        """Return what a step came to: Spark reads a table again for each reader."""
        return self.keep(expression)


def world(seed: int) -> worlds.World:
    """Return a world with values in most of its cells."""
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets
    return {
        (unit, period, code): Decimal(luck.choice(_AMOUNTS))
        for unit in (0, 1, 2, 3, 4, 5, 6, 9, 77)
        for period in worlds.PERIODS
        for code in worlds.RULES
        if luck.random() < 0.7
    }


def main() -> int:
    """Compare two worlds; return the exit code."""
    builder = SparkSession.builder.master("local[2]")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    spark, duckdb = (
        Spark(ibis.pyspark.connect(session)),
        worlds.Engine(ibis.duckdb.connect()),
    )
    cells = 0
    for seed in (1, 2):
        made = world(seed)
        one, two = spark.run(made), duckdb.run(made)
        for key in one.keys() | two.keys():
            if one.get(key) != two.get(key):
                sys.stderr.write(f"{key}: {one.get(key)} on Spark, {two.get(key)}\n")
                return 1
        assert two == worlds.reference(made)
        cells += len(one)
    session.stop()
    sys.stdout.write(f"{cells} cells equal\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
