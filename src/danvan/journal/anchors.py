"""The heads of all chains, kept outside the database.

Whoever may change the database can cut off the end of a chain and put its
head back. Against that the heads are written down elsewhere, one line of JSON
each time; copy the file to another office and even its keeper cannot cut.
"""

import json
import os
from pathlib import Path

from danvan.journal.models import Chain
from danvan.journal.verify import Anchors


class Unreadable(Exception):
    """A line of the file is no anchor: it was cut by a crash, or by somebody."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"line {line} of {path} cannot be read")


def read(path: Path) -> Anchors:
    """Return per chain the seals that were written down, by line number.

    No file: none yet. Raises `Unreadable` rather than trust the rest: whoever
    spoils a line may have cut off what it bore witness to.
    """
    anchors: dict[str, dict[int, str]] = {}
    if not path.exists():
        return anchors
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            heads = json.loads(text)["heads"]
            for chain, (seq, head) in heads.items():
                anchors.setdefault(chain, {})[seq] = head
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise Unreadable(path, number) from wrong
    return anchors


def write(path: Path, *, at: str) -> int:
    """Append the heads as they stand; return how many. ``at`` is the time in ISO.

    Verify before: an anchor written after a cut would bear witness to it.
    """
    heads = {c.code: [c.seq, c.head] for c in Chain.objects.filter(seq__gt=0)}
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps({"at": at, "heads": heads}, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(heads)
