"""The whole country rolled up from Parquet, and one commune's change worked out anew.

What holds is the ratio to hand-written SQL in the same run (at most 2), that memory
stays under 4 GB, and that a change gives what the whole roll-up gives. Seconds are told.
Each way runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess  # our own program, fixed arguments # nosec B404
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from rollup_rows import Country, codes_and_rules, period_of, size, write

from danvan.indicators.parquet import Store
from danvan.indicators.recount import Recount

# The suite runs the tiny one.
SIZES = {
    "tiny": Country(2, 3, 2),
    "small": Country(34, 332, 2),
    "full": Country(34, 3_321, 5),
}
FIRST_YEAR = 2021
MOST_RATIO, MOST_MEMORY = 2.0, 4_096.0
TOLD = {"full": 30.0, "change": 200.0}  # seconds, milliseconds
CHANGES = 20


def told(
    figure: str,
    value: float,
    unit: str,
    goal: float | None = None,
    *,
    holds: bool | None = None,
    ratio_to: str | None = None,
) -> None:
    """Print one line of the bench."""
    line = {"bench": "rollup", "figure": figure, "value": round(value, 3)}
    line |= {"unit": unit, "goal": goal, "holds": holds, "ratio_to": ratio_to}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def whole(store: Store, country: Country) -> dict[str, Any]:
    """Roll up every year; return seconds and rows."""
    start = time.perf_counter()
    rows = [store.roll_up(FIRST_YEAR + n) for n in range(country.years)]
    return {"seconds": time.perf_counter() - start, "rows": sum(rows)}


def by_hand(store: Store, country: Country) -> dict[str, Any]:
    """Do the same in SQL; return seconds and rows."""
    from rollup_by_hand import roll_up

    start = time.perf_counter()
    rows = 0
    for n in range(country.years):
        path = store.folder / f"by-hand-{n}.parquet"
        roll_up(store, FIRST_YEAR + n, path)
        rows += size(path)
    return {"seconds": time.perf_counter() - start, "rows": rows}


def same(store: Store, country: Country) -> dict[str, Any]:
    """Say how many sums of both ways differ, of all that only add up."""
    adding = [code for code, rule in codes_and_rules()[1].items() if rule.adds]
    listed = ", ".join(f"'{code}'" for code in adding)
    query = """
        SELECT count(*) FROM
            (SELECT unit, period, code, amount FROM '{one}' WHERE code IN ({codes})) a
        FULL JOIN
            (SELECT unit, period, code, amount FROM '{two}' WHERE code IN ({codes})) b
        USING (unit, period, code) WHERE a.amount IS DISTINCT FROM b.amount
    """
    differ = 0
    for n in range(country.years):
        one = store.file("totals", FIRST_YEAR + n)
        two = store.folder / f"by-hand-{n}.parquet"
        sql = query.format(one=one, two=two, codes=listed)
        differ += store.db.raw_sql(sql).fetchone()[0]
    return {"differ": differ}


def changes(store: Store, country: Country) -> dict[str, Any]:
    """Change communes one after the other; return milliseconds, cold one first."""
    given, _ = codes_and_rules()
    year = FIRST_YEAR + country.years - 1
    recount, taken, busy = Recount(store), [], []
    for n in range(min(CHANGES, country.communes)):
        unit = country.units - 1 - n * 7 % country.communes
        said = [(code, Decimal(n + k)) for k, code in enumerate(given)]
        start, worked = time.perf_counter(), time.process_time()
        rows = recount.change(year, unit, period_of(year, 5), said)
        taken.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - worked))
    warm = taken[1:]
    warm.sort()
    return {
        "cold": taken[0],
        "median": statistics.median(warm),
        "processor": statistics.median(busy[1:]),
        "p95": warm[int(0.95 * len(warm))],
        "rows": rows,
        "differ": _unlike(store, year),
    }


def _unlike(store: Store, year: int) -> int:
    """Say how many cells differ between the changed totals and a roll-up anew."""
    changed = store.folder / "changed.parquet"
    store.db.to_parquet(store.totals(year), changed)
    store.roll_up(year)
    for path in store.changed(year):
        path.with_name(path.name.replace("values", "totals")).unlink()
    anew = store.file("totals", year)
    query = """
        SELECT count(*) FROM (
            (SELECT * FROM '{a}' EXCEPT ALL SELECT * FROM '{b}')
            UNION ALL (SELECT * FROM '{b}' EXCEPT ALL SELECT * FROM '{a}'))
    """
    found = store.db.raw_sql(query.format(a=changed, b=anew))
    return int(found.fetchone()[0])


def apart(step: str, folder: Path, scale: str) -> dict[str, Any]:
    """Run a step in a process of its own; return what it tells, and its memory."""
    done = subprocess.run(  # our own program # nosec B603
        [sys.executable, __file__, "--scale", scale, "--step", step, str(folder)],
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


STEPS = {"whole": whole, "by_hand": by_hand, "same": same, "changes": changes}


def step(name: str, folder: Path, country: Country) -> None:
    """Print what a step told and the most memory it held, in MB."""
    found = STEPS[name](Store(folder, codes_and_rules()[1]), country)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found | {"memory": most}))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=SIZES, default="small")
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("folder", nargs="?", type=Path)
    options = parser.parse_args()
    country = SIZES[options.scale]
    if options.step:
        step(options.step, options.folder, country)
        return
    with tempfile.TemporaryDirectory(prefix="danvan-rollup-") as name:
        bench(Path(name), country, options.scale)


def bench(folder: Path, country: Country, scale: str) -> None:
    """Fill a folder and measure."""
    store = Store(folder, codes_and_rules()[1])
    told("values", write(store, country, FIRST_YEAR), "count")
    told("communes", country.communes, "count")
    told("indicators", len(codes_and_rules()[0]), "count")
    told("load of the machine before", os.getloadavg()[0], "processes")
    ours, hand = (apart(s, folder, scale) for s in ("whole", "by_hand"))
    goal = TOLD["full"] if scale == "full" else None
    told("full roll-up", ours["seconds"], "s", goal)
    told("full roll-up by hand", hand["seconds"], "s")
    ratio = ours["seconds"] / hand["seconds"]
    told(
        *("full roll-up", ratio, "ratio", MOST_RATIO),
        holds=ratio <= MOST_RATIO,
        ratio_to="hand-written SQL",
    )
    told("rows of totals", ours["rows"], "count")
    wrong = apart("same", folder, scale)["differ"]
    told("sums unlike those by hand", wrong, "count", 0, holds=wrong == 0)
    one = apart("changes", folder, scale)
    told("one commune's change, warm, median", one["median"], "ms", TOLD["change"])
    told("one commune's change, warm, processor time", one["processor"], "ms")
    told("one commune's change, warm, 95th percentile", one["p95"], "ms")
    told("one commune's change, first", one["cold"], "ms")
    told(
        "cells unlike a full roll-up",
        one["differ"],
        "count",
        0,
        holds=not one["differ"],
    )
    most = max(ours["memory"], one["memory"])
    told("most memory", most, "MB", MOST_MEMORY, holds=most < MOST_MEMORY)
    told("load of the machine after", os.getloadavg()[0], "processes")


if __name__ == "__main__":
    main()
