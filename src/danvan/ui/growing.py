"""A page that grows while long work goes on: no script, nothing kept between.

The work has a thread and a connection of its own. The server may read an answer's
pieces in any thread, and a reader who goes away stops reading: neither may hold
a transaction open, nor end half-way what was begun.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connections
from django.http import StreamingHttpResponse

logger = logging.getLogger(__name__)
T = TypeVar("T")
Tell = Callable[[int], None]

CUT = "<!--grows-here-->"
"""Stands in a page where its pieces come."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How the work ended: what it returned, or what it raised."""

    value: T | None = None
    error: Exception | None = None


def watched(work: Callable[[Tell], T]) -> Iterator[int | Outcome[T]]:
    """Do the work in a thread; yield each count that it tells, then its outcome.

    A count that nobody waited for is passed over for the next. Who stops reading
    leaves the work going on to its end.
    """
    told: queue.SimpleQueue[int | Outcome[T]] = queue.SimpleQueue()
    # A daemon: a server that ends does not wait, and the database takes all back.
    threading.Thread(target=_do, args=(work, told.put), daemon=True).start()
    while True:
        said = told.get()
        while isinstance(said, int) and not told.empty():
            said = told.get()
        yield said
        if isinstance(said, Outcome):
            return


def _do(work: Callable[[Tell], T], put: Callable[[int | Outcome[T]], None]) -> None:
    outcome: Outcome[T]
    try:
        outcome = Outcome(value=work(put))
    except Exception as error:  # noqa: BLE001 - whatever it was, the reader is told
        # Its words may quote what was being stored: its kind alone is logged.
        logger.error("Long work failed: %s", type(error).__name__)
        outcome = Outcome(error=error)
    connections.close_all()
    put(outcome)


def answer(page: str, pieces: Iterable[str]) -> StreamingHttpResponse:
    """Send a page whose ``pieces`` come, as they are ready, where it holds `CUT`."""
    head, mark, foot = page.partition(CUT)
    if not mark:
        raise ValueError("the page does not say where it grows")

    def parts() -> Iterator[str]:
        yield head
        yield from pieces
        yield foot

    response = StreamingHttpResponse(parts())  # fmt: skip # a page, no file # nosemgrep: files-leave-by-the-gate
    response["X-Accel-Buffering"] = "no"  # a proxy must not hold the pieces back
    return response
