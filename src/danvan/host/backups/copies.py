"""Copy files and sum them up in one reading; say how far long work is."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Told = Callable[[str], None]

_PIECE = 1024 * 1024
QUIET_SECONDS = 2.0  # shorter work needs no word in between


@dataclass
class Progress:
    """Tells how far a piece of work is, every few seconds and never twice the same."""

    told: Told
    what: str
    total: int
    done: int = 0
    _last: float = field(default_factory=time.monotonic)
    _said: int = 0

    def add(self, amount: int) -> None:
        """Count more of the work as done; ``amount`` in the unit of ``total``."""
        self.reach(self.done + amount)

    def reach(self, done: int) -> None:
        """Say that so much is done by now."""
        self.done = done
        share = 100 * done // max(self.total, 1)
        if share > self._said and time.monotonic() - self._last > QUIET_SECONDS:
            self.told(f"{self.what}: {min(share, 99)} %")
            self._said, self._last = share, time.monotonic()


def digest(path: Path) -> str:
    """Sum up a file by SHA-256, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file for its owner alone; return its size in bytes and its SHA-256.

    It is on the disk after the next sync, of which many copies need one. Raises OSError (space, right, absent).
    """
    seen, size = hashlib.sha256(), 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with (
        source.open("rb") as coming,
        os.fdopen(os.open(target, flags, 0o600), "wb") as going,
    ):
        while piece := coming.read(_PIECE):
            seen.update(piece)
            going.write(piece)
            size += len(piece)
    return size, seen.hexdigest()


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file below a folder with its path from there, sorted, links too."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(folder).as_posix(), path


def size_of(*folders: Path) -> int:
    """Add up the sizes of the files below, in bytes; what vanishes meanwhile is 0."""
    total = 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    total += os.lstat(os.path.join(place, name)).st_size
                except FileNotFoundError:
                    continue
    return total


def sync_folder(path: Path) -> None:
    """Put the names in a folder on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def amount(size: int) -> str:
    """Write a number of bytes for a person.

    >>> amount(3 * 1024**3), amount(5 * 1024**2 + 1), amount(12)
    ('3.0 GiB', '5.0 MiB', '0.0 MiB')
    """
    if size >= 1024**3:
        return f"{size / 1024**3:.1f} GiB"
    return f"{size / 1024**2:.1f} MiB"
