"""Dated knowledge of the law and of the units, read from this package.

Names are paths inside the package (``calendar.toml``, ``units/current.csv``).
A missing name raises FileNotFoundError.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def open_text(name: str) -> str:
    """Return the text of a file of this package (UTF-8)."""
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def load_toml(name: str) -> Mapping[str, Any]:
    """Return a TOML file of this package; shared, so never to be changed."""
    return tomllib.loads(open_text(name))


def names(folder: str, suffix: str) -> list[str]:
    """Return the files of ``folder`` that end in ``suffix``, in order of name."""
    found = resources.files(__name__).joinpath(folder).iterdir()
    return sorted(f"{folder}/{f.name}" for f in found if f.name.endswith(suffix))


def rows(name: str, kind: str) -> list[dict[str, Any]]:
    """Return the ``[[kind]]`` tables of ``<name>.toml``."""
    found: list[dict[str, Any]] = load_toml(f"{name}.toml")[kind]
    return found
