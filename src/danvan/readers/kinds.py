"""What a file is, told by its bytes; its name only breaks ties."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from danvan.readers.errors import Unreadable

FileKind = Literal["plain", "html", "docx", "pdf", "xlsx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Word and Excel put a protected file into an OLE container with this stream.
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Atomic: a comment ends at its first end. Were others tried when no page follows,
# each further comment would double the time.
_HTML = re.compile(
    rb"\s*(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096
_PDF_HEAD = 1024  # readers of PDF allow this much before the header
# First bytes of common files that decode as text or look like it, but are none.
_FOREIGN = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format 3\x00",
)
_OFFICE_SUFFIX = {".docx": "docx", ".xlsx": "xlsx", ".pdf": "pdf"}


def kind_of(data: bytes, name: str) -> FileKind:
    """Say how to read ``data``.

    Raises Unreadable: ``unknown_type``, ``broken`` (the name promises a format
    whose bytes are not there) or ``encrypted``.
    """
    suffix = PurePath(name).suffix.lower()
    head = data[:_HEAD]
    if head.startswith(b"PK"):
        return _kind_in_zip(data, suffix)
    if head.lstrip().startswith(b"%PDF-") or (
        suffix == ".pdf" and b"%PDF-" in head[:_PDF_HEAD]
    ):
        return "pdf"
    if head.startswith(_OLE):
        raise Unreadable("encrypted" if _OLE_ENCRYPTED in data else "unknown_type")
    if suffix in _OFFICE_SUFFIX:
        raise Unreadable("broken")
    if head.startswith(_FOREIGN):
        raise Unreadable("unknown_type")
    if suffix in {".html", ".htm", ".xhtml"} or _HTML.match(head):
        return "html"
    return "plain"


def _kind_in_zip(data: bytes, suffix: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("broken") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("broken" if suffix in _OFFICE_SUFFIX else "unknown_type")
