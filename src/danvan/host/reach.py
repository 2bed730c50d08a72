"""Copies that the service user can reach, when it cannot reach the originals.

A clone in /root, or an interpreter there, is shut to the service user. Files are
linked where the file system allows it, so a copy costs no space and little time.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from danvan.host.system import SERVICE_HOME

LIBRARY = SERVICE_HOME / "lib"
Skip = Callable[[Path], bool]


def keep_all(path: Path) -> bool:
    """Skip nothing."""
    return False


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file: one process of the machine at a time."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def reachable(
    name: str,
    trees: dict[str, Path],
    skip: Skip = keep_all,
    finish: Callable[[Path], None] | None = None,
) -> Path:
    """Give the folder ``LIBRARY/name`` that holds a copy of each tree.

    ``trees`` maps a relative name to its source, ``finish`` adds to the copy;
    ``name`` carries the version, so a copy that stands is never looked at again.
    Half a copy is never seen.
    """
    target = LIBRARY / name
    if target.is_dir():
        os.utime(target)
        return target
    LIBRARY.mkdir(mode=0o755, exist_ok=True)
    LIBRARY.chmod(0o755)
    with locked(LIBRARY / ".lock"):
        if target.is_dir():
            return target
        making = Path(tempfile.mkdtemp(dir=LIBRARY, prefix=".making-"))
        making.chmod(0o755)
        for relative, source in trees.items():
            copy_tree(source, making / relative, skip)
        if finish:
            finish(making)
        making.rename(target)
    return target


def hold(copy: Path) -> None:
    """Keep this copy while this process lives, also when it becomes another program."""
    handle = os.open(copy, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    os.set_inheritable(handle, True)


def prune(shape: str, *, unused_since: float) -> None:
    """Remove the copies of that shape which nobody holds or lately took.

    ``unused_since`` is a time in seconds, as of files.
    """
    for copy in LIBRARY.glob(shape):
        handle = os.open(copy, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            if copy.stat().st_mtime < unused_since:
                shutil.rmtree(copy, ignore_errors=True)
        finally:
            os.close(handle)


def copy_tree(source: Path, target: Path, skip: Skip = keep_all) -> None:
    """Copy a tree by links, open for reading to everyone."""
    _make_open(target)
    for entry in os.scandir(source):
        path, to = Path(entry.path), target / entry.name
        if skip(path):
            continue
        if entry.is_symlink():
            to.symlink_to(path.readlink())
        elif entry.is_dir():
            copy_tree(path, to, skip)
        else:
            copy_file(path, to)


def copy_file(source: Path, target: Path) -> None:
    """Link a file; copy it where a link is impossible or would be unreadable."""
    mode = stat.S_IMODE(source.stat().st_mode)
    wanted = mode | 0o444 | (0o111 if mode & 0o100 else 0)
    if mode == wanted:
        try:
            os.link(source, target)
        except OSError:
            pass
        else:
            return
    shutil.copy2(source, target)
    target.chmod(wanted)


def _make_open(folder: Path) -> None:
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    for path in reversed(missing):
        path.mkdir()
        path.chmod(0o755)
