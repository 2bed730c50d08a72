"""Ways to spoil a backup, each with what the refusal must name."""

import hashlib
import json
from pathlib import Path


def flip(path: Path) -> None:
    """Change one bit, in this copy alone."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def largest(folder: Path) -> Path:
    return max(
        (p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def forge(backup: Path) -> None:
    """Take a letter's file away as somebody does who knows the lists, but no key."""
    told = json.loads((backup / "manifest.json").read_text("utf-8"))
    name = next(n for n in told["files"] if n.startswith("files/"))
    del told["files"][name]
    (backup / name).unlink()
    text = json.dumps(told).encode()
    for file, data in (
        ("manifest.json", text),
        (
            "manifest.sha256",
            f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode(),
        ),
    ):
        (backup / file).unlink()
        (backup / file).write_bytes(data)


def another_release(backup: Path) -> None:
    path = backup / "manifest.json"
    text = path.read_text("utf-8").replace('"postgres": "18', '"postgres": "17')
    path.unlink()
    path.write_text(text, "utf-8")
    (backup / "manifest.sha256").unlink()
    told = hashlib.sha256(text.encode()).hexdigest()
    (backup / "manifest.sha256").write_text(f"{told}  manifest.json\n")


SABOTAGE = {
    "a bit of the database": (
        lambda b: flip(largest(b / "postgres" / "base")),
        r"postgres/base/\d+/\d+ was changed",
    ),
    "a file of the database": (
        lambda b: (b / "postgres/global/pg_control").unlink(),
        "postgres/global/pg_control is missing",
    ),
    "the write-ahead log": (
        lambda b: min((b / "postgres/pg_wal").glob("0*")).unlink(),
        r"postgres/pg_wal/[0-9A-F]{24} is missing",
    ),
    "a bit of a letter's file": (
        lambda b: flip(largest(b / "files")),
        r"files/[0-9a-f-]{36} was changed",
    ),
    "a file too many": (
        lambda b: (b / "files" / "more").write_text("more"),
        "files/more does not belong",
    ),
    "the list": (lambda b: cut(b / "manifest.json"), "manifest.json is cut off"),
    "a list without the key": (forge, "seal of its list does not hold"),
    "another PostgreSQL": (another_release, "is of PostgreSQL 17"),
}
