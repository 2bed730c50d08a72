"""Gate, readers and copier in a process of their own: what they say, and what it takes.

Reads one question a line, as JSON: ``kind`` ("good" or "hostile") and ``name`` of a
file of the corpus, ``through`` (a key of THROUGH) and perhaps ``seed``, by which the
file is damaged. Answers each with ``said``, ``mb`` (most memory over the process's
own), ``ms`` (computed) and ``died`` (a signal, 0 for none). Each file meets a child.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tests.drills.mutants import damaged

from danvan import readers
from danvan.files import copies, gate
from danvan.files.tests import samples
from danvan.files.verdict import Refused
from danvan.readers import Unreadable, docx, pdf, plain, xlsx

CORPUS = {
    "good": {name: (data, "") for name, data in samples.GOOD.items()},
    "hostile": samples.HOSTILE,
}
# Imported before the children begin, so that none is blamed for their size.
PARSERS = (docx, pdf, plain, xlsx)
MB = 1 << 20
MOST_MEMORY, MOST_SECONDS = 1024 * MB, 60


def _gate(data: bytes, name: str) -> str:
    return "clean" if gate.inspect(data, name).data else "empty"


def _text(data: bytes, name: str) -> str:
    return "clean" if readers.read(data, name).text else "empty"


def _cells(data: bytes, name: str) -> str:
    return "clean" if xlsx.grids(data) is not None else "empty"


def _copy(data: bytes, name: str) -> str:
    return "clean" if copies.copy(data, name).data else "empty"


def _planted(data: bytes, name: str) -> str:
    """What the drill must notice: a crash, or memory without bound."""
    if len(data) % 2:
        os.kill(os.getpid(), signal.SIGSEGV)
    return str(len(b"x" * (400 * MB)))


THROUGH: Mapping[str, Callable[[bytes, str], str]] = {
    "gate": _gate,
    "text": _text,
    "cells": _cells,
    "copy": _copy,
    "planted": _planted,
}


def answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Try one file in a child and say what became of it."""
    data, _code = CORPUS[asked["kind"]][asked["name"]]
    if asked.get("seed") is not None:
        data = damaged(data, asked["seed"])
    said, most, seconds, died = _in_a_child(asked["through"], data, asked["name"])
    mb, ms = max(0, most - _own()) // 1024, int(seconds * 1000)
    return {"said": said, "mb": mb, "ms": ms, "died": died}


@cache
def _own() -> int:
    """Measure a child that does nothing."""
    return _in_a_child("", b"", "")[1]


def _in_a_child(through: str, data: bytes, name: str) -> tuple[str, int, float, int]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _limit()
        os.write(write, _said(through, data, name).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    _child, status, used = os.wait4(child, 0)
    died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return said, used.ru_maxrss, used.ru_utime + used.ru_stime, died


def _said(through: str, data: bytes, name: str) -> str:
    try:
        return THROUGH[through](data, name) if through else ""
    except (Refused, Unreadable) as refused:
        return refused.code
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        return f"raised {type(error).__name__}: {error}"[:300]


def _limit() -> None:
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MOST_MEMORY, now + MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(json.loads(line))) + "\n")
        sys.stdout.flush()
