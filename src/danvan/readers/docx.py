"""Word files: text, tables, footnotes, headers; each with its paragraph."""

from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from danvan.core.text.document import Document, Kind, Place
from danvan.readers.archive import Archive
from danvan.readers.builder import Builder
from danvan.readers.errors import Unreadable
from danvan.readers.marks import raised
from danvan.readers.wordml import (
    NOTE_MARKS,
    NoteNumber,
    W,
    paragraph_text,
    paragraphs,
    text_boxes,
)

_HEADING_NAMES = ("heading", "title", "tiêu đề")


@dataclass(frozen=True, slots=True)
class Source:
    """A Word paragraph and the text it gave: ``start`` up to ``end`` of the document.

    ``skipped`` characters of the paragraph, line breaks before its first word, are not
    in the text.
    """

    start: int
    end: int
    paragraph: etree._Element
    skipped: int


def read(data: bytes, name: str) -> Document:
    """Read a .docx; deleted text of tracked changes and field codes are left out."""
    return located(data, name).document


class Located(NamedTuple):
    """A document with the paragraphs of ``word/document.xml`` that gave its text.

    ``number(kind, id)`` is the printed number of a note.
    """

    document: Document
    body: etree._Element
    sources: list[Source]
    number: NoteNumber


def located(data: bytes, name: str) -> Located:
    """Read a .docx and tell which of its paragraphs gave what, in order."""
    archive = Archive(data)
    body = archive.xml("word/document.xml").find(f"{W}body")
    if body is None:
        raise Unreadable("broken")
    walk = _Walk(_heading_styles(archive), paged=_has_pages(body))
    walk.body(body)
    for kind in ("footnote", "endnote"):
        walk.notes(archive, kind)
    walk.headers(archive)
    document = walk.builder.document(name)
    return Located(document, body, walk.sources, walk.number)


def _heading_styles(archive: Archive) -> frozenset[str]:
    if "word/styles.xml" not in archive.names:
        return frozenset()
    found = set()
    for style in archive.xml("word/styles.xml").iter(f"{W}style"):
        label = style.find(f"{W}name")
        named = "" if label is None else (label.get(f"{W}val") or "").lower()
        if named.startswith(_HEADING_NAMES):
            found.add(style.get(f"{W}styleId") or "")
    return frozenset(found)


def _has_pages(body: etree._Element) -> bool:
    return next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None


class _Walk:
    """One pass over the body, counting paragraphs, pages, tables and notes."""

    def __init__(self, headings: frozenset[str], *, paged: bool) -> None:
        self.builder = Builder()
        self.sources: list[Source] = []
        self._headings = headings
        self._page: int | None = 1 if paged else None
        self._paragraph = 0
        self._table = -1
        # Note ids in the order their marks appear: that is how Word numbers them.
        self._marks: dict[str, dict[str, tuple[int, Place]]] = {
            kind: {} for kind in NOTE_MARKS.values()
        }

    def body(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._add_paragraph(child)
            elif child.tag == f"{W}tbl":
                self._add_table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                self.body(child)

    def _take(self, paragraph: etree._Element) -> tuple[str, Place]:
        """Return the paragraph's text and place, counting what it moves past."""
        text = paragraph_text(paragraph, self.number)
        if text.strip():
            self._paragraph += 1
        place = Place(page=self._page, paragraph=self._paragraph or 1)
        self._settle(place)
        if self._page is not None:
            self._page += len(list(paragraph.iter(f"{W}lastRenderedPageBreak")))
        return text, place

    def number(self, kind: str, identity: str) -> str:
        marks = self._marks[kind]
        number, _ = marks.setdefault(identity, (len(marks) + 1, Place()))
        return str(number)

    def _settle(self, place: Place) -> None:
        for marks in self._marks.values():
            for identity, (number, where) in reversed(marks.items()):
                if where != Place():
                    break
                marks[identity] = (number, place)

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        text, place = self._take(paragraph)
        start = self.builder.add(text.strip("\n"), self._kind(paragraph), place)
        self._remember(start, paragraph, text)
        for box in text_boxes(paragraph):
            self.body(box)

    def _remember(
        self, start: int | None, paragraph: etree._Element, text: str
    ) -> None:
        if start is not None and text.strip():
            kept = text.strip("\n")
            skipped = len(text) - len(text.lstrip("\n"))
            self.sources.append(Source(start, start + len(kept), paragraph, skipped))

    def _kind(self, paragraph: etree._Element) -> Kind:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "paragraph"
        style = properties.find(f"{W}pStyle")
        named = "" if style is None else style.get(f"{W}val")
        outline = properties.find(f"{W}outlineLvl")
        level = "9" if outline is None else outline.get(f"{W}val")
        if named in self._headings or level != "9":
            return "heading"
        return "paragraph" if properties.find(f"{W}numPr") is None else "item"

    def _add_table(self, table: etree._Element) -> None:
        self._table += 1
        number = self._table
        for row, line in enumerate(_children(table, f"{W}tr")):
            column = _grid(line, "gridBefore", f"{W}trPr")
            for cell in _children(line, f"{W}tc"):
                self._add_cell(cell, (number, row, column))
                column += _grid(cell, "gridSpan", f"{W}tcPr") or 1

    def _add_cell(self, cell: etree._Element, at: tuple[int, int, int]) -> None:
        taken = [(p, *self._take(p)) for p in paragraphs(cell)]
        said = [(p, text, place) for p, text, place in taken if text.strip()]
        if not said:
            return
        texts = [text.strip("\n") for _, text, _ in said]
        start = self.builder.add("\n".join(texts), "cell", said[0][2], cell=at)
        for paragraph, text, _ in said:
            self._remember(start, paragraph, text)
            start = self.sources[-1].end + 1

    def notes(self, archive: Archive, kind: str) -> None:
        """Add the notes that the text refers to, at the end, marked as there."""
        part = f"word/{kind}s.xml"
        if part not in archive.names:
            return
        marks = self._marks[kind]
        notes = {n.get(f"{W}id"): n for n in archive.xml(part).iter(f"{W}{kind}")}
        for identity, (number, place) in marks.items():
            note = notes.get(identity)
            if note is None:
                continue
            lines = [paragraph_text(p, lambda *_: "") for p in note.iter(f"{W}p")]
            text = " ".join(line.strip() for line in lines if line.strip())
            mark = raised(str(number))
            self.builder.add(f"{mark} {text}", "footnote", place)

    def headers(self, archive: Archive) -> None:
        """Add what stands in page headers and footers, each text once."""
        seen = set()
        for part in sorted(archive.names):
            if not part.startswith(("word/header", "word/footer")):
                continue
            for paragraph in archive.xml(part).iter(f"{W}p"):
                text = paragraph_text(paragraph, lambda *_: "").strip()
                if text and text not in seen:
                    seen.add(text)
                    self.builder.add(text, "header", Place())


def _children(parent: etree._Element, tag: str) -> list[etree._Element]:
    """Return the children of a kind, also those that content controls wrap."""
    found = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag == f"{W}sdt":
            found += [
                e
                for c in child.iterchildren(f"{W}sdtContent")
                for e in c
                if e.tag == tag
            ]
    return found


def _grid(element: etree._Element, what: str, properties: str) -> int:
    found = element.find(f"{properties}/{W}{what}")
    value = "0" if found is None else found.get(f"{W}val") or "0"
    return int(value) if value.isdigit() and len(value) < 4 else 0
