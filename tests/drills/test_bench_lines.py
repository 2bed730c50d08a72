"""The table of the benches' page is the one that was told."""

import json

from tests.drills import bench_lines


def line(figure, value, unit="ratio", ratio_to=None):
    told = {"bench": "petitions", "figure": figure, "value": value, "unit": unit}
    return told | {"goal": None, "holds": None, "ratio_to": ratio_to}


LINES = [
    line("queue", 2.51, ratio_to="minimum"),
    line("queue, without row-level security, fastest", 20, "ms"),
    line("queue, with row-level security, fastest", 21.5, "ms"),
    line("queue, row-level security", 1.075, ratio_to="without"),
]


def test_the_page_of_benches_tells_what_was_told():
    assert bench_lines.PAGE.read_text("utf-8") == bench_lines.page()


def test_a_price_stands_beside_what_it_is_the_price_of(tmp_path, monkeypatch):
    monkeypatch.setattr(bench_lines, "KEPT", tmp_path / "benches.json")
    told = {"on": "2026-11-22", "lines": LINES}
    bench_lines.KEPT.write_text(json.dumps(told), "utf-8")

    last = bench_lines.table().splitlines()[-1]

    assert last == "| queue | 20.0 ms | 21.5 ms | 1.07 | 2.5 |"
    assert bench_lines.prices(LINES) == {"petitions: queue": 1.075}
