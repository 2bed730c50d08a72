"""The Word file given back with a comment at each finding; its text is untouched."""

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lxml import etree

from danvan.readers.archive import COMMON, STRICT, Archive
from danvan.readers.docx import Source, located
from danvan.readers.marks import GAP
from danvan.readers.wordml import NoteNumber, W, pieces
from danvan.writers.words import SEVERITIES, failures, say

_PART: Final = "word/comments.xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_TYPES: Final = "[Content_Types].xml"
_R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AUTHOR = "Dân Vận"


def commented(data: bytes, audit: Mapping[str, Any], language: str) -> bytes:
    """Return the .docx with comments; ``audit`` is the danvan.audit/1 of this file.

    Findings in footnotes and headers are told in a comment at the first paragraph:
    Word has no comments there.
    """
    archive = Archive(data)
    found = located(data, audit["source"]["name"])
    if not found.sources:
        return data
    parts: dict[str, etree._Element] = {}
    comments = _comments_part(archive)
    number = 1 + max((int(c.get(f"{W}id") or 0) for c in comments), default=-1)
    for check in failures(audit):
        source, start, end = _anchor(audit, check, found.sources)
        _mark(source.paragraph, start, end, number, found.number)
        comments.append(_comment(number, check, language))
        number += 1
    parts["word/document.xml"] = found.body.getroottree().getroot()
    parts[_PART] = comments
    parts[_RELATIONS] = _relations(archive)
    parts[_TYPES] = _types(archive)
    return _packed(archive, parts)


def _anchor(
    audit: Mapping[str, Any], check: Mapping[str, Any], sources: Sequence[Source]
) -> tuple[Source, int, int]:
    """Return the paragraph of a finding, and what to mark of its characters."""
    named = {*check["figures"], *check["citations"]}
    parts = [p for p in (*audit["figures"], *audit["citations"]) if p["id"] in named]
    spans = sorted((p["start"], p["end"]) for p in parts)
    spans = spans or [(check["start"], check["end"])]
    for source in sources:
        inside = [s for s in spans if source.start <= s[0] and s[1] <= source.end]
        if inside:
            shift = source.skipped - source.start
            return source, inside[0][0] + shift, inside[-1][1] + shift
    first = sources[0]
    return first, first.skipped, first.skipped + first.end - first.start


def _mark(
    paragraph: etree._Element, start: int, end: int, number: int, notes: NoteNumber
) -> None:
    first = _run_from(paragraph, start, notes)
    if first is not None:
        first.addprevious(
            etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)})
        )
    last = _run_until(paragraph, end, notes)
    close = etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)})
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": str(number)})
    if last is None:
        paragraph.extend([close, reference])
    else:
        last.addnext(close)
        close.addnext(reference)


def _run_from(
    paragraph: etree._Element, offset: int, notes: NoteNumber
) -> etree._Element | None:
    """Return the run that begins at a character, splitting the one that holds it."""
    done = 0
    for element, text in pieces(paragraph, notes):
        if done <= offset < done + len(text):
            return _split(element, _within(text, offset - done))
        done += len(text)
    return None


def _run_until(
    paragraph: etree._Element, offset: int, notes: NoteNumber
) -> etree._Element | None:
    """Return the run that ends before a character."""
    done = 0
    for element, text in pieces(paragraph, notes):
        if done < offset <= done + len(text):
            run = element.getparent()
            if offset < done + len(text):
                _split(element, _within(text, offset - done))
            else:
                following = element.getnext()
                if following is not None:
                    _split(following, 0)
            return run
        done += len(text)
    return None


def _within(text: str, at: int) -> int:
    """Return the place in an element of a place in what it prints, gap included."""
    return max(at - text.startswith(GAP), 0)


def _split(element: etree._Element, at: int) -> etree._Element | None:
    """Make a run of its own begin ``at`` characters into ``element``; return it."""
    run = element.getparent()
    if run is None or run.tag != f"{W}r":
        return run
    before = [e for e in element.itersiblings(preceding=True) if e.tag != f"{W}rPr"]
    if at == 0 and not before:
        return run
    second = etree.Element(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        second.append(copy.deepcopy(look))
    following = list(element.itersiblings())
    if at == 0:
        second.append(element)
    else:
        rest = copy.deepcopy(element)
        rest.tail = None
        text = element.text or ""
        element.text, rest.text = text[:at], text[at:]
        for half in (element, rest):
            half.set(_SPACE, "preserve")
        second.append(rest)
    second.extend(following)
    run.addnext(second)
    return second


def _comment(number: int, check: Mapping[str, Any], language: str) -> etree._Element:
    comment = etree.Element(
        f"{W}comment",
        {f"{W}id": str(number), f"{W}author": _AUTHOR, f"{W}initials": "DV"},
    )
    lines = [f"{SEVERITIES[check['severity']][language]}: {check['message'][language]}"]
    if check.get("repair"):
        lines.append(say("repair", language, check["repair"][language]))
    for line in [*lines, say("foot", language)]:
        paragraph = etree.SubElement(comment, f"{W}p")
        text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        text.text = line
        text.set(_SPACE, "preserve")
    return comment


def _comments_part(archive: Archive) -> etree._Element:
    if _PART in archive.names:
        return archive.xml(_PART)
    return etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})


def _relations(archive: Archive) -> etree._Element:
    if _RELATIONS in archive.names:
        root = archive.xml(_RELATIONS)
    else:
        root = etree.Element(f"{_R}Relationships", nsmap={None: _R[1:-1]})
    office = _STRICT_OFFICE if _is_strict(archive) else _OFFICE
    if not any(r.get("Type") == f"{office}/comments" for r in root):
        taken = {r.get("Id") for r in root}
        free = next(
            i for i in map("rIdDanVan{}".format, range(1, 99)) if i not in taken
        )
        etree.SubElement(
            root,
            f"{_R}Relationship",
            {"Id": free, "Type": f"{office}/comments", "Target": "comments.xml"},
        )
    return root


def _is_strict(archive: Archive) -> bool:
    return STRICT in archive.part("word/document.xml")


def _types(archive: Archive) -> etree._Element:
    root = archive.xml(_TYPES)
    name = f"/{_PART}"
    if not any(t.get("PartName") == name for t in root):
        etree.SubElement(
            root, f"{_C}Override", {"PartName": name, "ContentType": _COMMENTS_TYPE}
        )
    return root


def _packed(archive: Archive, parts: Mapping[str, etree._Element]) -> bytes:
    """Write the archive anew: changed parts from their trees, the rest as they are."""
    out = io.BytesIO()
    strict = _is_strict(archive)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys((_TYPES, *archive.order, *parts)):
            if name in parts:
                data = etree.tostring(
                    parts[name], xml_declaration=True, encoding="UTF-8", standalone=True
                )
                data = data.replace(COMMON, STRICT) if strict else data
            else:
                data = archive.part(name)
            target.writestr(name, data)
    return out.getvalue()
