"""Who is killed, and when: by chance, from a seed."""

import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.drills.browser import Tally

from danvan.host.ports import healthy
from danvan.host.trial import Trial

WEB, BASE = ("portal", "portal worker"), ("postgres", "backend")


@dataclass
class Killer:
    """Kills processes of a running server outright."""

    site: Trial
    tally: Tally
    rng: Random

    def strike(self, *, within: int) -> str:
        """Kill one process amid the next ``within`` requests; say which kind it was."""
        asked = self.tally.asked + self.rng.randint(1, within)
        self.tally.until(lambda: self.tally.asked >= asked, "requests")
        kind = self.rng.choice(WEB if self.rng.random() < 0.75 else BASE)
        self.strike_at(kind)
        return kind

    def strike_at(self, kind: str) -> None:
        """Kill one process of a kind, now or as soon as there is one."""
        pace = threading.Event()
        for _look in range(600):
            # One that was just killed may be serving on while its end is noticed.
            with suppress(OSError):
                if there := self.living(kind):
                    os.kill(self.rng.choice(there), signal.SIGKILL)
                    return
            pace.wait(0.1)
        raise AssertionError(f"no {kind} to kill")

    def living(self, kind: str) -> list[int]:
        """List the processes of one kind, in a fixed order; OSError amid a start."""
        if kind in BASE:
            said = (self.site.data / "postgres/postmaster.pid").read_text().split()
            mains = [int(pid) for pid in said[:1]]
            many = kind == "backend"
        else:
            wanted = f"DANVAN_PROCESS={kind.split()[0]}"
            below = _children(self.site.process.pid)
            mains = [pid for pid in below if wanted in _environment(pid)]
            many = kind == "portal worker"
        return [c for main in mains[:1] for c in _children(main)] if many else mains[:1]

    def until_well(self) -> None:
        """Wait until both addresses answer and one more letter is acknowledged."""
        pace = threading.Event()
        for _look in range(600):
            if all(healthy(self.site.port + n, seconds=20) for n in (0, 1)):
                break
            pace.wait(0.2)
        else:
            raise AssertionError("the server did not come back")
        before = len(self.tally.acknowledged)
        self.tally.until(lambda: len(self.tally.acknowledged) > before, "a letter")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted({int(child) for task in tasks for child in task.read_text().split()})


def _environment(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/environ").read_text("utf-8", "replace").split("\0")
