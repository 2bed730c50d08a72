"""Pictures: what people send, and what attackers send."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image


def picture(kind="JPEG", size=(64, 48), mode="RGB", **save):
    """A picture with a slope of colours, so that turning it can be seen."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def photo_with_exif():
    """A phone's photo: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY-PHONE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=(80, 40), exif=exif)


def heic():
    """An iPhone's photo."""
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    pillow_heif.from_pillow(image).save(out, quality=60)
    return out.getvalue()


def png_of(width, height):
    """A PNG that only says how large it is."""

    def chunk(kind, data):
        code = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", code)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")
