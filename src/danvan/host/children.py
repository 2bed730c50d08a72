"""The processes of the server: each with its own database role."""

import os
import shutil
import signal
import subprocess  # each call says what it runs # nosec B404
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_LOG = 10 * 1024 * 1024
# A process that lived shorter than this would only die again.
SETTLED_SECONDS = 10.0


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
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """Give the exit code, None while it runs."""
        return self.process.poll() if self.process else None

    def settled(self) -> bool:
        """Say whether it had lived long enough to be worth another start."""
        return time.monotonic() - self.started > SETTLED_SECONDS

    def end(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; after that many seconds, end its whole group."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        """Give the end of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-15:])


def _dying_with_us(command: Sequence[str]) -> list[str]:
    """Let the kernel end the process if the server is killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
