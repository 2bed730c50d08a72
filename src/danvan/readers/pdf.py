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
        pages.append(_lines(text, number + 1))
        text.close()
        page.close()
    return pages


def _lines(page: pdfium.PdfTextPage, number: int) -> list[Line]:
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
            lines.append(Line(body.strip(), number, *box))
        start += len(line) + 1
    return lines


def _box(
    page: pdfium.PdfTextPage, first: int, last: int
) -> tuple[float, float, float, float]:
    left, bottom, _, top = page.get_charbox(first, loose=True)
    _, bottom_last, right, top_last = page.get_charbox(last, loose=True)
    return left, right, min(bottom, bottom_last), max(top, top_last)


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop page numbers, and first and last lines that most pages repeat."""
    edges = Counter(
        _edge_key(line.text)
        for page in pages
        for line in {id(x): x for x in (*page[:2], *page[-2:])}.values()
    )
    often = max(3, len(pages) // 2)
    kept = []
    for page in pages:
        edge = {*range(min(2, len(page))), *range(max(len(page) - 2, 0), len(page))}
        kept.append(
            [
                line
                for i, line in enumerate(page)
                if not (i in edge and _is_furniture(line.text, edges, often))
            ]
        )
    return kept


def _edge_key(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_furniture(text: str, edges: Counter[str], often: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text)) or edges[_edge_key(text)] >= often


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
    margin = max((line.right for line in lines), default=0.0)
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
    if margin == 0:  # no geometry: only the words tell
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
