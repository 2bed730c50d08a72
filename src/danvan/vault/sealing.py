"""Contents to ciphertext and back: pure, with public keys only on the way in."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from danvan.vault import context, padding, providers
from danvan.vault.errors import DoesNotOpen

IDENTITY = "identity"  # who speaks, with handwriting and originals
STORY = "story"  # what is told, with files that betray no hand
EXTRACT = "extract"  # made from the story for one other unit
TEXT = "text"
FILE = "file"


def extract_for(unit_code: str) -> str:
    """Name the compartment of the extract made for a unit.

    >>> extract_for("UB-31117")
    'extract:UB-31117'
    """
    return f"{EXTRACT}:{unit_code}"


@dataclass(frozen=True, slots=True)
class File:
    """A file and what is told about it; name and type are sealed with the text."""

    name: str
    content_type: str
    data: bytes = field(repr=False)
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class FileNote:
    """What the opened text says of a file; the file itself is opened by its id."""

    id: uuid.UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into one compartment: named texts and files."""

    fields: Mapping[str, str] = field(repr=False)
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out of one compartment."""

    fields: Mapping[str, str] = field(repr=False)
    files: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a compartment was sealed: case, unit and epoch, and which it is."""

    case_id: uuid.UUID
    unit: str
    epoch: int
    compartment: str

    def context(self, part: str = "") -> bytes:
        """Return the bytes that key or ``part`` are bound to."""
        return context.case(self.case_id, self.unit, self.epoch, self.compartment, part)


@dataclass(frozen=True, slots=True)
class Blob:
    """One ciphertext with its id; ``kind`` is TEXT or FILE."""

    id: uuid.UUID
    kind: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """One compartment sealed: its wrapped key and its ciphertexts."""

    place: Place
    wrapped: bytes = field(repr=False)
    blobs: tuple[Blob, ...]


def seal(contents: Contents, place: Place, public: bytes) -> Sealed:
    """Seal a compartment under a fresh key, and wrap that to ``public``."""
    provider = providers.of(public)
    key = provider.new_key()
    blobs = [_seal_text(contents, key, place, public)]
    blobs += [_seal_file(file, key, place, public) for file in contents.files]
    wrapped = provider.wrap(key, public, place.context())
    return Sealed(place, wrapped, tuple(blobs))


def open_text(blob: Blob, key: bytes, place: Place) -> Opened:
    """Open the text of a compartment, else `DoesNotOpen`."""
    padded = providers.of(blob.data).open(blob.data, key, _at(place, blob))
    told = json.loads(_unpad(padded))
    notes = (
        FileNote(**(note | {"id": uuid.UUID(note["id"])})) for note in told["files"]
    )
    return Opened(told["fields"], tuple(notes))


def open_file(blob: Blob, key: bytes, place: Place) -> bytes:
    """Open a file whole, else `DoesNotOpen`: no byte of one that was cut."""
    provider = providers.of(blob.data)
    chunks = provider.open_stream([blob.data], key, _at(place, blob))
    return _unpad(b"".join(chunks))


def _seal_text(contents: Contents, key: bytes, place: Place, public: bytes) -> Blob:
    notes = [
        {
            "id": str(f.id),
            "name": f.name,
            "content_type": f.content_type,
            "size": len(f.data),
        }
        for f in contents.files
    ]
    told = json.dumps({"fields": dict(contents.fields), "files": notes}).encode()
    blob = Blob(uuid.uuid4(), TEXT, b"")
    sealed = providers.of(public).seal(padding.pad(told), key, _at(place, blob))
    return Blob(blob.id, TEXT, sealed)


def _seal_file(file: File, key: bytes, place: Place, public: bytes) -> Blob:
    blob = Blob(file.id, FILE, b"")
    frames: Iterator[bytes] = providers.of(public).seal_stream(
        [padding.pad(file.data)], key, _at(place, blob)
    )
    return Blob(file.id, FILE, b"".join(frames))


def _at(place: Place, blob: Blob) -> bytes:
    return place.context(f"{blob.kind}:{blob.id}")


def _unpad(padded: bytes) -> bytes:
    try:
        return padding.unpad(padded)
    except ValueError:
        raise DoesNotOpen from None
