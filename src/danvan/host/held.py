"""One server for one data directory: a lock that dies with its holder."""

import fcntl
import os
from pathlib import Path

from danvan.host.failure import HostError


class Held:
    """The data directory, held by this process for as long as it lives."""

    def __init__(self, data: Path) -> None:
        """Take the directory; raises HostError naming the server that holds it."""
        path = data / "lock"
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = path.read_text("utf-8").strip()
            os.close(self._handle)
            raise HostError(f"A server already runs on {data}: {holder}.") from None
        self.say(f"process {os.getpid()}")

    def say(self, what: str) -> None:
        """Write down what others are told about the holder."""
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, what.encode(), 0)

    def release(self) -> None:
        """Give the directory free."""
        os.close(self._handle)
