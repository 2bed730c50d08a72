"""The sketch of a letter (MinHash), the one thing about likeness that asks a library."""

from collections.abc import Set
from typing import Any

from rensa import RMinHash

from danvan.core.casework.similarity import rules

_SEED = 2026
# Sketches of another recipe cannot be held beside ours; `refill` reads them anew.
RECIPE = f"rensa-{RMinHash.ALGORITHM_VERSION}-{rules()['bands']}x{rules()['rows']}-1"


def sketch(words: Set[str]) -> list[int]:
    """Return the sketch of a set of words: bands × rows numbers of 32 bits."""
    made: Any = RMinHash(num_perm=rules()["bands"] * rules()["rows"], seed=_SEED)
    made.update(sorted(words))
    numbers: list[int] = made.digest()
    return numbers
