"""A book's table in a DOCX: thousands of rows, the head on every page.

Written as XML at once: python-docx looks through the whole table for each new row.
"""

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from danvan.writers.clean import clean
from danvan.writers.paper import Table

_SIZE: Final = 19  # half points
_EDGES: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_FONT: Final = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:cs="{0}" w:eastAsia="{0}"/>'


def book_table(document: Document, table: Table) -> None:
    """Set the table at the end of the document."""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    rows = "".join(_rows(table))
    # The words were escaped, and nothing in it names anything outside.
    made: Any = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='0' w:type='auto'/>"
        f"<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type='fixed'/>"
        "<w:tblCellMar><w:left w:w='57' w:type='dxa'/><w:right w:w='57' w:type='dxa'/>"
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    document.element.body.insert_element_before(made, "w:sectPr")
    document.add_paragraph()  # two tables without one between them run together


def _rows(table: Table) -> Iterator[str]:
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        head = number == 0
        bold = head or (table.total and number == last)
        repeat = "<w:tblHeader/>" if head else ""
        cells = "".join(
            _cell(
                text,
                width,
                bold=bold,
                # The last cell says why the others are.
                struck=number in table.struck and place < len(row) - 1,
                head=head,
            )
            for place, (text, width) in enumerate(zip(row, table.widths, strict=True))
        )
        yield f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, *, bold: bool, struck: bool, head: bool) -> str:
    said = clean(text)
    figure = not head and said.replace(".", "").replace(",", "").isdecimal()
    place = "center" if head else "right" if figure else "left"
    marks = "<w:b/>" * bold + "<w:strike/>" * struck
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in said.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="{place}"/></w:pPr><w:r><w:rPr>'
        f"{_FONT.format('Times New Roman')}{marks}"
        f'<w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/></w:rPr>{lines}</w:r></w:p></w:tc>'
    )


def _twips(millimetres: int) -> int:
    return int(Mm(millimetres).twips)
