"""Look for a secret in everything a server leaves behind, in every spelling.

What stands compressed inside a row (TOAST) or a page is not seen in the raw
files; the dump, which unpacks every row, is scanned for that. Memory that was
swapped out is not looked for: a server that seals has no swap, or an encrypted one.
"""

import base64
import gzip
import hashlib
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_LEAST_MARK = 16  # bytes; a shorter needle would be found by chance


@dataclass(frozen=True)
class Canary:
    """Marks that stand nowhere else: a word (in name, text and file), a telephone."""

    word: str
    phone: str

    def needles(self) -> Mapping[bytes, str]:
        """Return every spelling of the marks, with its name."""
        spelled = [form for mark in (self.word, self.phone) for form in _forms(mark)]
        # Digits have no upper case: the first name of a spelling stays.
        return dict(reversed(spelled))


def make_canary(seed: bytes) -> Canary:
    """Return marks that follow from ``seed``: a word of 32 letters, a 19-digit number."""
    drawn = hashlib.sha256(seed).digest()
    letters = "".join(chr(ord("a") + byte % 26) for byte in drawn)
    digits = str(int.from_bytes(drawn[:10], "big"))[:18].rjust(18, "7")
    return Canary(letters, f"0{digits}")


def _forms(mark: str) -> Iterator[tuple[bytes, str]]:
    plain = mark.encode()
    yield plain, "plain"
    yield mark.upper().encode(), "upper case"
    # Without its outer zero bytes, so that one needle finds both byte orders.
    yield mark.encode("utf-16-le")[:-1], "UTF-16"
    yield plain[::-1], "backwards"
    yield plain.hex().encode(), "hex"
    yield plain.hex().upper().encode(), "hex"
    for shift in range(3):
        # Of the first and last group some bits belong to the neighbours.
        shifted = base64.b64encode(b"\0" * shift + plain)[4:-4]
        assert len(shifted) >= _LEAST_MARK
        yield shifted, "base64"
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, plain, usedforsecurity=False)
        yield digest.digest(), f"{name} without a key"
        yield digest.hexdigest().encode(), f"{name} without a key"


@dataclass(frozen=True)
class Hit:
    """A place where a mark was found."""

    path: str
    how: str


@dataclass
class Tally:
    """What was looked through: files and other places, and their bytes."""

    places: int = 0
    size: int = 0

    def add(self, size: int) -> None:
        """Count one place."""
        self.places += 1
        self.size += size


def scan(roots: Iterable[Path], canary: Canary, tally: Tally | None = None) -> set[Hit]:
    """Return where the marks stand under ``roots``, packed files unpacked."""
    needles, tally = canary.needles(), tally or Tally()
    return {
        Hit(str(path), how)
        for root in roots
        for path in _files(root)
        for how in _found(path, needles, tally)
    }


def look_through(
    said: Iterable[tuple[str, bytes]], canary: Canary, tally: Tally
) -> set[Hit]:
    """Return where the marks stand in what is no file: place by place, its bytes."""
    needles, found = canary.needles(), set()
    for place, content in said:
        tally.add(len(content))
        found |= {
            Hit(place, how) for needle, how in needles.items() if needle in content
        }
    return found


def _files(root: Path) -> Iterator[Path]:
    if root.is_dir() and not root.is_symlink():
        for folder, _folders, names in os.walk(root):
            yield from (Path(folder, name) for name in names)
    else:
        yield root


def _found(path: Path, needles: Mapping[bytes, str], tally: Tally) -> set[str]:
    name = os.fsencode(path)
    found = {how for needle, how in needles.items() if needle in name}
    tally.add(0)
    for content in _contents(path):
        tally.size += len(content)
        found |= {how for needle, how in needles.items() if content.find(needle) >= 0}
    return found


def _contents(path: Path) -> Iterator[bytes | mmap.mmap]:
    try:
        if not path.stat().st_size or not (path.is_file()):
            return
        with path.open("rb") as file:
            head = file.read(2)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                yield whole
                if head == b"\x1f\x8b":
                    yield gzip.decompress(whole[:])
                elif head[:1] == b"\x78":
                    yield from _inflated(whole[:])
    except (FileNotFoundError, gzip.BadGzipFile, EOFError):
        return  # gone since it was listed, or no packed file after all


def _inflated(data: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompress(data)
    except zlib.error:
        return


def open_files(pids: Iterable[int]) -> list[Path]:
    """Return files that processes hold open though no folder names them any more."""
    found = []
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                if handle.is_file() and os.readlink(handle).endswith(" (deleted)"):
                    found.append(handle)
            except OSError:  # closed, or ended, since it was listed
                continue
    return found
