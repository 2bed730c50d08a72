"""What a running server holds: memory, descriptors, threads, connections, files."""

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLES = ("danvan_office", "danvan_portal", "danvan_owner")
# Of a process that shares memory the shared part is not counted: PostgreSQL's buffers
# fill up to what its settings give them, which is no growth.
# Nor are its descriptors counted: it keeps tables open up to a number of its own.
DATABASE = "database"
COUNTED = ("Pss_Anon", "Pss_File")
_CONNECTIONS = (
    "SELECT usename, state, count(*) FROM pg_stat_activity"
    " WHERE usename = ANY (%s) AND pid <> pg_backend_pid() GROUP BY 1, 2"
)
_LOCKED = (
    "SELECT count(*) FROM pg_stat_activity WHERE usename = ANY (%s)"
    " AND pid <> pg_backend_pid() AND (state <> 'idle' OR wait_event_type = 'Lock')"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look; maps go from the name of a process, or of a role, to a number."""

    at: float  # seconds since the watch began
    memory: Mapping[str, int]  # bytes
    descriptors: Mapping[str, int]
    threads: Mapping[str, int]
    connections: Mapping[str, int]  # of each role, in any state
    held: int  # connections in a transaction or waiting for a lock
    passing: int  # files in the temporary folder
    ids: frozenset[int]  # of the processes that are ours to start, without PostgreSQL


class Watch:
    """Looks at processes and at their database, from outside.

    ``processes`` lists name and id of each; several may have one name and are summed.
    ``passing`` is their temporary folder, and nobody else's (``TMPDIR``).
    """

    def __init__(
        self, url: str, processes: Callable[[], list[tuple[str, int]]], passing: Path
    ) -> None:
        self._db = psycopg.connect(url, autocommit=True)
        self._processes, self._passing = processes, passing
        self._began = time.monotonic()

    def close(self) -> None:
        """Look no more."""
        self._db.close()

    def look(self) -> Sample:
        """Take a sample."""
        memory, descriptors = Counter[str](), Counter[str]()
        threads, ids = Counter[str](), set()
        for name, pid in self._processes():
            with contextlib.suppress(OSError):  # it ended just now
                memory[name] += memory_of(pid)
                if name != DATABASE:
                    descriptors[name] += len(os.listdir(f"/proc/{pid}/fd"))
                threads[name] += len(os.listdir(f"/proc/{pid}/task"))
                ids |= set() if name == DATABASE else {pid}
        return Sample(
            at=time.monotonic() - self._began,
            memory=memory,
            descriptors=descriptors,
            threads=threads,
            connections=self._connections(),
            held=self.held(),
            passing=sum(path.is_file() for path in self._passing.rglob("*")),
            ids=frozenset(ids),
        )

    def held(self) -> int:
        """Count the connections that are in a transaction or wait for a lock."""
        row = self._db.execute(_LOCKED, [list(ROLES)]).fetchone()
        return int(row[0]) if row else 0

    def at_rest(
        self, calm: Callable[[Sample], bool] = lambda _: True, seconds: float = 60.0
    ) -> Sample:
        """Wait until nobody works any more and it is calm, at most so long; then look."""
        deadline = time.monotonic() + seconds
        while (sample := self.look()).held or not calm(sample):
            if time.monotonic() > deadline:
                break
            time.sleep(0.2)
        return sample

    def _connections(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for role, _state, count in self._db.execute(_CONNECTIONS, [list(ROLES)]):
            found[role] += count
        return found


def memory_of(pid: int) -> int:
    """Return the bytes that a process alone holds, its share of common pages added."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line[:20])
    return sum(1024 * int(lines[name].split()[0]) for name in COUNTED)
