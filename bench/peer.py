"""Run a peer on a text and print the seconds it took: peer.py NAME FILE TIMES.

A program of its own in an environment of its own, so that nothing of a peer, whatever
its licence, is ever loaded beside our code.
"""

import importlib
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ENTRIES: dict[str, tuple[str, str]] = {
    "eyecite": ("eyecite", "get_citations"),
    "statcheck": ("statcheck.st", "statcheck"),
}


def entry(name: str) -> Callable[[str], object]:
    """Return the function of a peer that takes a text."""
    module, function = ENTRIES[name]
    call = getattr(importlib.import_module(module), function)
    return (lambda text: call([text])) if name == "statcheck" else call


def main(name: str, file: str, times: str) -> None:
    """Print the least of several timings, after one to warm up."""
    warnings.simplefilter("ignore")
    text = Path(file).read_text(encoding="utf-8")
    call = entry(name)
    taken = []
    for _ in range(int(times) + 1):
        start = time.process_time()
        call(text)
        taken.append(time.process_time() - start)
    print(min(taken[1:]), file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
