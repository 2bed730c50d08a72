"""What the benches print, read back, and the table that ``docs/benches.md`` gets of it.

python -m tests.drills.bench_lines     writes that table anew
"""

import json
import subprocess
import sys
from typing import Any

from tests.drills.book import ROOT

KEPT = ROOT / "docs" / "benches.json"
PAGE = ROOT / "docs" / "benches.md"
BEGIN, END = "<!-- benches: begin -->", "<!-- benches: end -->"
KEYS = {"bench", "figure", "value", "unit", "goal", "holds", "ratio_to"}
LOCK = ", row-level security"
Line = dict[str, Any]


def run(name: str, scale: str) -> list[Line]:
    """Run a bench; raises CalledProcessError when it fails."""
    command = [sys.executable, ROOT / "bench" / f"{name}.py", "--scale", scale]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def prices(lines: list[Line]) -> dict[str, float]:
    """Return what row-level security costs each thing measured, as a ratio."""
    return {
        f"{line['bench']}: {line['figure'].removesuffix(LOCK)}": line["value"]
        for line in lines
        if line["ratio_to"] == "without"
    }


def value(lines: list[Line], figure: str, unit: str) -> float:
    """Return one figure; raises StopIteration for one that was not told."""
    return next(
        float(line["value"])
        for line in lines
        if line["figure"] == figure and line["unit"] == unit
    )


def keep(on: str, lines: list[Line]) -> None:
    """Keep what the benches printed, and write the page's table of it."""
    text = json.dumps({"on": on, "lines": lines}, indent=0, ensure_ascii=False)
    KEPT.write_text(f"{text}\n", "utf-8")
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Give ``docs/benches.md`` with the table as it should stand."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def table() -> str:
    """Write what row-level security costs, in the last full drill, as Markdown."""
    if not KEPT.exists():
        return "Not yet run in full."
    told = json.loads(KEPT.read_text("utf-8"))
    heads = ("small scale, " + told["on"], "without", "with", "ratio", "to the minimum")
    rows = [heads, ("---",) * len(heads)]
    rows += [_row(told["lines"], line) for line in told["lines"] if _is_price(line)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _is_price(line: Line) -> bool:
    return line["ratio_to"] == "without"


def _row(lines: list[Line], price: Line) -> tuple[str, ...]:
    name = price["figure"].removesuffix(LOCK)
    own = {x["figure"]: x for x in lines if x["bench"] == price["bench"]}
    both = [own.get(f"{name}, {how}{LOCK[1:]}, fastest") for how in ("without", "with")]
    shown = [f"{x['value']:,.1f} {x['unit']}" if x else "" for x in both]
    least = next(
        (x["value"] for x in lines if x["figure"] == name and x["unit"] == "ratio"),
        None,
    )
    ratio = f"{price['value']:.2f}"
    return (name, *shown, ratio, "" if least is None else f"{least:.1f}")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
