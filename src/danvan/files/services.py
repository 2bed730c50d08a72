"""Everything that stores a file."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction

from danvan.core.actor import Actor
from danvan.files import gate, storage
from danvan.files.models import StoredFile
from danvan.journal import services as journal

# A half-filled form may keep its files that long before it is sent.
GRACE = datetime.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that passed the gate and lies on the disk, without a row yet."""

    id: uuid.UUID
    name: str
    content_type: str
    size: int
    sha256: str
    pages: int | None


def take(*, data: bytes, name: str, by: Actor) -> Taken:
    """Pass ``data`` through the gate and keep the cleaned copy on disk only.

    Needs no database, so the public process can call it; `record` or an
    intake function makes the row, and `sweep` removes what never got one.
    Raises Refused (nothing is kept then) and OSError (disk).
    """
    clean = gate.inspect(data, name)
    taken = Taken(
        id=uuid.uuid4(),
        name=gate.clean_name(name, clean.suffix),
        content_type=clean.content_type,
        size=len(clean.data),
        sha256=hashlib.sha256(clean.data).hexdigest(),
        pages=clean.pages,
    )
    storage.write(taken.id, clean.data)
    return taken


@transaction.atomic
def record(*, taken: Taken, owner: str, by: Actor) -> StoredFile:
    """Make the row that ties a taken file to the record ``owner``."""
    stored = StoredFile.objects.create(
        id=taken.id,
        owner=owner,
        name=taken.name,
        content_type=taken.content_type,
        size=taken.size,
        sha256=taken.sha256,
        pages=taken.pages,
    )
    journal.write(
        by=by,
        action="files.record",
        record=f"files.file:{stored.id}",
        changes={"owner": (None, owner), "sha256": (None, taken.sha256)},
    )
    return stored


def sweep(now: datetime.datetime) -> int:
    """Remove files that got no row within ``GRACE``; return how many."""
    old = storage.left_over((now - GRACE).timestamp())
    ids = [file_id for file_id in old.values() if file_id]
    owned = set(StoredFile.objects.filter(id__in=ids).values_list("id", flat=True))
    orphans = [path for path, file_id in old.items() if file_id not in owned]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
