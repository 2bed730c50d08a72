"""PDF: nothing that acts by itself, nothing hidden, nothing around it."""

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
import pikepdf.settings

from danvan.files import pdf_packed
from danvan.files.verdict import Clean, Refused

OBJECTS = 100_000
_STREAM_BYTES = 64 * 1024 * 1024

# Limits of the whole process: no stream of a document we open may unpack
# into more, whoever opens it.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=50,
    max_stream_filters=3,
    parser_max_container_size=500_000,
    flate_max_memory=_STREAM_BYTES,
    run_length_max_memory=_STREAM_BYTES,
    png_max_memory=_STREAM_BYTES,
    tiff_max_memory=_STREAM_BYTES,
)

# What an action may be: go to a place in this document, follow a hyperlink.
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named", "/Thread", "/Hide", "/Trans"})
_SCRIPTED = frozenset({"/JavaScript", "/Rendition", "/RichMediaExecute"})
_KINDS = frozenset(
    {"/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Sound", "/Movie"}
    | _SCRIPTED
)
# A link may lead to a page, a mail or a phone; one without a scheme is relative.
_LEADS_OUT = re.compile(
    rb"\s*(?:https?:|mailto:|tel:|(?![a-z][a-z0-9+.-]*:))", re.IGNORECASE
)
# Names that make an object worth a walk; most objects have none of them.
_SUSPECT = re.compile(
    rb"/(?:URI|JS|JavaScript|OpenAction|AA|EF|EmbeddedFiles?|RichMedia|XFA|AF|"
    + b"|".join(kind[1:].encode() for kind in sorted(_KINDS))
    + rb")(?![A-Za-z0-9])"
)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = re.compile(rb"/(?:ObjStm|XRef)\b")


def inspect(data: bytes) -> Clean:
    """Return the document; raises Refused for anything beside pages and links.

    A document that had to be repaired to be read is kept as repaired, so that
    no other reader repairs it into something we have not seen.
    """
    _whole(data)
    _packed_plainly(data)
    pdf_packed.check(data)
    try:
        document = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with document:
        if document.is_encrypted:
            raise Refused("encrypted", "opens without a password")
        if len(document.objects) > OBJECTS:
            raise Refused("bomb", f"{len(document.objects)} objects")
        for thing in document.objects:
            _walk_if_suspect(thing)
        pages = len(document.pages)
        if not pages:
            raise Refused("broken", "no page")
        if document.get_warnings():
            repaired = io.BytesIO()
            document.save(repaired)
            data = repaired.getvalue()
    return Clean(data, "application/pdf", ".pdf", pages)


def _whole(data: bytes) -> None:
    """Nothing before the header, nothing after the end, no archive within."""
    if not data.startswith(b"%PDF-"):
        at = data[:1024].find(b"%PDF-")
        raise Refused("wrong_extension" if at < 0 else "polyglot", f"header at {at}")
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("broken", "no end")
    if data[end + 5 :].strip(b"\r\n\t \x00"):
        raise Refused("polyglot", "bytes after the end")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("polyglot", "also an archive")


def _packed_plainly(data: bytes) -> None:
    """Packed objects must use the compression that the limits above bound."""
    for match in re.finditer(rb"stream\r?\n", data):
        begin = data.rfind(b"obj", max(0, match.start() - 4096), match.start())
        head = _NAME_ESCAPE.sub(
            lambda m: bytes([int(m[1], 16)]), data[max(begin, 0) : match.start()]
        )
        if _PACKED_OBJECTS.search(head) and b"/LZW" in head:
            raise Refused("bomb", "packed objects in LZW")


def _walk_if_suspect(thing: pikepdf.Object) -> None:
    """Look into one object when its spelling holds a name worth it.

    ``unparse`` spells inline children out and names in one way, whatever
    escapes the file uses; `objects` lists indirect objects only.
    """
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Name) and str(thing) in _KINDS:
        raise Refused("action", f"{thing} apart from its action")
    if _SUSPECT.search(thing.unparse(resolved=True)):
        for table in _dictionaries(thing):
            _judge(table)


def _dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the dictionaries inside one object, not following references."""
    waiting = [thing]
    while waiting:
        at = waiting.pop()
        if isinstance(at, pikepdf.Dictionary):
            yield at
            waiting += [v for v in at.values() if _inline(v)]
        elif isinstance(at, pikepdf.Array):
            waiting += [v for v in at if _inline(v)]


def _inline(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _judge(table: pikepdf.Dictionary) -> None:
    keys = {str(key) for key in table}
    kind = str(table["/S"]) if isinstance(table.get("/S"), pikepdf.Name) else ""
    own = str(table["/Type"]) if isinstance(table.get("/Type"), pikepdf.Name) else ""
    if keys & {"/JS", "/JavaScript"} or kind in _SCRIPTED:
        raise Refused("macro", "JavaScript")
    if keys & {"/EF", "/EmbeddedFiles"} or own == "/EmbeddedFile":
        raise Refused("embedded")
    if keys & {"/RichMedia", "/XFA"} or "/RichMedia" in {
        own,
        str(table.get("/Subtype")),
    }:
        raise Refused("action", "media or dynamic form")
    if kind in _KINDS:
        raise Refused("action", kind)
    if kind == "/URI" and not _LEADS_OUT.match(bytes(table.get("/URI", b""))):
        raise Refused("action", "a link that leads to no page")
    _judge_opening(table.get("/OpenAction"))


def _judge_opening(action: object) -> None:
    """A document may open at a place of its own; it may do nothing else."""
    kind = str(action.get("/S")) if isinstance(action, pikepdf.Dictionary) else ""
    if kind and kind not in _HARMLESS:
        code = "macro" if kind in _SCRIPTED else "action"
        raise Refused(code, f"opens with {kind}")
