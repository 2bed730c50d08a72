"""Make the dump of a release: its own code makes the data, and says what they mean.

    script/dump NAME COMMIT [SAYS]      see docs/how-to/store-a-release.md

The commit is laid out and set up in a passing folder; its own migrations and its own
demonstration fill a database, its own public pages' door takes three letters. The
database is written to ``NAME.sql.xz``; restored from there, it is asked what it means
by the same old code, and ``NAME.json`` keeps the answers. No later version may answer
otherwise: see ``tests/drills/test_upgrade.py``.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.drills.dumps import bench

from danvan.host.roles import OFFICE
from danvan.host.testing import Bench

ROOT = Path(__file__).resolve().parents[3]
DEPTH = 3  # below it, an answer is one line


def check_out(commit: str, folder: Path) -> Path:
    """Lay the files of a commit into a folder and set them up; give its Python."""
    folder.mkdir()
    tree = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, capture_output=True, check=True
    )
    subprocess.run(["tar", "x", "-C", str(folder)], input=tree.stdout, check=True)
    subprocess.run([folder / "script" / "setup"], check=True)
    return folder / ".venv" / "bin" / "python"


def fill(name: str, python: Path, owner: str, data: Path) -> list[dict[str, str]]:
    """Let the version fill a database and take letters; keep the dump."""
    with bench.fresh(owner, f"dump_{name}") as address:
        office = bench.as_role(address, OFFICE)
        for words, at in (
            (["migrate", "--verbosity", "0"], address),
            (["fill"], office),
        ):
            command = ["-m", "django", *words]
            bench.run(python, command, data=data, address=at, process="manage")
        sent = bench.speak(python, "send", data=data, address=address)
        bench.dump(address, bench.HERE / f"{name}.sql.xz")
        return sent


def ask(name: str, python: Path, owner: str, data: Path) -> dict[str, object]:
    """Restore the dump and let the version say what it means."""
    with bench.fresh(owner, f"dump_{name}") as address:
        bench.restore(bench.HERE / f"{name}.sql.xz", address)
        return bench.answers(python, data=data, address=address)


def main(name: str, commit: str, says: str = "") -> None:
    """Make the dump of one release."""
    opened = Bench()
    opened.open()
    owner = os.environ["DATABASE_URL"]
    try:
        with tempfile.TemporaryDirectory() as passing:
            python = check_out(commit, Path(passing) / "source")
            data = bench.make_data(Path(passing) / "data")
            told = {"commit": commit, "says": says}
            told |= {"sent": fill(name, python, owner, data)}
            told |= ask(name, python, owner, data)
            write(name, told)
    finally:
        opened.close()


def write(name: str, told: dict[str, object]) -> None:
    """Keep what a dump means beside it, a line an answer."""
    (bench.HERE / f"{name}.json").write_text(_lines(told, 0) + "\n", "utf-8")


def _lines(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if depth == DEPTH or not isinstance(value, dict | list) or not value:
        return flat
    if isinstance(value, list):
        parts = [_lines(item, DEPTH) for item in value]
    else:
        parts = [
            f"{json.dumps(k, ensure_ascii=False)}: {_lines(v, depth + 1)}"
            for k, v in value.items()
        ]
    opening, closing = flat[0], flat[-1]
    inside = ",\n".join(f"{' ' * (depth + 1)}{part}" for part in parts)
    return f"{opening}\n{inside}\n{' ' * depth}{closing}"


if __name__ == "__main__":
    main(*sys.argv[1:])
