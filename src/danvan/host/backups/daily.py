"""The server's own backup: when the last is a day old, one more.

The server asks every now and then rather than at an hour of the clock: the computer
of an office sleeps at night. Its supervisor starts the command, because no process
that serves people knows how to read the whole database.
"""

import datetime
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from danvan.host.backups import book
from danvan.host.children import Child
from danvan.host.failure import HostError

EVERY = datetime.timedelta(days=1)
# After a start people wait for their pages; and what failed will fail again at once.
FIRST_SECONDS, AGAIN_SECONDS = 300.0, 3600.0


def keep(said: str) -> int:
    """Read how many backups are kept; raises HostError for what is no such number."""
    if said.strip().isdecimal() and int(said) > 0:
        return int(said)
    raise HostError(f"DANVAN_BACKUP_KEEP takes a number from 1 on, not {said!r}.")


def command(keep: int, *, files_only: bool) -> list[str]:
    """Write the command of one backup; the folder stands in its environment."""
    command = [sys.executable, "-m", "danvan.config.manage", "backup"]
    return [*command, "--keep", str(keep), *(["--files-only"] if files_only else [])]


@dataclass
class Daily:
    """Backups of ``data``, started when they are due."""

    data: Path
    child: Child
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    next_look: float = field(default=0.0)
    running: bool = False

    def __post_init__(self) -> None:
        self.next_look = self.clock() + FIRST_SECONDS

    def look(self, now: datetime.datetime) -> None:
        """Start a backup if one is due; tell when the last one failed."""
        if self.running:
            self._await_end()
        elif self.clock() >= self.next_look:
            since = book.age(self.data, book.MADE, now=now)
            self.next_look = self.clock() + AGAIN_SECONDS
            if since is None or since >= EVERY:
                self.child.start()
                self.running = True

    def _await_end(self) -> None:
        code = self.child.ended()
        if code is None:
            return
        self.running = False
        if code:
            last = self.child.last_words().strip().splitlines()[-1:]
            self.say(f"The backup failed; once more in an hour. {''.join(last)}")


def child(
    environment: Mapping[str, str], log: Path, keep: int, *, files_only: bool
) -> Child:
    """Give the process of a backup, not started yet."""
    return Child("backup", command(keep, files_only=files_only), environment, log)
