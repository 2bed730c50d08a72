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
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
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
        # A few rows need no more than one task.
        session.createDataFrame(frame).coalesce(1).createOrReplaceTempView(name)
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
    """Compare a world; return the exit code."""
    builder = SparkSession.builder.master("local[1]")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    spark, duckdb = (
        Spark(ibis.pyspark.connect(session)),
        worlds.Engine(ibis.duckdb.connect()),
    )
    made = world(seed=1)
    one, two = spark.run(made), duckdb.run(made)
    session.stop()
    for key in one.keys() | two.keys():
        if one.get(key) != two.get(key):
            sys.stderr.write(f"{key}: {one.get(key)} on Spark, {two.get(key)}\n")
            return 1
    if two != worlds.reference(made):
        sys.stderr.write("the reference says something else\n")
        return 1
    sys.stdout.write(f"{len(one)} cells equal\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
