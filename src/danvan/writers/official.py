"""A paper as DOCX in the layout of Decree 30/2020/NĐ-CP, annex I.

A4, margins 20/20/30/15 mm, Times New Roman, body 14 justified with the first line
set in by 1.27 cm; page numbers top centre from the second page on.
"""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from danvan.writers.book_table import book_table
from danvan.writers.clean import clean
from danvan.writers.paper import (
    Block,
    Heading,
    Paper,
    Paragraph,
    SignHere,
    Table,
    date_line,
    number_line,
)

FONT: Final = "Times New Roman"
COUNTRY: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_NO_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first a zip knows
_HEAD: Final = 13  # points, as the annex allows
_BODY: Final = 14
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def official(paper: Paper, top: Callable[[Docx, Paper], None] | None = None) -> bytes:
    """Return the paper as the bytes of a DOCX file.

    Nothing in the file tells who made it or when but what the paper says. ``top``
    sets another head than that of the state (`writers.party`).
    """
    document = _empty_page(landscape=paper.landscape)
    (top or _top)(document, paper)
    _title(document, paper)
    for block in paper.blocks:
        _block(document, block)
    _bottom(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream)


def _timeless(stream: io.BytesIO) -> bytes:
    """Pack the file anew without the clock: the same paper makes the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(packed, "w") as kept:
        for part in made.infolist():
            named = zipfile.ZipInfo(part.filename, _NO_DAY)
            kept.writestr(named, made.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _empty_page(*, landscape: bool) -> Docx:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(_BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    for name in ("author", "title", "comments", "last_modified_by"):
        setattr(document.core_properties, name, "")
    for name in ("created", "modified"):
        setattr(document.core_properties, name, datetime.datetime(*_NO_DAY))  # noqa: DTZ001 - no day at all
    return document


def _page_number(line: Line) -> None:
    line.alignment = _CENTRE
    run = line.add_run()
    run.font.size = Pt(_HEAD)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._r.append(mark)


def _top(document: Docx, paper: Paper) -> None:
    """Set issuer and number on the left, country, motto and date on the right."""
    if paper.form:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(line, paper.form, 12, italic=True)
    left, right = _two(document, *((112, 140) if paper.landscape else (68, 97)))
    head = paper.letterhead
    if head.parent:
        _line(left, head.parent.upper(), 12)
    _line(left, head.issuer.upper(), _HEAD, bold=True)
    _rule(left, Cm(2.2))
    if paper.number or paper.symbol:
        _line(left, number_line(paper.number, paper.symbol), _HEAD)
    if not paper.kind:
        _line(left, f"V/v {paper.subject}", 12)
    _line(right, COUNTRY, 12, bold=True)
    _line(right, MOTTO, _HEAD, bold=True)
    _rule(right, Cm(2.1))
    _line(right, date_line(head.place, paper.date), _HEAD, italic=True)
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)


def _title(document: Docx, paper: Paper) -> None:
    if paper.kind:
        title = document.add_paragraph()
        title.paragraph_format.space_before = Pt(12)
        title.alignment = _CENTRE
        _run(title, paper.kind.upper(), _BODY, bold=True)
        subject = document.add_paragraph()
        subject.alignment = _CENTRE
        subject.paragraph_format.space_after = Pt(12)
        _run(subject, paper.subject, _BODY, bold=True)
    if paper.to:
        one = len(paper.to) == 1
        first = f"Kính gửi: {paper.to[0]}" if one else "Kính gửi:"
        for text in (first, *(f"- {name};" for name in paper.to if not one)):
            line = document.add_paragraph()
            line.alignment = _CENTRE if one else WD_ALIGN_PARAGRAPH.LEFT
            line.paragraph_format.left_indent = Cm(0 if one else 4)
            line.paragraph_format.space_before = Pt(6)
            _run(line, text, _BODY)


def _block(document: Docx, block: Block) -> None:
    if isinstance(block, Table) and block.small:
        book_table(document, block)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, SignHere):
        _signatures(document, block)
    else:
        line = document.add_paragraph()
        form = line.paragraph_format
        form.space_before = form.space_after = Pt(6)
        form.first_line_indent = Cm(1.27)
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if isinstance(block, Heading):
            form.keep_with_next = True
            _run(line, block.text, _BODY, bold=True)
        else:
            _paragraph(line, block)


def _paragraph(line: Line, block: Paragraph) -> None:
    if block.centred:
        line.alignment = _CENTRE
        line.paragraph_format.first_line_indent = Cm(0)
    if block.lead:
        _run(line, f"{block.lead} ", _BODY, bold=True)
    _run(line, block.text, _BODY)


def _table(document: Docx, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))
    table.autofit = not block.widths
    for column, width in zip(table.columns, block.widths, strict=False):
        column.width = Mm(width)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for n, row in enumerate(block.rows):
        cells = table.add_row().cells
        for i, (cell, text) in enumerate(zip(cells, row, strict=True)):
            if block.widths:
                cell.width = Mm(block.widths[i])
            _run(cell.paragraphs[0], text, 12, bold=n == 0)


def _signatures(document: Docx, block: SignHere) -> None:
    cells = document.add_table(rows=1, cols=len(block.titles)).rows[0].cells
    for cell, title in zip(cells, block.titles, strict=True):
        _line(cell, title.upper(), _HEAD, bold=True)
        _line(cell, "(Ký, ghi rõ họ tên)", 12, italic=True)
        cell.add_paragraph().paragraph_format.space_after = Pt(48)
        cell._tc.remove(cell.paragraphs[0]._p)


def _bottom(document: Docx, paper: Paper) -> None:
    """Set the recipients on the left and who signs on the right."""
    if not (paper.recipients or any((paper.signature.authority, paper.signature.post))):
        return
    left, right = _two(document, 75, 90)
    if paper.recipients:
        _line(left, "Nơi nhận:", 12, bold=True, italic=True, centred=False)
        for n, name in enumerate(paper.recipients, 1):
            end = "." if n == len(paper.recipients) else ";"
            _line(left, f"- {name}{end}", 11, centred=False)
    sign = paper.signature
    for text in (sign.authority, sign.post):
        if text:
            _line(right, text.upper(), _BODY, bold=True)
    if sign.name:
        signed = _line(right, sign.name, _BODY, bold=True)
        signed.paragraph_format.space_before = Pt(60)
    for cell in (left, right):
        if len(cell.paragraphs) > 1:
            cell._tc.remove(cell.paragraphs[0]._p)


def _line(
    cell: _Cell,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
) -> Line:
    line: Line = cell.add_paragraph()
    if centred:
        line.alignment = _CENTRE
    _run(line, text, size, bold=bold, italic=italic)
    return line


def _run(
    line: Line, text: str, size: int, *, bold: bool = False, italic: bool = False
) -> None:
    run = line.add_run(clean(text))
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.bold, run.font.italic = bold, italic


def _two(document: Docx, *widths: int) -> tuple[_Cell, ...]:
    """Set two cells side by side, of these widths in mm."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    cells: tuple[_Cell, ...] = table.rows[0].cells
    return cells


def _rule(cell: _Cell, indent: Length) -> None:
    """Draw the short line that the annex asks for below issuer and motto."""
    line = _line(cell, "", 1)
    line.paragraph_format.line_spacing = Pt(3)
    line.paragraph_format.space_after = Pt(3)
    below: Any = OxmlElement("w:pBdr")
    edge: Any = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
        edge.set(qn(f"w:{name}"), value)
    below.append(edge)
    line._p.get_or_add_pPr().append(below)
    form = line.paragraph_format
    form.left_indent = form.right_indent = indent
