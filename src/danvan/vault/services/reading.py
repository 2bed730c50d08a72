"""Opening a compartment or a file of it, after the line is committed."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from danvan.vault import opening, sealing, selectors
from danvan.vault.errors import Refused
from danvan.vault.models import SealedBlob
from danvan.vault.opening import Ask, Door
from danvan.vault.scope import scoped
from danvan.vault.sealing import Blob, FileNote, Place
from danvan.vault.selectors import OpeningRow


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What a compartment holds, and who opened it."""

    fields: Mapping[str, str] = field(repr=False)
    files: tuple[FileNote, ...]
    history: list[OpeningRow] = field(repr=False)


def unseal(*, ask: Ask, now: datetime.datetime) -> Unsealed:
    """Open the text of a compartment; its files are told by name and id.

    The journal's line is committed first. Raises `Refused`, whose line is
    committed too, and shows nothing then. With the text comes who opened it
    before, this time included.
    """
    door = opening.go_through(ask, now=now)
    blob = blob_of(door, kind=sealing.TEXT)
    opened = sealing.open_text(plain(blob), door.key, place_of(blob))
    return Unsealed(opened.fields, opened.files, selectors.openings(door))


def unseal_file(*, ask: Ask, file: uuid.UUID, now: datetime.datetime) -> bytes:
    """Open one file of a compartment, under a line of its own; as `unseal`."""
    door = opening.go_through(ask, now=now, file=file)
    blob = blob_of(door, kind=sealing.FILE)
    return sealing.open_file(plain(blob), door.key, place_of(blob))


def blob_of(door: Door, *, kind: str) -> SealedBlob:
    """Read a ciphertext after the line is committed; `Refused` where there is none."""
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        blobs = SealedBlob.objects.filter(
            case_id=door.case_id, compartment=door.compartment, kind=kind
        )
        found = (blobs.filter(pk=door.file) if door.file else blobs).first()
    if found is None:
        raise Refused("absent")
    return found


def plain(blob: SealedBlob) -> Blob:
    """Give a stored ciphertext to `sealing`."""
    return Blob(blob.pk, blob.kind, bytes(blob.data))


def place_of(blob: SealedBlob) -> Place:
    """Say where a stored ciphertext was sealed."""
    return Place(blob.case_id, blob.unit_code, blob.epoch, blob.compartment)
