"""The secrets of a data directory in one file, which is kept away from backups.

A copy of the database together with these keys would open the receipts' codes and
let its finder write a journal that looks whole; without them a backup cannot be
used. They never change, so that one such file serves every backup.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

from danvan.host.failure import HostError
from danvan.host.secrets import KEYS, ROLES, write_private

SCHEMA = "danvan.secrets/1"
NEEDED = (*KEYS, *ROLES)
# What a person who restores must be told of a key that is not there.
LOST_WITHOUT = {
    "journal": "the journal can be neither checked nor continued",
    "receipt": "no citizen's code opens a receipt",
    "session": "everybody is signed out",
    "postgres": "the database does not open",
}


def of(data: Path) -> dict[str, str]:
    """Give the secrets of a data directory by name; none where there are none."""
    folder = data / "secrets"
    named = sorted(p for p in folder.glob("*") if p.is_file() and p.name[0] != ".")
    return {path.name: path.read_text("utf-8") for path in named}


def marks(secrets: Mapping[str, str]) -> dict[str, str]:
    """Give marks by which the keys are known again, and from which none is learnt.

    The keys are 32 random bytes; what people can read out gets no mark.
    """
    said = f"{SCHEMA} mark".encode()
    return {
        name: hmac.new(
            secrets[name].strip().encode(), said, hashlib.sha256
        ).hexdigest()[:16]
        for name in NEEDED
        if name in secrets
    }


def write(file: Path, secrets: Mapping[str, str], *, at: str) -> None:
    """Write the secrets into a file for its owner alone (mode 600).

    Raises HostError where a file of other secrets stands already.
    """
    if file.exists() and marks(read(file)) != marks(secrets):
        raise HostError(f"{file} holds other secrets; name another file.")
    told = {"schema": SCHEMA, "made": at, "secrets": dict(secrets)}
    write_private(file, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def read(file: Path) -> dict[str, str]:
    """Read the secrets from such a file. Raises HostError."""
    try:
        told = json.loads(file.read_text("utf-8"))
        if told["schema"] != SCHEMA:
            raise ValueError(told["schema"])
        return {str(name): str(text) for name, text in told["secrets"].items()}
    except FileNotFoundError:
        raise HostError(f"{file} is not there. Is the disk plugged in?") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HostError(f"{file} is not a file of secrets, or it is broken.") from None


def check(secrets: Mapping[str, str], wanted: Mapping[str, str], place: Path) -> None:
    """Raise HostError unless these are the secrets that a backup was made with."""
    found = marks(secrets)
    lacking = [name for name in wanted if name not in found]
    others = [n for n, mark in wanted.items() if n in found and found[n] != mark]
    if not (lacking or others):
        return
    fault = f"lack {lacking}" if lacking else f"are those of another site: {others}"
    lost = "; ".join(LOST_WITHOUT[n] for n in LOST_WITHOUT if n in (lacking or others))
    raise HostError(
        f"The secrets in {place} {fault}. Without the right ones {lost}. Name the "
        f"file that `danvan-manage backup --secrets FILE` wrote: --secrets FILE."
    )
