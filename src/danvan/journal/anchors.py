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


def read(path: Path) -> Anchors:
    """Return per chain the seals that were written down, by line number."""
    anchors: dict[str, dict[int, str]] = {}
    if not path.exists():
        return anchors
    for text in path.read_text("utf-8").splitlines():
        for chain, (seq, head) in json.loads(text)["heads"].items():
            anchors.setdefault(chain, {})[seq] = head
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
