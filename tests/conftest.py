"""What drills tell: a short form runs with the suite, ``script/drill`` runs the full one."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def full() -> bool:
    """Say whether this is ``script/drill``, which has time, and not the suite."""
    return os.environ.get("DANVAN_DRILL") == "full"


@pytest.fixture(scope="session")
def figure() -> Callable[[str, Any], None]:
    """Tell a figure of a drill: ``figure("kill.lost", 0)``, a key of its ``.toml``.

    The value is a number or a text, as it is to be printed. In the suite nothing is
    kept; ``script/drill`` names a file for it in ``DANVAN_DRILL_FIGURES``.
    """
    kept = os.environ.get("DANVAN_DRILL_FIGURES")

    def tell(key: str, value: Any) -> None:
        from tests.drills.book import known

        assert key in known(), f"{key} stands in no drill's .toml"
        if kept:
            with Path(kept).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "value": value}) + "\n")

    return tell
