"""Run drills in full and write what they told into the documents.

python -m tests.drills.run [NAME ...]
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.drills import book


def run(drill: str) -> bool:
    """Run one drill in full, keep its figures, and say whether it passed."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "figures"
        told.touch()
        environment = os.environ | {
            "DANVAN_DRILL": "full",
            "DANVAN_DRILL_FIGURES": str(told),
        }
        began = time.monotonic()
        said = book.drills()[drill]
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
        command += said["runs"]
        environment |= said.get("environment", {})
        done = subprocess.run(command, cwd=book.ROOT, env=environment, check=False)
        figures = _figures(drill, told.read_text("utf-8"))
    passed = done.returncode == 0
    book.keep(drill, time.strftime("%Y-%m-%d"), passed=passed, figures=figures)
    book.PAGE.write_text(book.page(), "utf-8")
    minutes = round((time.monotonic() - began) / 60, 1)
    say(json.dumps({"drill": drill, "passed": passed, "minutes": minutes, **figures}))
    return passed


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)  # noqa: T201


def _figures(drill: str, lines: str) -> dict[str, Any]:
    told = [json.loads(line) for line in lines.splitlines()]
    return {
        name: line["value"]
        for line in told
        for at, _, name in [line["key"].partition(".")]
        if at == drill
    }


def main(names: list[str]) -> int:
    """Run the named drills, or all; 1 when one failed, 2 for a name unknown."""
    unknown = sorted({*names} - {*book.drills()})
    if unknown:
        known = " ".join(book.drills())
        say(f"No drill is called {', '.join(unknown)}. There are: {known}")
        return 2
    passed = [run(name) for name in names or book.drills()]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
