"""The benches once more under forced row-level security, and what that costs.

What holds are ratios within one run; the short form proves that the benches still run
and say what the drill reads.
"""

import importlib
import os
import statistics
import time

import pytest
from tests.drills import bench_lines
from tests.drills.bench_lines import KEYS, prices, run, value

NAMES = ("petitions", "registers", "rollup")
MOST_PRICE, MOST_ROLLUP = 1.5, 2.0


@pytest.fixture(scope="module")
def lines(full: bool) -> list[bench_lines.Line]:
    """What the benches print: in full the small scale, here the tiny one."""
    if not full:
        return [line for name in NAMES[1:] for line in run(name, "tiny")]
    found = [line for name in NAMES for line in run(name, "small")]
    bench_lines.keep(time.strftime("%Y-%m-%d"), found)
    return found


def test_every_bench_can_be_imported(monkeypatch):
    monkeypatch.syspath_prepend(str(bench_lines.ROOT / "bench"))

    for name in (*NAMES, "duplicates", "reader"):
        assert callable(importlib.import_module(name).main)


def test_each_line_of_a_bench_says_what_it_is(lines):
    assert all(set(line) == KEYS for line in lines)
    assert all(isinstance(line["value"], int | float) for line in lines)
    assert all(line["holds"] in (None, True, False) for line in lines)


def test_the_same_rows_come_with_row_level_security_and_without(lines, figure):
    told = [line for line in lines if line["figure"].endswith("rows unlike")]

    figure("bench.unlike", sum(line["value"] for line in told))
    assert told
    assert [line for line in told if line["value"]] == []


def test_the_price_of_row_level_security_is_bounded(lines, full, figure):
    found = prices(lines)

    figure("bench.pages", len(found))
    figure("bench.dearest", round(max(found.values()), 2))
    figure("bench.median", round(statistics.median(found.values()), 2))
    assert len(found) >= 4
    dear = {name: ratio for name, ratio in found.items() if ratio > MOST_PRICE}
    assert not full or dear == {}


def test_the_roll_up_gives_what_sql_by_hand_gives(lines, full, figure):
    ratio = value(lines, "full roll-up", "ratio")

    figure("bench.rollup", round(ratio, 2))
    median, processor = (
        value(lines, f"one commune's change, warm, {how}", "ms")
        for how in ("median", "processor time")
    )
    figure("bench.change", round(median))
    figure("bench.processor", round(processor))
    assert value(lines, "sums unlike those by hand", "count") == 0
    assert value(lines, "cells unlike a full roll-up", "count") == 0
    assert not full or ratio <= MOST_ROLLUP


def test_what_is_only_told_is_told(lines, full, figure):
    alone = [
        line["value"]
        for line in lines
        if line["figure"].endswith("statements alone, row-level security")
    ]
    figure("bench.statements", round(max(alone), 2))
    figure("bench.load", round(os.getloadavg()[0], 1))
    if full:
        letters = "petitions: letters from 8 clients"
        figure("bench.letters", round(prices(lines)[letters], 2))
        queue = value(lines, "queue of a commune", "ratio")
        figure("bench.minimum", round(queue, 2))
    assert alone
