"""Watch the processes of the server until it is told to stop."""

import select
import signal
import socket
import time
from collections.abc import Callable, Sequence

from danvan.host.children import Child
from danvan.host.databases import Database
from danvan.host.failure import HostError, NotDurable
from danvan.host.ports import healthy

STOP = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
GRACE_SECONDS = 10.0
LOOK_SECONDS = 2.0


class Signals:
    """Signals as something to wait for: none is lost between two looks."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno())
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)

    def stop_asked(self, seconds: float) -> bool:
        """Wait for a signal, at most ``seconds``; say whether one means stop."""
        ready, _, _ = select.select([self._read], [], [], seconds)
        return bool(ready) and any(n in STOP for n in self._read.recv(64))


def until_healthy(
    ports: Sequence[int], children: Sequence[Child], signals: Signals, seconds: float
) -> bool:
    """Wait until every port answers; False when told to stop meanwhile.

    Raises HostError if a process ends or the time is over.
    """
    deadline = time.monotonic() + seconds
    waiting = list(ports)
    while waiting:
        for child in children:
            if child.ended() is not None:
                raise HostError(_obituary(child))
        if time.monotonic() > deadline:
            words = "\n".join(child.last_words() for child in children)
            raise HostError(f"Not ready after {seconds:.0f} seconds.\n{words}")
        waiting = [port for port in waiting if not healthy(port)]
        if signals.stop_asked(0.1 if waiting else 0):
            return False
    return True


def watch(
    children: Sequence[Child],
    database: Database,
    signals: Signals,
    say: Callable[[str], None],
    look: Callable[[], None] = lambda: None,
) -> None:
    """Return when told to stop; start again what dies, as often as it dies, and
    ``look`` what is due.

    What dies again at once waits longer each time, and the others serve meanwhile: a
    database that recovers, or a memory that was full, is well again by itself.
    Raises NotDurable when the database would lose what it acknowledges.
    """
    while not signals.stop_asked(_pause(children)):
        look()
        if not database.alive():
            _revive(database, say)
        for child in children:
            if (code := child.ended()) is None:
                continue
            if child.due is None:
                pause = child.put_off()
                when = f" in {pause:.0f} s" if pause else ""
                say(f"{child.name} ended ({code}); starting it again{when}.")
            if child.due is not None and child.due <= time.monotonic():
                child.start()


def _pause(children: Sequence[Child]) -> float:
    """Give how long nothing need be looked at, in seconds."""
    now = time.monotonic()
    waiting = [child.due - now for child in children if child.due is not None]
    return max(0.0, min([LOOK_SECONDS, *waiting]))


def _revive(database: Database, say: Callable[[str], None]) -> None:
    say("PostgreSQL ended; starting it again.")
    try:
        database.start()
    except NotDurable:
        raise
    except HostError as error:
        say(f"{error}\nPostgreSQL is tried again.")
    else:
        say("PostgreSQL is back.")


def stop(children: Sequence[Child]) -> None:
    """End all processes; those that do not obey are killed."""
    for child in children:
        child.end()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait(max(0.1, deadline - time.monotonic()))


def _obituary(child: Child) -> str:
    return f"{child.name} ended ({child.ended()}).\n{child.last_words()}"
