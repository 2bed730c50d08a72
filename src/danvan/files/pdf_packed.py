"""How much structure a PDF holds, counted before a parser makes objects of it.

Each number and name becomes an object of some hundred bytes, and objects may lie
packed a thousandfold: 10 MB of zeros in an array would take gigabytes.
"""

import re
import zlib
from collections.abc import Iterator

from danvan.files.verdict import Refused

TOKENS = 1_000_000
"""The most numbers, names and brackets a document may have outside its pages' content."""

UNPACKED_BYTES = 32 * 1024 * 1024
"""The most bytes its packed objects may come to."""

_CHUNK = 1 << 20
_NEAR = 1 << 16  # before a stream: in there its dictionary is looked for
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# What packed objects begin with: number and place of each, in pairs.
_PAIRS = re.compile(rb"\s*\d+\s+\d+\s")
_SPACES, _OPENERS = b"\0\t\n\x0c\r ", b"/[(<"
_KINDS = bytes(
    0x20 if byte in _SPACES else 0x2F if byte in _OPENERS else 0x78
    for byte in range(256)
)


def check(data: bytes) -> None:
    """Raise Refused ``bomb`` where the document holds more objects than we parse.

    Noise, as pressed pictures are, counts as a token for each 25 bytes.
    """
    seen = sum(map(_tokens, _pieces(data)))
    unpacked = 0
    for begin in _packed(data):
        for piece in _inflated(data, begin):
            seen += _tokens(piece)
            unpacked += len(piece)
            if seen > TOKENS or unpacked > UNPACKED_BYTES:
                raise Refused("bomb", f"{seen} tokens, {unpacked} bytes unpacked")
    if seen > TOKENS:
        raise Refused("bomb", f"{seen} tokens")


def _tokens(piece: bytes) -> int:
    kinds = piece.translate(_KINDS)
    return kinds.count(b" x") + kinds.count(b"/")


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _CHUNK):
        yield data[at : at + _CHUNK]


def _packed(data: bytes) -> Iterator[int]:
    """Yield where streams begin that are, or may be, packed objects."""
    for match in _STREAM.finditer(data):
        first = next(_inflated(data, match.end(), 256), b"")
        if _PAIRS.match(first) and _says_first(data, match.start()):
            yield match.end()


def _says_first(data: bytes, stream: int) -> bool:
    head = data[max(0, stream - _NEAR) : stream]
    return b"/First" in _NAME_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), head)


def _inflated(data: bytes, begin: int, size: int = _CHUNK) -> Iterator[bytes]:
    """Yield what a pressed stream holds, piece by piece, as far as it can be read."""
    inflater, rest = zlib.decompressobj(), data[begin : begin + _CHUNK]
    begin += len(rest)
    try:
        while rest and not inflater.eof:
            yield inflater.decompress(rest, size)
            rest = inflater.unconsumed_tail
            if not rest:
                rest = data[begin : begin + _CHUNK]
                begin += len(rest)
    except zlib.error:
        return
