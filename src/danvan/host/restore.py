"""Give a backup back: checked first, laid out beside, started, proved, then moved in.

Nothing of what stands is overwritten. Until the last name is moved the folder
``restoring`` stands in the data directory, and no server starts on it.
"""

import datetime
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from danvan.host.backups import book, checks, keys, manifest, proving
from danvan.host.backups.checks import ANCHORS, FILES, POSTGRES
from danvan.host.backups.copies import (
    Progress,
    Told,
    amount,
    copy,
    files_below,
    sync_folder,
)
from danvan.host.backups.folder import PARTIAL, PREFIX, REMOVED, SPARE
from danvan.host.backups.manifest import Manifest
from danvan.host.failure import HostError
from danvan.host.held import Held
from danvan.host.secrets import write_private

RESTORING = "restoring"
MOVED = (FILES, ANCHORS, POSTGRES)
# What stands of another database goes aside with it.
STANDING = (*MOVED, "environment", "rollup", book.NAME)


@dataclass(frozen=True)
class Found:
    """A backup that was looked through, and the keys that open it."""

    place: Path
    manifest: Manifest
    keys: Mapping[str, str]


def find(folder: Path) -> Path:
    """Return the backup that is meant: ``folder`` itself, or the newest whole in it.

    Raises HostError where there is none.
    """
    if folder.suffix in (PARTIAL, REMOVED):
        raise HostError(f"{folder} was broken off before it was whole; take another.")
    if folder.name.startswith(PREFIX) or (folder / manifest.LIST).exists():
        return folder
    if not folder.is_dir():
        raise HostError(f"The folder {folder} is not there. Is the disk plugged in?")
    names = sorted(folder.glob(f"{PREFIX}*"))
    whole = [p for p in names if p.suffix not in (PARTIAL, REMOVED)]
    if not whole:
        broken = f" {len(names)} were broken off before they were whole." * bool(names)
        raise HostError(f"No backup lies in {folder}.{broken}")
    return whole[-1]


def look_through(place: Path, data: Path, *, secrets: Path | None, told: Told) -> Found:
    """Check a backup to the byte, and that we have its keys; touches nothing.

    The keys are those in the file ``secrets``, else those of ``data``. Raises
    HostError that names what is broken, what is missing, and the cure.
    """
    told(f"Checking {place}")
    whole = checks.whole(place, None, told)
    held = keys.read(secrets) if secrets else keys.of(data)
    keys.check(held, whole.keys, secrets or data / "secrets")
    if not manifest.sealed_by(place, held["journal"].strip()):
        raise HostError(
            f"{place} was changed by somebody who does not have this site's keys: the "
            f"seal of its list does not hold. Take another backup, and tell whoever "
            f"checks the journal."
        )
    return Found(place, whole, held)


def prove(found: Found, data: Path, *, now: datetime.datetime, told: Told) -> None:
    """Restore into a passing directory within ``data``, prove it, and remove it."""
    _check_space(data, found.manifest)
    passing = Path(tempfile.mkdtemp(dir=data, prefix="checking-"))
    try:
        _lay_out(found, passing, told)
        proving.prove(passing, found.manifest, told)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    book.note(data, book.CHECKED, at=now, place=found.place)


def restore(
    found: Found, data: Path, *, replace: bool, now: datetime.datetime, told: Told
) -> Path | None:
    """Restore into ``data``; return where what stood there went, if anything did.

    Raises HostError where a server runs on it or something stands in it, unless
    ``replace``: then that is moved aside, and kept.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = Held(data)
    try:
        _refuse_occupied(data, found, replace=replace)
        _check_space(data, found.manifest)
        into = data / RESTORING
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(mode=0o700)
        _lay_out(found, into, told)
        proving.prove(into, found.manifest, told)
        os.sync()  # once for all, not file by file
        aside = _move_in(into, data, found, now)
    finally:
        held.release()
    book.note(data, book.CHECKED, at=now, place=found.place)
    return aside


def _lay_out(found: Found, into: Path, told: Told) -> None:
    """Copy everything, and check each file on its way against the lists."""
    told(f"Copying {amount(found.manifest.bytes)}")
    (into / "secrets").mkdir(mode=0o700)
    for name, text in found.keys.items():
        write_private(into / "secrets" / name, text)
    progress = Progress(told, "Copied", found.manifest.bytes)
    (into / FILES).mkdir(mode=0o700)
    for name, source in files_below(found.place):
        if name in (manifest.LIST, manifest.SUM, manifest.SEAL):
            continue
        target = into / name
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, parents=True)
        size, sha256 = copy(source, target)
        if found.manifest.files.get(name, (size, sha256)) != (size, sha256):
            raise HostError(f"{source} changed while it was read. Is the disk sound?")
        progress.add(size)
    if found.manifest.kind == manifest.WHOLE:
        _make_empty_folders(found.place / POSTGRES, into / POSTGRES)


def _make_empty_folders(source: Path, target: Path) -> None:
    # PostgreSQL needs its empty folders, which hold no file that was copied.
    for path in sorted(p for p in source.rglob("*") if p.is_dir()):
        (target / path.relative_to(source)).mkdir(
            mode=0o700, parents=True, exist_ok=True
        )
    for path in (target, *(p for p in target.rglob("*") if p.is_dir())):
        path.chmod(0o700)


def _refuse_occupied(data: Path, found: Found, *, replace: bool) -> None:
    stands = [n for n in MOVED if (data / n).exists() and not _is_empty(data / n)]
    if stands and not replace:
        raise HostError(
            f"{data} is not empty: {', '.join(stands)}. Restore into another directory "
            f"(--data DIR), or let what stands there be moved aside: --replace."
        )
    own = keys.of(data)
    if own and keys.marks(own) != found.manifest.keys and not replace:
        raise HostError(
            f"{data / 'secrets'} holds keys of another site. Restore into another "
            f"directory (--data DIR), or let them be moved aside: --replace."
        )


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _check_space(data: Path, found: Manifest) -> None:
    needed = found.bytes + SPARE
    free = shutil.disk_usage(data).free
    if free < needed:
        raise HostError(
            f"The copy needs {amount(needed)}, {data} has {amount(free)} free. Make "
            f"room there, or restore into a directory on a larger disk: --data DIR."
        )


def _move_in(
    into: Path, data: Path, found: Found, now: datetime.datetime
) -> Path | None:
    """Move what stands aside and the copy in, the database last."""
    standing = [n for n in STANDING if (data / n).exists()]
    if keys.of(data) and keys.marks(keys.of(data)) != found.manifest.keys:
        standing.append("secrets")
    filled = [n for n in standing if not _is_empty(data / n)]
    aside = data / f"replaced-{now:%Y%m%d-%H%M%S}"
    if standing:
        aside.mkdir(mode=0o700)
    for name in standing:
        os.rename(data / name, aside / name)
    moved = ["secrets"] if not (data / "secrets").exists() else []
    for name in (*moved, *MOVED):
        if (into / name).exists():
            os.rename(into / name, data / name)
    sync_folder(data)
    shutil.rmtree(into)
    sync_folder(data)
    if standing and not filled:
        shutil.rmtree(aside)
    return aside if filled else None
