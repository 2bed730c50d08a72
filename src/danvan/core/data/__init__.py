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


@cache
def groups(folder: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the TOML files of ``folder`` by name without ending, as they say `order`.

    Shared, so never to be changed.
    """
    found = {
        name.rpartition("/")[2].removesuffix(".toml"): load_toml(name)
        for name in names(folder, ".toml")
    }
    return dict(sorted(found.items(), key=lambda item: (item[1]["order"], item[0])))


@cache
def indicators() -> Mapping[str, Mapping[str, Any]]:
    """Return the raw rows of the catalogue of indicators by code, in its order.

    `core.indicators.catalogue` says what they mean. Shared, so never to be changed.
    """
    return {
        code: row
        for table in groups("indicators").values()
        for code, row in table.items()
        if code not in {"order", "group"}
    }


def rows(name: str, kind: str) -> list[dict[str, Any]]:
    """Return the ``[[kind]]`` tables of ``<name>.toml``."""
    found: list[dict[str, Any]] = load_toml(f"{name}.toml")[kind]
    return found
