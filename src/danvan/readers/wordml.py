"""The text of one Word paragraph, as the eye sees it."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from danvan.readers.marks import apart, raised

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

NOTE_MARKS: Final = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
}

_FIXED = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Deleted text, older renderings of the same drawing, boxes read on their own, and
# properties (a tab stop is called w:tab as well).
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}pPr", f"{W}rPr", _FALLBACK}
)
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")

NoteNumber = Callable[[str, str], str]


def paragraph_text(paragraph: etree._Element, number: NoteNumber) -> str:
    """Return the text of a ``w:p``.

    ``number(kind, id)`` gives the printed number of a footnote's mark; marks and
    raised digits become superscript characters. Page numbers are left out.
    """
    return "".join(text for _, text in pieces(paragraph, number))


def pieces(
    paragraph: etree._Element, number: NoteNumber
) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements of a paragraph that print something, with what they print.

    A gap that parts a raised digit from the word before it is the first character of
    what the digit's element prints.
    """
    before = ""
    for element, text in _printed(paragraph, number):
        parted = apart(before + text)[len(before) :]
        yield element, parted
        before = (before + parted)[-4:]


def _printed(
    paragraph: etree._Element, number: NoteNumber
) -> Iterator[tuple[etree._Element, str]]:
    fields: list[list[str]] = []  # codes of the fields we are inside of
    for element in _visible(paragraph):
        tag = element.tag
        if tag == f"{W}fldChar":
            _turn_field(element, fields)
        elif tag == f"{W}instrText" and fields:
            fields[-1].append(element.text or "")
        elif any(_is_page(codes) for codes in fields):
            continue
        elif tag == f"{W}t":
            text = element.text or ""
            yield element, raised(text) if _is_raised(element) else text
        elif tag in _FIXED:
            yield element, _FIXED[str(tag)]
        elif tag in NOTE_MARKS:
            kind = NOTE_MARKS[str(tag)]
            yield element, raised(number(kind, element.get(f"{W}id") or ""))


def _visible(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == f"{W}fldSimple" and _is_page([child.get(f"{W}instr") or ""]):
            continue
        yield child
        yield from _visible(child)


def _turn_field(element: etree._Element, fields: list[list[str]]) -> None:
    turn = element.get(f"{W}fldCharType")
    if turn == "begin":
        fields.append([])
    elif turn == "end" and fields:
        fields.pop()


def _is_page(codes: list[str]) -> bool:
    words = "".join(codes).split()
    return bool(words) and words[0].upper() in _PAGE_FIELDS


def _is_raised(text: etree._Element) -> bool:
    run = text.getparent()
    found = None if run is None else run.find(f"{W}rPr/{W}vertAlign")
    return found is not None and found.get(f"{W}val") == "superscript"


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of the text boxes anchored in a paragraph."""
    return _once(paragraph, f"{W}txbxContent")


def paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield every paragraph within a table's cell, those of inner tables too."""
    return _once(cell, f"{W}p")


def _once(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    # Word stores a drawing twice, the second time for programs of 2007.
    for element in parent.iter(tag):
        if not any(a.tag == _FALLBACK for a in element.iterancestors()):
            yield element
