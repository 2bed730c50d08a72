"""Pictures: painted anew, so that nothing but the picture is kept.

Position, time and device of the photo (EXIF), texts, colour profiles, further
frames and everything behind the picture's end are gone in the copy.
"""

import io
import re

import pi_heif
from PIL import Image

from danvan.files.verdict import Clean, Refused

# The longest side that is kept: A4 at 340 dots per inch stays readable.
SIDE = 4096
# Pixels a phone's camera writes in a file of 10 MB, and the bytes we decode at
# once: A4 in colour at 400 dots per inch; a phone's HEIC may be larger (24 MP).
PIXELS = 50_000_000
DECODED_BYTES = 64_000_000
HEIF_BYTES = 100_000_000

_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIF = re.compile(rb"....ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL)
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_BYTES_PER_PIXEL = {"1": 1, "L": 1, "I;16": 2}  # all others: 4 in Pillow's memory
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def inspect(data: bytes) -> Clean:
    """Return the picture as a fresh JPEG or PNG; raises Refused."""
    if not data.startswith(_MAGIC) and not _HEIF.match(data):
        raise Refused("wrong_extension", data[:16].hex())
    try:
        image = _open(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels", str(error)) from error
    keep_png = image.format == "PNG"
    image = _plain(image)
    return _written(image, "PNG" if keep_png else "JPEG")


def _open(data: bytes) -> Image.Image:
    if _HEIF.match(data):
        heif = pi_heif.open_heif(data)  # reads the header only
        _bounded(heif.size, heif.mode, HEIF_BYTES)
        picture: Image.Image = heif.to_pillow()
        return picture
    image = Image.open(io.BytesIO(data), formats=_FORMATS)
    if image.width * image.height > PIXELS:
        raise Refused("pixels", f"{image.width} x {image.height}")
    if _decoded(image.size, image.mode) > DECODED_BYTES:
        # A JPEG can be decoded at half its size; for other formats nothing happens.
        image.draft(None, (image.width // 2, image.height // 2))
    _bounded(image.size, image.mode)
    image.load()
    return image


def _bounded(size: tuple[int, int], mode: str, most: int = DECODED_BYTES) -> None:
    if _decoded(size, mode) > most:
        raise Refused("pixels", f"{size[0]} x {size[1]} {mode}")


def _decoded(size: tuple[int, int], mode: str) -> int:
    return size[0] * size[1] * _BYTES_PER_PIXEL.get(mode, 4)


def _plain(image: Image.Image) -> Image.Image:
    """Return the first frame upright, in grey or in colours, without any notes."""
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    clear = "transparency" in image.info or image.mode in {"LA", "PA", "RGBA"}
    grey = image.mode in {"1", "L"} or image.mode.startswith("I")
    mode = "RGBA" if clear else "L" if grey else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    if max(image.size) > SIDE:
        image.thumbnail((SIDE, SIDE))
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}  # PNG would write colour profile and resolution from here
    return image


def _written(image: Image.Image, kind: str) -> Clean:
    if kind == "JPEG" and image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image)
        image = paper
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, "JPEG", quality=85)
        return Clean(out.getvalue(), "image/jpeg", ".jpg")
    image.save(out, "PNG")
    return Clean(out.getvalue(), "image/png", ".png")
