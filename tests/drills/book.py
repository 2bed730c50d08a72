"""The book of drills: which there are, what each tells, and what it told last.

``tests/drills/NAME.toml`` says what is run and which figures it tells;
``docs/drills/NAME.json`` keeps the figures of its last full run; the table between the
two marks of ``docs/security.md`` is written from both.

    python -m tests.drills.book     writes that table anew
"""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BOOK = Path(__file__).parent
LAST = ROOT / "docs" / "drills"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- drills: begin -->", "<!-- drills: end -->"


@cache
def drills() -> dict[str, dict[str, Any]]:
    """Give every drill by its name: ``order``, ``title``, ``runs`` and ``figures``."""
    found = {f.stem: tomllib.loads(f.read_text("utf-8")) for f in BOOK.glob("*.toml")}
    return dict(sorted(found.items(), key=lambda item: item[1]["order"]))


@cache
def known() -> dict[str, dict[str, str]]:
    """Give every figure by its key, ``drill.figure``: ``says``, ``unit``, ``goal``."""
    return {
        f"{drill}.{name}": told
        for drill, said in drills().items()
        for name, told in said["figures"].items()
    }


def last() -> dict[str, dict[str, Any]]:
    """Give what each drill told last: ``on`` (a date), ``passed`` and ``figures``."""
    return {f.stem: json.loads(f.read_text("utf-8")) for f in LAST.glob("*.json")}


def keep(drill: str, on: str, *, passed: bool, figures: dict[str, Any]) -> None:
    """Keep what a drill told, in place of what it told before."""
    told = {"on": on, "passed": passed, "figures": figures}
    LAST.mkdir(exist_ok=True)
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (LAST / f"{drill}.json").write_text(f"{text}\n", "utf-8")


def table() -> str:
    """Write the figures of the last full drills as a Markdown table."""
    lines = ["| drill | figure | goal | last full drill |", "|---|---|---|---|"]
    for drill, said in drills().items():
        told = last().get(drill)
        state = _state(told)
        lines.append(f"| **{said['title']}** | | | {state} |")
        for name, about in said["figures"].items():
            value = _printed(told, name, about)
            lines.append(f"| | {about['says']} | {about.get('goal', '')} | {value} |")
    return "\n".join(lines)


def _state(told: dict[str, Any] | None) -> str:
    if not told:
        return "not yet run in full"
    return f"{told['on']}: {'passed' if told['passed'] else '**failed**'}"


def _printed(told: dict[str, Any] | None, name: str, about: dict[str, str]) -> str:
    value = told["figures"].get(name) if told else None
    if value is None:
        return "–"
    number = f"{value:,}" if isinstance(value, int | float) else str(value)
    return f"{number} {about.get('unit', '')}".rstrip()


def page() -> str:
    """Give ``docs/security.md`` with the table as it should stand."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
