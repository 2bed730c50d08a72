"""Keys and passwords, made at first run and never again."""

import os
import secrets
from pathlib import Path

from danvan.host.system import ids, make_folder

# Keys of settings, then passwords of database roles.
KEYS = ("session", "journal", "receipt")
ROLES = ("postgres", "danvan_owner", "danvan_office", "danvan_portal")

# The one password of all demonstration logins; it is printed.
DEMONSTRATION = "demonstration"
# The passphrase of its key holders, printed too, and its recovery shares, which are not.
PHRASE = "demonstration-passphrase"
SHARES = "demonstration-shares"


def ensure(data: Path, user: str | None = None) -> None:
    """Make the secrets that are absent, each readable by ``user`` alone."""
    folder = data / "secrets"
    make_folder(folder, user)
    for name in (DEMONSTRATION, PHRASE):
        if not (folder / name).exists():
            write_private(folder / name, _speakable() + "\n", user)
    for name in (*KEYS, *ROLES):
        if not (folder / name).exists():
            write_private(folder / name, secrets.token_hex(32) + "\n", user)


def _speakable() -> str:
    """Make a password that can be read out: no letters that look alike."""
    letters = "abcdefghkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def read(data: Path, name: str) -> str:
    """Give one secret."""
    return (data / "secrets" / name).read_text("ascii").strip()


def write_private(path: Path, text: str, user: str | None = None) -> None:
    """Write a file for its owner alone, whole or not at all."""
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    passing.unlink(missing_ok=True)
    handle = os.open(passing, flags, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if user:
            os.fchown(handle, *ids(user))
        file.write(text)
        file.flush()
        os.fsync(handle)
    passing.rename(path)
