"""Word and Excel files (.docx, .xlsx): text and tables, nothing that runs or calls out."""

import io
import re
import stat
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
    rb"<!DOCTYPE|<!ENTITY|<ddeLink|<w:instrText[^>]{0,40}>\s{0,8}DDE|DDEAUTO"
    # Fields that fetch a picture or a text, and the formula that asks a web page.
    rb"""|instr="\s{0,8}DDE\s|INCLUDE(?:PICTURE|TEXT)\s{1,8}(?:"|&quot;)?\s{0,8}"""
    rb"(?:[a-z]{2,8}:|\\\\)|_xlfn\.WEBSERVICE",
    re.IGNORECASE,
)
_LONGEST_MARK = 80
# A field's words may be cut in pieces, each in a run of its own.
_FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]{0,40}>([^<]{0,80})")
_SPLIT_DDE = re.compile(rb"(?:^|\s)DDE(?:AUTO)?\s", re.IGNORECASE)
_FIELDS_BYTES = 1 << 16
# Connections to databases and web pages, of which Excel asks when it opens.
_CALLS_OUT = re.compile(r"xl/(?:connections\.xml|querytables/)|customui/")
# What no part begins with but one that hides a file: archives and programs.
_HIDDEN_FILE = (b"PK\x03\x04", b"PK\x05\x06", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_FORMULA = re.compile(rb"<f[ >/]")
FORMULAS = 300_000
"""The most formulas of a workbook: each is computed by whoever opens it."""
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
    if any(stat.S_ISLNK(part.external_attr >> 16) for part in parts):
        raise Refused("broken", "a link to another file")
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
    if _CALLS_OUT.match(name):
        raise Refused("external", name)
    look = _Look(name)
    size = 0
    for chunk in _chunks(archive, info):
        if not size and chunk.startswith(_HIDDEN_FILE):
            raise Refused("embedded", name)
        size += len(chunk)
        if size > left:
            raise Refused("bomb", name)
        look.at(chunk)
    return size


class _Look:
    """Looks through a part as it is unpacked; marks may lie across two chunks."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_xml = name.endswith((".xml", ".rels", ".vml"))
        self._is_sheet = name.startswith("xl/worksheets/")
        self._seen = self._fields = b""
        self._formulas = 0

    def at(self, chunk: bytes) -> None:
        """Look at the next chunk; raises Refused."""
        if not self._is_xml:
            return
        # Without NULs UTF-16 reads as ASCII, all that is looked for here.
        self._seen = self._seen[-_LONGEST_MARK:] + chunk.replace(b"\x00", b"")
        _inspect_xml(self._seen, self._name)
        if self._is_sheet:
            self._formulas += len(_FORMULA.findall(chunk))
            if self._formulas > FORMULAS:
                raise Refused("bomb", f"{self._formulas} formulas")
        elif b"instrText" in self._seen:
            self._follow()

    def _follow(self) -> None:
        """Put the pieces of fields together."""
        pieces = b"".join(_FIELD.findall(self._seen))
        self._fields = (self._fields + pieces)[-_FIELDS_BYTES:]
        if _SPLIT_DDE.search(self._fields):
            raise Refused("external", self._name)


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
