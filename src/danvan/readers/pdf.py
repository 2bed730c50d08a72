"""PDF with text: what is printed where, by PDFium; its layout is read elsewhere."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from danvan.core.text.document import Document
from danvan.readers.errors import Unreadable
from danvan.readers.layout import Cell, Line, document_of

PAGE_LIMIT: Final = 3000
_LEAST_TEXT: Final = 8  # characters a file with text has
_FULL_PAGE: Final = 300  # a scanned page has fewer: those of a digital signature
_PICTURE: Final = 0.5  # of a page's area: so much the picture of a scan takes
_WIDE: Final = 0.75  # of a line's height: blanks so wide part the cells of a table

# A hyphen at the end of a line, as PDFium marks it.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\r": " "})


def read(data: bytes, name: str) -> Document:
    """Read a PDF; raises Unreadable ``encrypted``, ``broken`` or ``scanned``."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        secured = code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("encrypted" if secured else "broken") from error
    try:
        pages = _pages(pdf)
    except pdfium.PdfiumError as error:
        raise Unreadable("broken") from error
    finally:
        pdf.close()
    if not pages:
        raise Unreadable("broken")
    if sum(len(line.text) for page in pages for line in page) < _LEAST_TEXT:
        raise Unreadable("scanned")
    return document_of(pages, name)


def _pages(pdf: pdfium.PdfDocument) -> list[list[Line]]:
    if len(pdf) > PAGE_LIMIT:
        raise Unreadable("too_large")
    pages = []
    scanned = 0
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        pages.append(_lines(text, number + 1, page.get_size()))
        scanned += text.count_chars() < _FULL_PAGE and _is_picture(page)
        text.close()
        page.close()
    if scanned > len(pages) / 2:
        raise Unreadable("scanned")
    return pages


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Say whether one picture takes most of the page."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _PICTURE * width * height:
            return True
    return False


def _lines(
    page: pdfium.PdfTextPage, number: int, size: tuple[float, float]
) -> list[Line]:
    lines = []
    start = 0
    text = page.get_text_range()
    # Where PDFium drops or doubles characters, its boxes no longer fit the text.
    measured = len(text) == page.count_chars()
    for printed in text.split("\n"):
        body = printed.translate(_HYPHENS)
        if body.strip():
            lines.append(
                _measured(page, body, start, number, size)
                if measured
                else Line((Cell(body.strip(), 0.0, 0.0),), number, 0.0, 0.0, *size)
            )
        start += len(printed) + 1
    return lines


def _measured(
    page: pdfium.PdfTextPage,
    body: str,
    start: int,
    number: int,
    size: tuple[float, float],
) -> Line:
    first = len(body) - len(body.lstrip())
    last = len(body.rstrip()) - 1
    left, bottom, _, top = page.get_charbox(start + first, loose=True)
    _, bottom_last, _, top_last = page.get_charbox(start + last, loose=True)
    bottom, top = min(bottom, bottom_last), max(top, top_last)
    words = list(_words(page, body, start, first, last, left))
    return Line(_cells(words, _WIDE * (top - bottom)), number, bottom, top, *size)


def _words(
    page: pdfium.PdfTextPage, body: str, start: int, first: int, last: int, left: float
) -> Iterator[Cell]:
    begin = first
    for index in range(first, last + 1):
        if index == last:
            right = page.get_charbox(start + index, loose=True)[2]
            yield Cell(body[begin:].strip(), left, right)
        elif body[index].isspace() and not body[index + 1].isspace():
            printed = len(body[begin:index].rstrip())
            right = page.get_charbox(start + begin + printed - 1, loose=True)[2]
            yield Cell(body[begin:index].rstrip(), left, right)
            begin = index + 1
            left = page.get_charbox(start + begin, loose=True)[0]


def _cells(words: list[Cell], wide: float) -> tuple[Cell, ...]:
    """Join words to cells where no wide blank parts them."""
    cells = [[words[0]]]
    for before, word in pairwise(words):
        if word.left - before.right > wide:
            cells.append([])
        cells[-1].append(word)
    return tuple(Cell.of(parts) for parts in cells)
