"""Good files, damaged: bits turned, pieces cut out, doubled, put elsewhere."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable

_MARKS = (b"\0", b"\xff" * 4, b"9" * 12, b"-1", b"<", b"]]>", b"/", b"[" * 600, b"&a;")
Change = Callable[[bytearray, random.Random], None]


def damaged(data: bytes, seed: int) -> bytes:
    """Return the file damaged one way or another, always the same for a seed.

    Every second package of parts is damaged inside a part, so that the damage is
    met by who reads the part and not by who unpacks it.
    """
    luck = random.Random(seed)  # noqa: S311 - examples, no secrets
    if data.startswith(b"PK") and luck.random() < 0.6:
        return _inside(data, luck)
    return _changed(data, luck)


def _changed(data: bytes, luck: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(luck.choice((1, 1, 2, 5, 20))):
        if made:
            luck.choice(_CHANGES)(made, luck)
    return bytes(made)


def _inside(data: bytes, luck: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as before,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            hit = luck.choice(before.namelist())
            for name in before.namelist():
                body = before.read(name)
                after.writestr(name, _changed(body, luck) if name == hit else body)
    except (zipfile.BadZipFile, zlib.error):  # pragma: no cover - good files open
        return _changed(data, luck)
    return out.getvalue()


def _turn(data: bytearray, luck: random.Random) -> None:
    data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)


def _cut(data: bytearray, luck: random.Random) -> None:
    begin = luck.randrange(len(data))
    del data[begin : begin + luck.choice((1, 8, 100, len(data)))]


def _double(data: bytearray, luck: random.Random) -> None:
    begin, size = luck.randrange(len(data)), luck.choice((4, 64, 2000))
    data[begin:begin] = data[begin : begin + size] * luck.choice((1, 3, 200))


def _move(data: bytearray, luck: random.Random) -> None:
    begin, size = luck.randrange(len(data)), luck.choice((4, 64, 2000))
    piece = data[begin : begin + size]
    to = luck.randrange(len(data))
    data[to : to + size] = piece


def _mark(data: bytearray, luck: random.Random) -> None:
    at, mark = luck.randrange(len(data)), luck.choice(_MARKS)
    data[at : at + luck.choice((0, len(mark)))] = mark


_CHANGES: tuple[Change, ...] = (_turn, _turn, _cut, _double, _move, _mark)
