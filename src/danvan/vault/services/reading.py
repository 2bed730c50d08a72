"""Opening a compartment or a file of it, after the line is committed."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from danvan.orgs.models import Unit
from danvan.vault import blind, course_notes, opening, same_person, sealing, selectors
from danvan.vault.course_notes import Note
from danvan.vault.errors import Refused
from danvan.vault.models import BlindTag, KeyState, SealedBlob, UnitKey
from danvan.vault.opening import Ask, Door
from danvan.vault.same_person import SamePerson
from danvan.vault.scope import scoped
from danvan.vault.sealing import Blob, FileNote, Place
from danvan.vault.selectors import OpeningRow


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What a compartment holds, and who opened it."""

    fields: Mapping[str, str] = field(repr=False)
    files: tuple[FileNote, ...]
    history: list[OpeningRow] = field(repr=False)
    same: SamePerson = field(default_factory=SamePerson)
    notes: list[Note] = field(default_factory=list, repr=False)


def unseal(*, ask: Ask, now: datetime.datetime) -> Unsealed:
    """Open the text of a compartment; its files are told by name and id.

    The journal's line is committed first. Raises `Refused`, whose line is
    committed too, and shows nothing then. With the text comes who opened it
    before, this time included; with an identity, how many other cases of the
    unit name the same person, as far as they were opened in this epoch.
    """
    door = opening.go_through(ask, now=now)
    blob = blob_of(door, kind=sealing.TEXT)
    opened = sealing.open_text(plain(blob), door.key, place_of(blob))
    history = selectors.openings(door)
    if door.compartment != sealing.IDENTITY or not door.index_key:
        with scoped(user_id=door.user_id, units=[door.unit_id]):
            code = Unit.objects.get(pk=door.unit_id).code
            notes = course_notes.notes(door, code)
        return Unsealed(opened.fields, opened.files, history, notes=notes)
    _note_person(door, opened.fields)
    same = same_person.same_person(door)
    return Unsealed(opened.fields, opened.files, history, same)


def unseal_file(*, ask: Ask, file: uuid.UUID, now: datetime.datetime) -> bytes:
    """Open one file of a compartment, under a line of its own; as `unseal`."""
    door = opening.go_through(ask, now=now, file=file)
    blob = blob_of(door, kind=sealing.FILE)
    return sealing.open_file(plain(blob), door.key, place_of(blob))


def _note_person(door: Door, fields: Mapping[str, str]) -> None:
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        active = UnitKey.objects.filter(pk=door.key_id, state=KeyState.ACTIVE)
        # Locked against a new epoch, which drops what is under this one.
        if active.select_for_update().first() is None:
            return
        here = {"case_id": door.case_id, "unit_id": door.unit_id}
        BlindTag.objects.filter(**here).delete()
        BlindTag.objects.bulk_create(
            BlindTag(**here, key_id=door.key_id, kind=kind, tag=tag)
            for kind, tag in sorted(blind.tags(fields, door.index_key))
        )


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
