"""The folder in which backups gather: who writes there, what is kept, what fits."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from danvan.host.backups import manifest
from danvan.host.backups.checks import FILES, POSTGRES
from danvan.host.backups.copies import amount, size_of
from danvan.host.failure import HostError

PREFIX, PARTIAL, REMOVED = "danvan-", ".partial", ".removed"
SPARE = 64 * 1024**2  # bytes: write-ahead log that comes while the copy is taken


def prune(folder: Path, newest: Path, keep: int) -> list[Path]:
    """Remove this site's oldest backups of the kind of ``newest``; keep ``keep``.

    The newest is never removed, whatever ``keep`` says. Returns what is gone.
    """
    like = manifest.read(newest)
    with held(folder):
        ours = [newest]
        for path in sorted(folder.glob(f"{PREFIX}*")):
            with suppress(HostError):
                other = manifest.read(path)
                if path != newest and (other.kind, other.keys) == (
                    like.kind,
                    like.keys,
                ):
                    ours.insert(-1, path)
        gone = ours[: -max(keep, 1)]
        for path in gone:
            # Renamed first: what is half removed must not look whole.
            path = path.rename(path.with_name(path.name + REMOVED))
            shutil.rmtree(path)
    return gone


def told_size(backup: Path) -> str:
    """Say how much a backup holds, for a person."""
    listed = manifest.read(backup).files
    files = sum(name.startswith(f"{FILES}/") for name in listed)
    return f"{files} files, {amount(size_of(backup))}"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder of backups; raises HostError while another backup is written."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise HostError(f"Another backup is being written in {folder}.") from None
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what was broken off; we hold the folder, so nobody works on it."""
    for suffix in (PARTIAL, REMOVED):
        for path in folder.glob(f"{PREFIX}*{suffix}"):
            shutil.rmtree(path)


def check_folder(folder: Path, data: Path) -> None:
    """Raise HostError unless backups of ``data`` can be written in the folder."""
    if not folder.is_dir():
        raise HostError(
            f"The folder {folder} is not there. Is the disk plugged in? Otherwise "
            f"make it: mkdir {folder}"
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise HostError(f"This user may not write in {folder}; give it the right.")
    inside = folder.resolve()
    if any(inside.is_relative_to(data.resolve() / n) for n in (FILES, POSTGRES)):
        raise HostError(f"{folder} lies within what is copied; name another folder.")


def check_space(folder: Path, data: Path) -> None:
    """Raise HostError where a backup of ``data`` would not fit."""
    needed = size_of(data / POSTGRES, data / FILES) + SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise HostError(
            f"The backup needs {amount(needed)}, {folder} has {amount(free)} free. Take "
            f"a larger disk, or remove an old backup there (--keep N does it by itself)."
        )
