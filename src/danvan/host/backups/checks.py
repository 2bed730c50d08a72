"""Hold a backup against its lists, to the byte, before anything is done with it."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from danvan.host.backups import database, manifest
from danvan.host.backups.copies import Progress, Told, files_below
from danvan.host.backups.manifest import Manifest
from danvan.host.binaries import binaries
from danvan.host.failure import HostError
from danvan.host.system import run_as

FILES, ANCHORS, POSTGRES = "files", "journal-anchors.jsonl", "postgres"
NAMED = 12  # faults that are told; who knows so many need not know the rest


def whole(backup: Path, user: str | None, told: Told) -> Manifest:
    """Return the list of a backup that is whole and that we can read.

    Raises HostError naming every file that is not as it was written.
    """
    found = manifest.read(backup)
    _check_release(found)
    if wrong := list(_faults(backup, found, user, told)):
        more = len(wrong) - NAMED
        named = [*wrong[:NAMED], *([f"and {more} more"] if more > 0 else [])]
        raise HostError(
            f"{backup} is broken; take another backup of it, or another disk:\n"
            + "\n".join(f"  {fault}" for fault in named)
        )
    return found


def _faults(
    backup: Path, found: Manifest, user: str | None, told: Told
) -> Iterator[str]:
    progress = Progress(told, "Checked", found.bytes)
    broken = False
    for name, (size, sha256) in sorted(found.files.items()):
        if fault := database.fault_of(backup / name, size, sha256):
            broken |= name == f"{POSTGRES}/{database.THEIR_LIST}"
            yield f"{name} {fault}"
        progress.add(size)
    for name, _path in files_below(backup / FILES):
        if f"{FILES}/{name}" not in found.files:
            yield f"{FILES}/{name} does not belong to the backup"
    if found.kind == manifest.WHOLE and not broken:
        postgres = backup / POSTGRES
        yield from database.faults(postgres, binaries(user), user, progress)


def _check_release(found: Manifest) -> None:
    """Raise HostError for a backup of another PostgreSQL than ours."""
    if found.kind != manifest.WHOLE:
        return
    ours = postgres_version()
    if found.postgres.split(".")[0] != ours.split(".")[0]:
        raise HostError(
            f"The backup is of PostgreSQL {found.postgres}, this machine runs {ours}. "
            f"Install Dân Vận {found.version}, which wrote it, restore there, and go "
            f"on to release {version('danvan')} from there."
        )


def postgres_version(user: str | None = None) -> str:
    """Give the version of the embedded PostgreSQL: 18.4."""
    said = run_as(user, [binaries(user) / "postgres", "--version"]).stdout
    return said.split()[-1] if said.split() else ""
