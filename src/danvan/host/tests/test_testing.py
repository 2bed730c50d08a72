"""What the runners of one test run share, and how it goes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from danvan.host.testing import ROOT, SHARED

TELLING = f"""
import json, os, pathlib, pytest

@pytest.mark.parametrize("n", range(8))
def test_tells(n, tmp_path):
    shared = pathlib.Path(os.environ["{SHARED}"])
    (shared / os.environ.get("PYTEST_XDIST_WORKER", "alone")).touch()
    told = {{
        "runner": os.environ.get("PYTEST_XDIST_WORKER", "alone"),
        "shared": str(shared),
        "data": os.environ["DANVAN_DATA"],
    }}
    pathlib.Path(__file__).with_suffix(f".{{n}}").write_text(json.dumps(told))
"""


@pytest.fixture
def run(tmp_path: Path):
    """Run tests of another run with these arguments; give what each of them saw."""
    (tmp_path / "test_telling.py").write_text(TELLING)
    inherited = ("PYTEST_", SHARED, "DANVAN_DATA")
    env = {k: v for k, v in os.environ.items() if not k.startswith(inherited)}

    def run(*arguments: str) -> list[dict[str, str]]:
        command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml"]
        subprocess.run([*command, *arguments, tmp_path], env=env, cwd=ROOT, check=True)
        return [json.loads(p.read_text()) for p in tmp_path.glob("test_telling.[0-9]")]

    return run


@pytest.mark.parametrize(
    ("arguments", "runners"), [([], {"alone"}), (["-n", "2"], {"gw0", "gw1"})]
)
def test_all_runners_of_a_run_share_one_folder(run, arguments, runners):
    told = run(*arguments)

    assert {saw["runner"] for saw in told} == runners
    assert len({saw["data"] for saw in told}) == len(runners)
    (shared,) = {saw["shared"] for saw in told}
    # Another run's, as of another checkout, is another one; and nothing stays of it.
    assert shared != os.environ[SHARED]
    assert not Path(shared).exists()
    assert Path(os.environ[SHARED]).is_dir()
