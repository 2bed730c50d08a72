"""Dated knowledge of the law and of the units, read from this package."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return ``<name>.toml`` of this package; callers must not change it."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def rows(name: str, kind: str) -> list[dict[str, Any]]:
    """Return the ``[[kind]]`` tables of ``<name>.toml``."""
    found: list[dict[str, Any]] = load(name)[kind]
    return found
