"""Dated knowledge of the law and of the units, read from this package."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the TOML file ``name`` of this package; FileNotFoundError if none."""
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text("utf-8"))
