"""The processes of the server: each with its own database role."""

import os
import shutil
import signal
import subprocess  # each call says what it runs # nosec B404
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_LOG = 10 * 1024 * 1024
# A process that lived shorter than this may only die again: it waits before the next
# start, from death to death longer, at most so long.
SETTLED_SECONDS = 10.0
LONGEST_PAUSE = 8.0


def web(port: int) -> list[str]:
    """Write the command of one web process."""
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"],
        *["--host", "127.0.0.1", "--port", str(port), "--workers", "2"],
        *["--blocking-threads", "4", "--http", "1", "--log-level", "warning"],
        *["--respawn-failed-workers", "--workers-kill-timeout", "5"],
        "danvan.config.wsgi:application",
    ]


def worker() -> list[str]:
    """Write the command of the job worker."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker"]
    return [*command, "--shutdown-graceful-timeout", "5"]


@dataclass
class Child:
    """One process: started, watched, stopped."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    started: float = 0.0
    early: int = 0  # deaths in a row before it had settled
    due: float | None = None  # dead and seen; when it may be started again
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, its output going to its log."""
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own processes, fixed arguments # nosec B603
                _dying_with_us(self.command),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for the server, which ends its processes.
                start_new_session=True,
            )
        self.started, self.due = time.monotonic(), None

    def ended(self) -> int | None:
        """Give the exit code, None while it runs."""
        if self.process and _over(self.process, 0):
            _bury(self.process)
        return self.process.returncode if self.process else None

    def put_off(self) -> float:
        """Set when a dead process is due again; give the pause in seconds."""
        now = time.monotonic()
        self.early = 0 if now - self.started > SETTLED_SECONDS else self.early + 1
        pause = min(2.0 ** (self.early - 1), LONGEST_PAUSE) if self.early else 0.0
        self.due = now + pause
        return pause

    def end(self) -> None:
        """Ask it to end."""
        if self.process and self.ended() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end, at most that long; then nobody of its group lives on."""
        if self.process:
            _over(self.process, seconds)
            _bury(self.process)

    def last_words(self) -> str:
        """Give the end of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-15:])


def _over(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Say whether it ended, after waiting at most ``seconds``; leave it unburied."""
    deadline = time.monotonic() + seconds
    while process.returncode is None:
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def _bury(process: subprocess.Popen[bytes]) -> None:
    """End what is left of its group and take its exit code, in this order.

    The workers of a web process that was killed would serve on, and outlive the
    server. Until its code is taken its number, and the group's, is nobody else's.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _dying_with_us(command: Sequence[str]) -> list[str]:
    """Let the kernel end the process if the server is killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
