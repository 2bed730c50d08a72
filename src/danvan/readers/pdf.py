"""PDF with text: lines put together to paragraphs, page furniture dropped."""

import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from danvan.core.text.document import Document, Kind, Place
from danvan.readers.builder import Builder
from danvan.readers.errors import Unreadable

PAGE_LIMIT = 3000
_LEAST_TEXT = 8  # characters a page with text has; scans carry a stamp's few

_PAGE_NUMBER = re.compile(
    r"\W*(?:trang|page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-+*•–]|\(?\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,5}\.)\s")
_HEADING = re.compile(r"(?:[IVX]{1,5}\.|PHẦN|CHƯƠNG)\s")
_ENDED = re.compile(r"[.;:!?…][\"”)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; points, the origin at the lower left corner of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    page_width: float
    page_height: float

    @property
    def at_edge(self) -> bool:
        """Whether it stands in the margin at the top or bottom of the page."""
        margin = 0.1 * self.page_height
        return self.top < margin or self.bottom > self.page_height - margin

    @property
    def height(self) -> float:
        """The height of the tallest character measured."""
        return max(self.top - self.bottom, 1.0)


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
    return _document(_without_furniture(pages), name)


def _pages(pdf: pdfium.PdfDocument) -> list[list[Line]]:
    if len(pdf) > PAGE_LIMIT:
        raise Unreadable("too_large")
    pages = []
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        pages.append(_lines(text, number + 1, page.get_size()))
        text.close()
        page.close()
    return pages


def _lines(
    page: pdfium.PdfTextPage, number: int, size: tuple[float, float]
) -> list[Line]:
    lines = []
    start = 0
    text = page.get_text_range()
    exact = len(text) == page.count_chars()
    for line in text.split("\n"):
        body = line.rstrip("\r").replace("\ufffe", "-").replace("\x02", "-")
        if body.strip():
            lead = len(body) - len(body.lstrip())
            first, last = start + lead, start + len(body.rstrip()) - 1
            box = _box(page, first, last) if exact else (0.0, 0.0, 0.0, 0.0)
            lines.append(Line(body.strip(), number, *box, *size))
        start += len(line) + 1
    return lines


def _box(
    page: pdfium.PdfTextPage, first: int, last: int
) -> tuple[float, float, float, float]:
    left, bottom, _, top = page.get_charbox(first, loose=True)
    _, bottom_last, right, top_last = page.get_charbox(last, loose=True)
    return left, right, min(bottom, bottom_last), max(top, top_last)


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop page numbers, and lines in the margin that most pages repeat."""
    edges = Counter(_key(x.text) for page in pages for x in page if x.at_edge)
    often = max(3, len(pages) // 2)
    return [
        [line for line in page if not _is_furniture(line, edges, often)]
        for page in pages
    ]


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_furniture(line: Line, edges: Counter[str], often: int) -> bool:
    if not line.at_edge:
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or edges[_key(line.text)] >= often


def _document(pages: list[list[Line]], name: str) -> Document:
    builder = Builder()
    groups = _paragraphs([line for page in pages for line in page])
    for paragraph, group in enumerate(groups, 1):
        text = " ".join(line.text for line in group)
        place = Place(page=group[0].page, paragraph=paragraph)
        builder.add(text, _kind(group), place)
    return builder.document(name)


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    # Lines reach to the right margin, unless all of a short text's are short.
    margin = max((max(x.right, 0.8 * x.page_width) for x in lines), default=0.0)
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, margin):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(above: Line, line: Line, margin: float) -> bool:
    """Say whether ``line`` continues the paragraph of the line ``above``."""
    if _ITEM.match(line.text) or _HEADING.match(line.text):
        return False
    if above.text.isupper() != line.text.isupper():
        return False
    ended = bool(_ENDED.search(above.text))
    if above.page != line.page:
        return not ended and line.text[:1].islower()
    if above.right == 0:  # no geometry: only the words tell
        return not ended
    gap = above.bottom - line.top
    if gap > 0.9 * line.height or gap < -1.5 * line.height:
        return False
    short = above.right < margin - 4 * line.height
    return not (short and (ended or line.text[:1].isupper()))


def _kind(group: list[Line]) -> Kind:
    text = group[0].text
    if _HEADING.match(text) or text.isupper():
        return "heading"
    return "item" if _ITEM.match(text) else "paragraph"
