"""Take a backup of a data directory: database, files, anchors; never the keys.

It is written into NAME.partial and gets its name when everything in it was read back
and found as it was sent, so that half a backup never looks like one.

The order loses nothing. Anchors first: they may not know more of the journal than the
database in the copy. Then the database, then the files: a file is on the disk before
its row is in the database, and no file that was stored ever changes.
"""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from danvan.host.backups import asked, book, checks, database, keys, manifest
from danvan.host.backups.checks import ANCHORS, FILES, POSTGRES
from danvan.host.backups.copies import (
    Progress,
    Told,
    amount,
    copy,
    digest,
    size_of,
    sync_folder,
)
from danvan.host.backups.folder import (
    PARTIAL,
    PREFIX,
    check_folder,
    check_space,
    held,
    sweep,
)
from danvan.host.backups.manifest import Entry, Manifest
from danvan.host.failure import HostError
from danvan.host.held import Held
from danvan.host.postgres import Cluster
from danvan.host.system import make_folder


@dataclass
class Copying:
    """One backup on its way, and what is known of it so far."""

    data: Path
    target: Path
    told: Told
    cluster: Cluster | None  # None: the database is somebody else's
    listed: dict[str, Entry] = field(default_factory=dict)
    named: dict[str, Entry] = field(default_factory=dict)  # files that rows name
    journal: dict[str, tuple[int, str]] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)

    @property
    def user(self) -> str | None:
        """Whom the database runs as, when not as we."""
        return self.cluster.user if self.cluster else None


def take(
    data: Path,
    folder: Path,
    *,
    cluster: Cluster | None,
    now: datetime.datetime,
    clock: Callable[[], datetime.datetime],
    told: Told,
) -> Path:
    """Make a backup of ``data`` in ``folder``; return where it is.

    ``cluster`` None: of the files alone. ``now`` names it; ``clock`` tells when it
    was done. Raises HostError with the cure, and OSError of the disk.
    """
    check_folder(folder, data)
    with held(folder):
        sweep(folder)
        check_space(folder, data)
        target = folder / f"{PREFIX}{now:%Y%m%d-%H%M%S}{PARTIAL}"
        done = target.with_suffix("")
        make_folder(target, cluster.user if cluster else None)
        try:
            with _running(cluster):
                copying = Copying(data, target, told, cluster)
                for part in PARTS:
                    part(copying)
                _list(copying, now, clock())
            os.sync()  # once for all, not file by file
            told("Reading everything back")
            checks.whole(target, copying.user, told)
            target.rename(done)
            sync_folder(folder)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
    book.note(data, book.MADE, at=now, place=done)
    return done


def _anchors(copying: Copying) -> None:
    """Copy the heads that were written down, and read those of this moment."""
    if copying.cluster:
        with asked.asking(copying.cluster) as db:
            copying.journal = asked.heads(db)
            copying.migrations = asked.migrations(db)
            copying.named = asked.stored(db)
    if (copying.data / ANCHORS).exists():
        copying.listed[ANCHORS] = copy(copying.data / ANCHORS, copying.target / ANCHORS)


def _database(copying: Copying) -> None:
    """Copy the database, and list what its own list leaves out."""
    if not copying.cluster:
        return
    copying.told("Copying the database")
    target = copying.target / POSTGRES
    database.take(copying.cluster, target, copying.told)
    with asked.asking(copying.cluster) as db:
        copying.named |= asked.stored(db)
    for name, path in database.beside_the_list(target):
        size = path.stat().st_size
        copying.listed[f"{POSTGRES}/{name}"] = (size, digest(path))


def _files(copying: Copying) -> None:
    """Copy the stored files; those that are not whole yet belong to no row."""
    source, target = copying.data / FILES, copying.target / FILES
    make_folder(target, None)
    found = sorted(p for p in source.glob("*") if p.is_file() and not p.suffix)
    copying.told(f"Copying {len(found)} files, {amount(size_of(source))}")
    progress = Progress(copying.told, "Files", len(found))
    for path in found:
        # Taken away since: a letter that left for the vault, or one never sent.
        with suppress(FileNotFoundError):
            copying.listed[f"{FILES}/{path.name}"] = copy(path, target / path.name)
        progress.add(1)
    sync_folder(target)


PARTS: tuple[Callable[[Copying], None], ...] = (_anchors, _database, _files)


def _list(copying: Copying, began: datetime.datetime, ended: datetime.datetime) -> None:
    """Write the list that makes the folder a backup."""
    secrets = keys.of(copying.data)
    lacking = _lacking(copying)
    whole = copying.cluster is not None
    told = Manifest(
        kind=manifest.WHOLE if whole else manifest.FILES,
        began=began.isoformat(),
        ended=ended.isoformat(),
        version=version("danvan"),
        postgres=checks.postgres_version(copying.user) if whole else "",
        bytes=size_of(copying.target),
        files=copying.listed,
        keys=keys.marks(secrets),
        migrations=copying.migrations,
        fingerprint=manifest.fingerprint(copying.migrations),
        journal=copying.journal,
        lacking=lacking,
    )
    manifest.write(copying.target, told, secrets["journal"].strip())


def _lacking(copying: Copying) -> list[str]:
    """Give the files that rows name and that the site itself has not, or has otherwise.

    Raises HostError for one that the site has and the copy lacks.
    """
    listed, data = copying.listed, copying.data
    named = copying.named.items()
    lacking = [n for n, entry in named if listed.get(f"{FILES}/{n}") != entry]
    missed = [
        n for n in lacking if not database.fault_of(data / FILES / n, *copying.named[n])
    ]
    if missed:
        raise HostError(
            f"{len(missed)} files that letters name did not come along: "
            f"{', '.join(missed[:5])}. Take the backup again."
        )
    if lacking and copying.cluster:
        with asked.asking(copying.cluster) as db:
            # Where the row went too, a letter left for the vault in the meantime.
            damaged = sorted(asked.stored(db).keys() & {*lacking})
        if damaged:
            copying.told(
                f"WARNING: the site itself has lost or broken {len(damaged)} of its "
                f"files; look for them in an older backup: {', '.join(damaged[:5])}"
            )
    return sorted(lacking)


@contextmanager
def _running(cluster: Cluster | None) -> Iterator[None]:
    """See to it that the database answers, and leave it as it was."""
    if cluster is None or cluster.running():
        yield
        return
    owner = Held(cluster.data)
    try:
        cluster.launch()
        yield
    finally:
        cluster.stop()
        owner.release()
