"""What is installed is pinned, hashed, explained, and named without an index."""

import json
import re
from pathlib import Path

import pytest

# Written in parts, so that this file names none of them itself.
INDEX_HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("npmmirror", "com"),
    ("yarnpkg", "com"),
    ("crates", "io"),
]
INDEX_OPTIONS = re.compile(
    r"^\s*(-i|--index-url|--extra-index-url|--find-links)\b", re.MULTILINE
)
LOCKS = ["run", "dev", "node", "units", "spark", "rules", "known"]


def pins(text: str) -> dict[str, str]:
    """Give what follows each pinned name up to the next one."""
    parts = re.split(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("host", [".".join(parts) for parts in INDEX_HOSTS])
def test_no_file_names_a_package_index(tracked: dict[str, str], host: str):
    assert [name for name, text in tracked.items() if host in text] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(root: Path, lock: str):
    found = pins((root / "requirements" / f"{lock}.txt").read_text())

    assert found
    assert [n for n, rest in found.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_says_where_to_fetch_from(root: Path, lock: str):
    text = (root / "requirements" / f"{lock}.txt").read_text()

    assert "://" not in text
    assert INDEX_OPTIONS.search(text) is None


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(root: Path, lock: str):
    wanted = re.findall(
        r"^([A-Za-z0-9._-]+)",
        (root / "requirements" / f"{lock}.in").read_text(),
        re.MULTILINE,
    )
    locked = pins((root / "requirements" / f"{lock}.txt").read_text())

    assert {w.lower() for w in wanted if not w.startswith("-")} <= locked.keys()


def test_the_development_lock_agrees_with_the_run_time_lock(root: Path):
    run, dev = (
        pins((root / "requirements" / f"{lock}.txt").read_text())
        for lock in ("run", "dev")
    )

    assert {n: rest.split()[0] for n, rest in run.items()}.items() <= {
        n: rest.split()[0] for n, rest in dev.items()
    }.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_says_why_it_is_there(root: Path, lock: str):
    lines = (root / "requirements" / f"{lock}.in").read_text().splitlines()
    names = [x for x in lines if x and not x.startswith(("#", "-r"))]

    assert [x for x in names if not re.search(r"\s# \S+ \S+", x)] == []


def test_the_style_kit_is_locked_without_addresses(root: Path):
    packages = json.loads((root / "package-lock.json").read_text())["packages"]

    assert [n for n, entry in packages.items() if "resolved" in entry] == []
    assert [n for n, e in packages.items() if n and "integrity" not in e] == []


def test_the_project_declares_no_dependency_beside_the_list(root: Path):
    text = (root / "pyproject.toml").read_text()

    assert 'dynamic = ["dependencies"]' in text
    assert re.search(r"^dependencies\s*=", text, re.MULTILINE) is None
