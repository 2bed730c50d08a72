"""Files on disk: written whole or not at all, readable by nobody else."""

import os
import uuid
from pathlib import Path

from django.conf import settings

_UNFINISHED = ".part"


def folder() -> Path:
    """Return the folder of the files, made at first use (mode 700)."""
    path = Path(settings.FILES_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(file_id: uuid.UUID) -> Path:
    """Return where the file of that id lies."""
    return Path(settings.FILES_DIR) / str(file_id)


def write(file_id: uuid.UUID, data: bytes) -> None:
    """Write ``data`` so that it survives the loss of power, or leave nothing.

    The name appears only when the content is on the disk. Raises OSError
    (no space, no right).
    """
    target = folder() / str(file_id)
    unfinished = target.with_suffix(_UNFINISHED)
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def left_over(before: float) -> dict[Path, uuid.UUID | None]:
    """Return the files last written before ``before`` (seconds since 1970).

    The value is the id the name stands for, None for an unfinished file.
    Names that are not ours are left alone.
    """
    found: dict[Path, uuid.UUID | None] = {}
    for path in folder().iterdir():
        file_id = _id_of(path.stem)
        if file_id and path.suffix in {"", _UNFINISHED} and _written(path) < before:
            found[path] = None if path.suffix else file_id
    return found


def _id_of(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # moved into place since the folder was listed
        return float("inf")
