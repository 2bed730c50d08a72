"""What the environment says, and what the server left for commands."""

import os
from pathlib import Path

import pytest

from danvan.config import environment, manage

OWNER = "postgresql://danvan_owner@/danvan"


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a server; what it sets is taken back after the test."""
    for name in ("DATABASE_URL", "DANVAN_OWNER_DATABASE_URL", "DANVAN_DEMO"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    path = tmp_path / "environment"
    path.write_text(
        f"DANVAN_OWNER_DATABASE_URL={OWNER}\nDATABASE_URL=postgresql://o@/d?x=y\n"
    )
    return path


def test_what_the_environment_does_not_say_is_read(left: Path):
    environment.load(left)

    assert os.environ["DATABASE_URL"] == "postgresql://o@/d?x=y"


def test_what_the_environment_says_stands(left: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "mine")

    environment.load(left)

    assert os.environ["DATABASE_URL"] == "mine"


def test_no_file_is_no_failure(tmp_path: Path):
    before = dict(os.environ)

    environment.load(tmp_path / "environment")

    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("command", "found", "owner"),
    [
        (["migrate"], True, True),
        (["migrate"], False, False),
        (["journal"], True, False),
        ([], True, False),
    ],
)
def test_only_migrations_of_the_servers_database_run_as_owner(
    left: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    found: bool,
    owner: bool,
):
    environment.load(left)
    monkeypatch.setattr(environment, "FOUND_DATABASE", found)

    manage.choose_role(command)

    assert (os.environ["DATABASE_URL"] == OWNER) is owner


def test_a_secret_that_is_not_made_yet_differs_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(environment, "DATA", tmp_path)

    assert environment.secret("session") != environment.secret("session")
