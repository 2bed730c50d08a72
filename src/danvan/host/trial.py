"""A server to try things on: the real one, on passing data and free ports."""

import atexit
import os
import random
import re
import signal
import socket
import subprocess  # each call says what it runs # nosec B404
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from danvan.host import secrets
from danvan.host.failure import HostError
from danvan.host.ports import LOOPBACK, address

_LOGIN = re.compile(r"^  (?P<username>\S+) +(?P<label>\S.*)$")
READY = "Ctrl-C stops everything."
_PORTS = range(21_000, 31_000, 2)


class Trial:
    """A running server; ``logins`` maps user name to post."""

    def __init__(
        self,
        data: Path,
        *,
        demo: bool = True,
        port: int = 0,
        database: str = "",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Start it and wait until it is ready; raises HostError with what it said.

        ``database`` is an owner's address to use instead of the embedded one;
        ``settings`` are variables of the environment (``DANVAN_…``).
        """
        chosen = {"DATABASE_URL": database} if database else {}
        self.data = data
        self.port = port or free_pair()
        self.portal, self.office = address(self.port), address(self.port + 1)
        self.logins: dict[str, str] = {}
        self.said: list[str] = []
        command = [sys.executable, "-m", "danvan.host.server"]
        command += ["--port", str(self.port), "--data", str(data)]
        command += [] if demo else ["--no-demo"]
        self.process = subprocess.Popen(  # noqa: S603 - our own server, fixed arguments # nosec B603
            command,
            env=clean_environment() | chosen | dict(settings or {}),
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listen()

    @property
    def password(self) -> str:
        """Give the password of all demonstration logins."""
        return secrets.read(self.data, secrets.DEMONSTRATION)

    @property
    def passphrase(self) -> str:
        """Give the passphrase of the demonstration's key holders."""
        return secrets.read(self.data, secrets.PHRASE)

    def _listen(self) -> None:
        assert self.process.stderr is not None  # noqa: S101 - for the type checker: we asked for a pipe # nosec B101
        for line in self.process.stderr:
            self.said.append(line.rstrip())
            if login := _LOGIN.match(self.said[-1]):
                self.logins[login["username"]] = login["label"]
            if self.said[-1] == READY:
                return
        self.process.wait()
        self.process.stderr.close()
        raise HostError("\n".join(self.said))

    def stop(self) -> int:
        """Stop it as Ctrl-C does; give its exit code."""
        return self._end(signal.SIGINT)

    def kill(self) -> None:
        """End its first process outright, as a machine does that runs out of memory."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        code = self.process.wait(60)
        if self.process.stderr:
            self.process.stderr.close()
        return code


def free_pair() -> int:
    """Give a port that is free together with the next one, and stays ours.

    A server that is filled first listens minutes later, so the pair is kept from other
    trials as long as this process lives, and lies below the ports that the kernel
    gives to whoever asks for any.
    """
    for port in random.SystemRandom().sample(_PORTS, len(_PORTS)):
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0danvan-trial-{port}")
            with socket.socket() as first, socket.socket() as second:
                first.bind((LOOPBACK, port))
                second.bind((LOOPBACK, port + 1))
        except OSError:
            mark.close()
        else:
            atexit.register(mark.close)
            return port
    raise HostError("No two ports beside each other are free.")


def clean_environment() -> dict[str, str]:
    """Give the environment without what names another database or other data."""
    return {
        k: v
        for k, v in os.environ.items()
        if k != "DATABASE_URL" and not k.startswith("DANVAN_")
    }
