"""The folder of the database's socket: short enough, and shut to others."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from danvan.host.failure import HostError
from danvan.host.system import ids, make_folder

# The kernel takes 107 bytes for a socket's path; its name and lock need some.
LONGEST = 85


def socket_folder(data: Path, user: str | None) -> Path:
    """Name the folder: in the data directory, or a short one when that is too long."""
    inside = data / "run"
    if len(os.fsencode(inside)) <= LONGEST:
        return inside
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"danvan-{ids(user)[0]}-{mark}"


def make_socket_folder(data: Path, user: str | None) -> Path:
    """Make the folder for ``user`` alone.

    Raises HostError if someone else holds that name, or if others may enter.
    """
    folder = socket_folder(data, user)
    make_folder(folder, user)
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not private or found.st_uid != ids(user)[0]:
        raise HostError(f"{folder} is not a folder of ours alone; remove it.")
    return folder
