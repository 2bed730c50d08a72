"""Word and Excel files (.docx, .xlsx): text and tables, nothing that runs or calls out."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

import defusedxml.ElementTree as ElementTree

from danvan.files.verdict import Clean, Refused

PARTS = 4000
UNPACKED_BYTES = 128 * 1024 * 1024
_CONTROL_BYTES = 2 * 1024 * 1024  # a relations or content-types part
_NESTED = 1  # a chart's workbook in a document, and no workbook in that
_CHUNK = 1 << 16

_WORD = "wordprocessingml.document.main+xml"
_EXCEL = "spreadsheetml.sheet.main+xml"
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKAGER = "Ole10Native".encode("utf-16-le")
# Formulas drawn by older editors are OLE objects too; only a packaged file is not.
_MACRO_PART = re.compile(r"vba(?:project|data)|macrosheets/|activex/", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroenabled|macrosheet|vbaproject|activex", re.IGNORECASE)
_ACTIVE_XML = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<ddeLink|<w:instrText[^>]{0,40}>\s{0,8}DDE|DDEAUTO",
    re.IGNORECASE,
)
_LONGEST_MARK = 80
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
# What is looked for could hide in any other.
_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"ascii", b"utf-16"})


def inspect_docx(data: bytes) -> Clean:
    """Return the Word file as it came; raises Refused."""
    return _inspect(data, ".docx", _WORD)


def inspect_xlsx(data: bytes) -> Clean:
    """Return the Excel file as it came; raises Refused."""
    return _inspect(data, ".xlsx", _EXCEL)


def _inspect(data: bytes, suffix: str, main: str, depth: int = 0) -> Clean:
    if data.startswith(_OLE):
        raise Refused("encrypted" if _ENCRYPTED in data else "wrong_extension", "OLE")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused("wrong_extension", data[:16].hex())
    with _archive(data) as archive:
        if main not in _content_types(archive):
            raise Refused("wrong_extension", f"no {main}")
        left = UNPACKED_BYTES
        for info in archive.infolist():
            left -= _inspect_part(archive, info, left, depth)
    return Clean(data, _TYPES[suffix], suffix)


def _archive(data: bytes) -> zipfile.ZipFile:
    """Open the package: one archive from the first byte to the last."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Refused("broken", str(error)) from error
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > PARTS:
        raise Refused("bomb", f"{len(parts)} parts")
    if len(set(names)) != len(names) or any(_strays(name) for name in names):
        raise Refused("broken", "doubled or straying names")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted", "parts")
    end = data.rfind(b"PK\x05\x06")
    if min(part.header_offset for part in parts) or end + 22 != len(data):
        raise Refused("polyglot", "bytes around the archive")
    return archive


def _strays(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts


def _content_types(archive: zipfile.ZipFile) -> str:
    """Return the part that names each part's type; raises Refused for macros."""
    try:
        info = archive.getinfo("[Content_Types].xml")
    except KeyError:
        raise Refused("wrong_extension", "no content types") from None
    types = _bounded(archive, info).decode("utf-8")
    if found := _MACRO_TYPE.search(types):
        raise Refused("macro", found.group())
    return types


def _inspect_part(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, depth: int
) -> int:
    """Read one part to its end and return its true size; raises Refused."""
    name = info.filename.lower()
    if _MACRO_PART.search(name):
        raise Refused("macro", name)
    if name.endswith(".rels"):
        _inspect_relations(_bounded(archive, info))
    if "/embeddings/" in name:
        return _inspect_embedded(archive, info, left, depth)
    size, seen, is_xml = 0, b"", name.endswith((".xml", ".rels", ".vml"))
    for chunk in _chunks(archive, info):
        size += len(chunk)
        if size > left:
            raise Refused("bomb", name)
        if is_xml:
            # Without NULs UTF-16 reads as ASCII, all that is looked for here;
            # a mark may lie across two chunks.
            seen = seen[-_LONGEST_MARK:] + chunk.replace(b"\x00", b"")
            _inspect_xml(seen, name)
    return size


def _active(mark: bytes) -> str:
    return "broken" if mark.startswith(b"<!") else "external"


def _inspect_xml(text: bytes, name: str) -> None:
    if found := _ACTIVE_XML.search(text):
        raise Refused(_active(found.group()), name)
    encoding = _ENCODING.search(text[:200])
    if encoding and encoding[1].lower() not in _ENCODINGS:
        raise Refused("broken", f"encoding of {name}")


def _inspect_relations(part: bytes) -> None:
    """Only hyperlinks may lead out of the file; nothing is loaded from elsewhere."""
    for relation in ElementTree.fromstring(part, forbid_dtd=True).iter():
        kind = relation.get("Type", "").rsplit("/", 1)[-1].lower()
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and kind != "hyperlink":
            raise Refused("external", kind)
        if kind in {"vbaproject", "control", "activexcontrol"}:
            raise Refused("macro", kind)
        if kind == "afchunk":
            raise Refused("embedded", kind)


def _inspect_embedded(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, depth: int
) -> int:
    """A chart's own workbook and a drawn formula may stay; other files may not."""
    data = _bounded(archive, info, left)
    suffix = PurePosixPath(info.filename).suffix.lower()
    if data.startswith(b"PK\x03\x04") and suffix in _TYPES and depth < _NESTED:
        _inspect(data, suffix, _EXCEL if suffix == ".xlsx" else _WORD, depth + 1)
    elif not data.startswith(_OLE) or _PACKAGER in data:
        raise Refused("embedded", info.filename)
    return len(data)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _bounded(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = _CONTROL_BYTES
) -> bytes:
    """Read a part of at most ``most`` true bytes; raises Refused beyond."""
    read = bytearray()
    for chunk in _chunks(archive, info):
        read += chunk
        if len(read) > most:
            raise Refused("bomb", info.filename)
    return bytes(read)
