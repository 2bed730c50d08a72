"""The list of a backup: what is in it, to the byte, and of what it is a copy.

manifest.json      the list
manifest.sha256    its sum, as ``sha256sum -c`` reads it
manifest.seal      its HMAC under the journal's key: who has no key cannot make another
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from danvan.host.failure import HostError
from danvan.host.secrets import write_private

SCHEMA = "danvan.backup/1"
LIST, SUM, SEAL = "manifest.json", "manifest.sha256", "manifest.seal"
WHOLE, FILES = "whole", "files"

Entry = tuple[int, str]  # bytes, SHA-256


@dataclass(frozen=True)
class Manifest:
    """What was copied, when, and from what.

    ``kind`` is ``whole``, or ``files`` where the database has a backup of its own.
    ``files`` holds everything but what PostgreSQL's own list names. ``keys`` maps
    the name of a secret to a mark by which it is known again, ``journal`` a chain
    to the number and seal of its last line when the copy began, ``lacking`` are
    files that a row names and the disk did not have.
    """

    kind: str
    began: str  # ISO 8601; what was acknowledged by then is in the copy
    ended: str
    version: str  # of Dân Vận
    postgres: str  # "18.4"; empty for files alone
    bytes: int
    files: dict[str, Entry] = field(repr=False)
    keys: dict[str, str] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list, repr=False)
    fingerprint: str = ""  # of the migrations
    journal: dict[str, tuple[int, str]] = field(default_factory=dict, repr=False)
    lacking: list[str] = field(default_factory=list)


def fingerprint(migrations: list[str]) -> str:
    """Sum up the schema: the migrations that made it."""
    return hashlib.sha256("\n".join(migrations).encode()).hexdigest()


def write(backup: Path, manifest: Manifest, journal_key: str) -> None:
    """Write the list, its sum and its seal; they make a folder a backup."""
    data = {"schema": SCHEMA, **asdict(manifest)}
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_private(backup / LIST, text)
    told = hashlib.sha256(text.encode()).hexdigest()
    write_private(backup / SUM, f"{told}  {LIST}\n")
    write_private(backup / SEAL, _seal(text.encode(), journal_key) + "\n")


def read(backup: Path) -> Manifest:
    """Read the list of a backup; raises HostError when it is not whole."""
    try:
        data = (backup / LIST).read_bytes()
        summed = (backup / SUM).read_text("ascii").split()[0]
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise HostError(f"{backup} is no whole backup: {name} is missing.") from None
    except (IndexError, UnicodeDecodeError):
        raise HostError(f"{backup / SUM} cannot be read.") from None
    if hashlib.sha256(data).hexdigest() != summed:
        raise HostError(
            f"{backup / LIST} is cut off or was changed. Take another backup."
        )
    try:
        return _manifest(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise HostError(
            f"{backup / LIST} is not the list of a backup this release reads: {error}"
        ) from None


def sealed_by(backup: Path, journal_key: str) -> bool:
    """Say whether whoever wrote the list had this key."""
    try:
        told = (backup / SEAL).read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return False
    made = _seal((backup / LIST).read_bytes(), journal_key)
    return hmac.compare_digest(told, made)


def _manifest(data: dict[str, Any]) -> Manifest:
    if data.pop("schema") != SCHEMA:
        raise ValueError("schema")
    for name in data["files"]:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError(name)
    for pairs in ("files", "journal"):  # JSON knows no tuples
        data[pairs] = {name: (one, two) for name, (one, two) in data[pairs].items()}
    return Manifest(**data)


def _seal(data: bytes, key: str) -> str:
    # The key seals lines of the journal too: the first words keep the uses apart.
    said = SCHEMA.encode() + b"\n" + data
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()
