"""Web pages: the article, without menus, counters, scripts and related links."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from danvan.core.text.document import Document, Kind, Place
from danvan.readers.article import article_of, is_layout
from danvan.readers.builder import Builder
from danvan.readers.errors import Unreadable
from danvan.readers.marks import apart, one_line, raised
from danvan.readers.plain import decode

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
    *("header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section"),
    *("summary", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "ul"),
}


def read(data: bytes, name: str) -> Document:
    """Read an HTML page; place is the number of the paragraph in the article."""
    text = _decode(data)
    if "\x00" in text:
        raise Unreadable("broken")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        root = lxml_html.document_fromstring(
            text[_declared(text) :].encode(), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("empty" if not text.strip() else "broken") from error
    walk = _Walk()
    walk.part(article_of(root))
    return walk.builder.document(name)


def _declared(text: str) -> int:
    """Return where the XML declaration ends; looked for at the beginning alone.

    Looked for everywhere, a page of blanks would take the square of its length.
    """
    found = _DECLARATION.match(text)
    return found.end() if found else 0


def _decode(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


class _Walk:
    """One pass over the article: parts make blocks, inline elements make text."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._paragraph = 0
        self._table = -1

    def part(self, element: etree._Element, kind: Kind = "paragraph") -> None:
        """Add ``element``: runs of inline content between its inner parts."""
        kind = _kind(element, kind)
        run = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and child.tag == "table":
                self._flush(run, kind)
                self._add_table(child)
            elif isinstance(child.tag, str) and _is_part(child):
                self._flush(run, kind)
                self.part(child, kind)
            elif child.tag == "br":
                self._flush(run, kind)
            else:
                run.append(_inline(child))
            run.append(child.tail or "")
        self._flush(run, kind)

    def _flush(self, run: list[str], kind: Kind) -> None:
        text = apart(one_line("".join(run)))
        run.clear()
        if text:
            self._paragraph += 1
            self.builder.add(text, kind, Place(paragraph=self._paragraph))

    def _add_table(self, table: etree._Element) -> None:
        rows = list(_rows(table))
        cells = [c for row in rows for c in row]
        if any(is_layout(c) for c in cells) or len(cells) < 2:
            for cell in cells:
                self.part(cell)
            return
        for caption in table.iterchildren("caption"):
            self.part(caption)
        self._table += 1
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(rows):
            column = 0
            self._paragraph += 1
            for cell in line:
                while (row, column) in taken:
                    column += 1
                self._add_cell(cell, row, column)
                column += _reserve(cell, row, column, taken)

    def _add_cell(self, cell: etree._Element, row: int, column: int) -> None:
        text = apart(one_line("".join(_pieces(cell))))
        place = Place(paragraph=self._paragraph)
        self.builder.add(text, "cell", place, cell=(self._table, row, column))


def _kind(element: etree._Element, outer: Kind) -> Kind:
    if element.tag in _HEADINGS:
        return "heading"
    if element.tag in ("li", "dd"):
        return "item"
    marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    return "footnote" if "footnote" in marks or "ftn" in marks else outer


def _is_part(element: etree._Element) -> bool:
    """Say whether an element breaks the line; an inline one may hold such a part."""
    return element.tag in _PARTS or any(
        isinstance(e.tag, str) and e.tag in _PARTS for e in element.iterdescendants()
    )


def _inline(element: etree._Element) -> str:
    return "".join(_pieces(element)) if isinstance(element.tag, str) else ""


def _pieces(element: etree._Element) -> Iterator[str]:
    up = element.tag == "sup"
    yield raised(element.text or "") if up else element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            inner = "".join(_pieces(child))
            yield " " if child.tag == "br" else raised(inner) if up else inner
            if child.tag in _PARTS:
                yield " "
        yield child.tail or ""


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)
        elif child.tag == "tr":
            yield [c for c in child if c.tag in ("td", "th")]


def _reserve(
    cell: etree._Element, row: int, column: int, taken: set[tuple[int, int]]
) -> int:
    """Mark what a cell spans and return its width."""
    width, height = _span(cell, "colspan"), _span(cell, "rowspan")
    taken.update(
        (row + down, column + right)
        for down in range(1, height)
        for right in range(width)
    )
    return width


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 100) if value.isdigit() and len(value) < 5 else 1
