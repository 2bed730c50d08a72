"""Takes out of a file what tells who made it, where and with what.

Input is what the gate let through (`danvan.files.gate`): pictures are painted
anew there already, so only documents are left.
"""

import dataclasses
import io
import re
import zipfile

import pikepdf

from danvan.files import pictures
from danvan.files.verdict import Clean, Refused

_OFFICE = frozenset({".docx", ".xlsx"})
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EMPTY = {
    "docprops/core.xml": f'<cp:coreProperties xmlns:cp="{_CORE}"/>',
    "docprops/app.xml": f'<Properties xmlns="{_APP}"/>',
    "docprops/custom.xml": f'<Properties xmlns="{_CUSTOM}"/>',
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Who wrote a comment or a change, when, on which device; names of pictures and
# the folder the workbook lay in. The attribute stays, its value goes.
_TELLING = re.compile(
    r"""(\s(?:\w+:)?(?:author|initials|date|userId|providerId|displayName|descr|title"""
    r"""|lastEdited|userName|dateUtc|rsid\w*)=)(?:"[^"]*"|'[^']*')"""
)
_PICTURE_NAME = re.compile(
    r"(<\w+:(?:docPr|cNvPr)\b[^>]*?\sname=)(?:\"[^\"]*\"|'[^']*')"
)
_AUTHORS = re.compile(r"(<(?:\w+:)?author>)[^<]*(</)")
_FOLDER = re.compile(r"<x15ac:absPath\b[^>]*?/>")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_INFO = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_MARKED = ("/T", "/CreationDate", "/M", "/NM", "/Subj")


def strip(clean: Clean) -> Clean:
    """Return the file without its makers; raises Refused where that cannot be done."""
    try:
        if clean.suffix == ".pdf":
            return dataclasses.replace(clean, data=_pdf(clean.data))
        if clean.suffix in _OFFICE:
            return dataclasses.replace(clean, data=_office(clean.data))
    except (pikepdf.PdfError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise Refused("broken", str(error)) from error
    return clean


def _pdf(data: bytes) -> bytes:
    """Write the pages into a new file: no properties, no notes on who and when."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.new() as new:
        new.pages.extend(old.pages)
        for thing in new.objects:
            table = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
            if isinstance(table, pikepdf.Dictionary):
                _forget(table)
            if isinstance(thing, pikepdf.Stream):
                _repaint(thing)
        if "/Info" in new.trailer:
            del new.trailer["/Info"]
        new.save(made, deterministic_id=True)
    return made.getvalue()


def _forget(table: pikepdf.Dictionary) -> None:
    names = _INFO + (_MARKED if table.get("/Subtype") else ())
    for name in names:
        if name in table:
            del table[name]


def _repaint(stream: pikepdf.Stream) -> None:
    """Take the notes of the camera out of a photo within a document."""
    if stream.get("/Filter") == pikepdf.Name.DCTDecode:
        raw = stream.read_raw_bytes()
        stream.write(_bare_jpeg(raw), filter=pikepdf.Name.DCTDecode)


def _bare_jpeg(data: bytes) -> bytes:
    """Drop the segments of a JPEG that do not draw: APP1–13, APP15 and comments."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        kind = data[at + 1]
        if not (0xE1 <= kind <= 0xEF and kind != 0xEE) and kind != 0xFE:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _office(data: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            body = _part(part.filename.lower(), old.read(part))
            new.writestr(
                zipfile.ZipInfo(part.filename, _EPOCH), body, zipfile.ZIP_DEFLATED
            )
    return made.getvalue()


def _part(name: str, body: bytes) -> bytes:
    if name in _EMPTY:
        return (_HEAD + _EMPTY[name]).encode()
    if name.endswith(_PICTURES):
        return pictures.inspect(body).data
    if name.endswith((".docx", ".xlsx")):
        return _office(body)
    if name.endswith((".xml", ".vml")):
        return _silent(_decoded(body)).encode()
    return body


def _decoded(body: bytes) -> str:
    utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = body.decode("utf-16" if utf16 else "utf-8-sig")
    return re.sub(r"^<\?xml[^>]*\?>\s*", _HEAD, text, count=1)


def _silent(text: str) -> str:
    """Empty what names a maker; the text that is read stays as it is."""
    text = _TELLING.sub(_emptied, text)
    text = _PICTURE_NAME.sub(r'\1"-"', text)
    text = _AUTHORS.sub(r"\1-\2", text)
    return _FOLDER.sub("", text)


def _emptied(match: re.Match[str]) -> str:
    """Give a value that each of these attributes may have."""
    name = match[1].strip(" \n\t=").rpartition(":")[2]
    if name.startswith("rsid"):
        return f'{match[1]}"00000000"'
    if name in {"date", "dateUtc"}:
        return f'{match[1]}"1980-01-01T00:00:00Z"'
    return f'{match[1]}"-"'
