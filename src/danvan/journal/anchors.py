"""The heads of all chains, kept outside the database.

Whoever may change the database can cut off the end of a chain and put its
head back. Against that the heads are written down elsewhere, one line of JSON
each time. Whoever may change this file too is found by a copy of it in another
office, or by one of its `sums` that somebody wrote down.
"""

import hashlib
import json
import os
from pathlib import Path

from danvan.journal.verify import Anchors, Report


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


def write(path: Path, seen: Report, *, at: str) -> str:
    """Append the heads that were verified; return the sum to keep elsewhere.

    ``at`` is the time in ISO. Raises ValueError where something was broken: an
    anchor written after a cut would bear witness to it.
    """
    if seen.breaks:
        raise ValueError("a broken journal is not anchored")
    heads = {code: head for code, head in seen.heads.items() if head[0]}
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps({"at": at, "heads": heads}, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return sums(path)[-1]


def last(path: Path) -> str:
    """Return when the heads were written down last, in ISO; empty: never."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return str(json.loads(lines[-1])["at"]) if lines else ""


def sums(path: Path) -> list[str]:
    """Return for each line of the file the SHA-256, in hex, of all up to its end.

    Who keeps one of them elsewhere, on paper even, knows later whether the file
    still begins with what it was then. No file has none.
    """
    if not path.exists():
        return []
    so_far, found = hashlib.sha256(), []
    with path.open("rb") as file:
        for line in file:
            so_far.update(line)
            found.append(so_far.hexdigest())
    return found
