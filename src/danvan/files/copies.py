"""A copy of a file that carries what a reader sees, and nothing beside it.

For what is passed on to another office: who wrote a file, on which machine, when
and where, under which name, and what was deleted, hidden or commented in it, stay
behind. Nothing is removed from the file: the copy is made anew from what it shows,
so that a place for secrets nobody thought of is left behind too.

Pure, as the gate: no disk, no database, no clock.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape  # it writes XML and reads none # nosec B406 # nosemgrep: xml-names-nothing-outside

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from danvan.core.text.document import Block, Document
from danvan.files import gate
from danvan.files.verdict import FILE_BYTES, Clean, Refused
from danvan.readers import Unreadable, docx

PAGES = 60
_DOTS = 130  # per inch: small print stays readable, 60 pages stay under 10 MB
_POINTS = 72  # per inch, in which PDF measures
_LONGEST_SIDE = 2400  # dots; a page says itself how large it is
_HIDDEN = re.compile(rb"<w:(?:vanish|specVanish)\b")
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.main+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}


def copy(data: bytes, name: str) -> Clean:
    """Return a copy of the file called ``name``; raises Refused.

    A picture is painted anew. A PDF becomes pictures of its pages: no text in it
    can be searched any more. A Word file becomes its text and tables, without
    pictures. Sheets, and Word files with hidden text, are refused: ``hidden``.
    """
    clean = gate.inspect(data, name)
    if clean.suffix == ".pdf":
        clean = _painted(clean.data)
    elif clean.suffix == ".docx":
        clean = _retyped(clean.data)
    elif clean.suffix == ".xlsx":
        raise Refused("hidden", "sheets hide rows, columns and formulas")
    if len(clean.data) > FILE_BYTES:
        raise Refused("too_large")
    return clean


def _painted(data: bytes) -> Clean:
    """Paint every page, and make a PDF of the pictures."""
    out = io.BytesIO()
    with pdfium.PdfDocument(data) as source, pikepdf.new() as made:
        if len(source) > PAGES:
            raise Refused("too_large", f"{len(source)} pages")
        for number in range(len(source)):
            _add_page(made, source[number])
        made.save(out, deterministic_id=True)
        return Clean(out.getvalue(), "application/pdf", ".pdf", len(made.pages))


def _add_page(made: pikepdf.Pdf, page: pdfium.PdfPage) -> None:
    width, height = page.get_size()
    scale = min(_DOTS / _POINTS, _LONGEST_SIDE / max(width, height, 1))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    painted = io.BytesIO()
    picture.save(painted, "JPEG", quality=70)
    made.add_blank_page(page_size=(width, height))
    target = made.pages[-1]
    target.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=_image(made, picture, painted.getvalue()))
    )
    target.Contents = made.make_stream(
        f"{width:f} 0 0 {height:f} 0 0 cm /P Do".encode()
    )


def _image(made: pikepdf.Pdf, picture: Image.Image, painted: bytes) -> pikepdf.Object:
    image = made.make_stream(painted)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    image.Filter = pikepdf.Name.DCTDecode
    return image


def _retyped(data: bytes) -> Clean:
    """Write the text and the tables into a Word file of three parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith(".xml") and _HIDDEN.search(archive.read(part)):
                raise Refused("hidden", part)
    try:
        document = docx.read(data, "")
    except Unreadable as error:
        raise Refused("broken", str(error)) from error
    if not document.text.strip():
        raise Refused("hidden", "no text")
    body = "".join(_elements(document))
    main = f'<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in {**_PARTS, "word/document.xml": main}.items():
            # A day of its own making: the clock of this machine is no content.
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, _HEAD + text, zipfile.ZIP_DEFLATED)
    return Clean(out.getvalue(), _WORD, ".docx")


def _elements(document: Document) -> Iterator[str]:
    for table, blocks in groupby(document.blocks, key=lambda block: block.table):
        if table is None:
            yield from (_paragraphs(document, block) for block in blocks)
        else:
            yield _table(document, list(blocks))


def _table(document: Document, cells: list[Block]) -> str:
    width = 1 + max(cell.column or 0 for cell in cells)
    rows = []
    for _row, line in groupby(cells, key=lambda cell: cell.row):
        told = {cell.column: _paragraphs(document, cell) for cell in line}
        filled = (told.get(column, "<w:p/>") for column in range(width))
        rows.append("".join(f"<w:tc>{text}</w:tc>" for text in filled))
    grid = "<w:gridCol/>" * width
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl><w:p/>"


def _paragraphs(document: Document, block: Block) -> str:
    lines = _NOT_IN_XML.sub("", block.span.of(document.text)).split("\n")
    run = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
    return "".join(run.format(escape(line)) for line in lines)
