"""Copies for the service user."""

import os
import stat
from pathlib import Path

import pytest

from danvan.host import reach
from danvan.host.reach import copy_tree, hold, prune, reachable


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reach, "LIBRARY", tmp_path / "lib")
    return tmp_path / "lib"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "inner").mkdir(parents=True)
    (source / "inner" / "open.txt").write_text("a")
    (source / "inner" / "open.txt").chmod(0o644)
    (source / "shut").write_text("b")
    (source / "shut").chmod(0o700)
    (source / "link").symlink_to("shut")
    (source / "inner").chmod(0o700)
    return source


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everyone_can_read_the_copy(source: Path, tmp_path: Path):
    copy_tree(source, tmp_path / "copy")

    assert (tmp_path / "copy" / "link").read_text() == "b"
    assert mode(tmp_path / "copy" / "inner") == 0o755
    assert mode(tmp_path / "copy" / "shut") == 0o755


def test_the_original_keeps_its_permissions(source: Path, tmp_path: Path):
    copy_tree(source, tmp_path / "copy")

    assert mode(source / "shut") == 0o700
    assert mode(source / "inner") == 0o700


def test_a_file_open_to_all_is_linked_and_costs_no_space(source: Path, tmp_path: Path):
    copy_tree(source, tmp_path / "copy")

    assert (tmp_path / "copy" / "inner" / "open.txt").samefile(
        source / "inner" / "open.txt"
    )


def test_what_is_skipped_is_not_there(source: Path, tmp_path: Path):
    copy_tree(source, tmp_path / "copy", lambda path: path.name == "inner")

    assert sorted(os.listdir(tmp_path / "copy")) == ["link", "shut"]


def test_a_copy_that_stands_is_taken_as_it_is(library: Path, source: Path):
    first = reachable("thing-1", {"tree": source})
    (source / "new").write_text("c")

    assert reachable("thing-1", {"tree": source}) == first
    assert not (first / "tree" / "new").exists()


def test_half_a_copy_is_never_seen(library: Path, source: Path):
    def fail(copy: Path) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        reachable("thing-1", {"tree": source}, finish=fail)

    assert not (library / "thing-1").exists()


@pytest.mark.parametrize(
    ("held", "unused_since", "kept"),
    [(False, float("inf"), False), (True, float("inf"), True), (False, 0.0, True)],
)
def test_only_copies_that_nobody_holds_or_lately_took_are_removed(
    library: Path, source: Path, held: bool, unused_since: float, kept: bool
):
    copy = reachable("thing-1", {"tree": source})
    if held:
        hold(copy)

    prune("thing-*", unused_since=unused_since)

    assert copy.exists() is kept
