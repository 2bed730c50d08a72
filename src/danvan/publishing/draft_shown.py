"""Drafts in the words of the reader's screen."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.drafting.build import LATE
from danvan.core.drafting.outline import outlines
from danvan.core.indicators import catalogue
from danvan.indicators.labels import language, period_name, say
from danvan.publishing.draft_annex import Forms, codes
from danvan.publishing.draft_labels import CURES, STATES, TROUBLES
from danvan.publishing.draft_marks import Mark
from danvan.publishing.draft_page import Contents, Piece, Shown
from danvan.publishing.models import Draft, Link, Paragraph

_AROUND = 60  # characters shown on either side of a figure


def row(draft: Draft) -> dict[str, Any]:
    """Return a line of the list."""
    return {
        "draft": draft,
        "name": say(outlines()[draft.outline].name),
        "period": period_name(draft.period.known),
        "state": STATES[draft.state],
    }


def page(contents: Contents) -> dict[str, Any]:
    """Return what the page of a draft shows."""
    draft = contents.draft
    return {
        **row(draft),
        "contents": contents,
        "outline": contents.outline,
        "writing": draft.state == "writing",
        "paragraphs": [_paragraph(shown) for shown in contents.shown],
    }


def annexes(contents: Contents, found: Forms) -> dict[str, Any]:
    """Return what the workbook of annexes holds, and what is not in it, in sentences."""
    return {"holds": _holds(found), "lacks": [*_lacks(contents, found)]}


def _holds(found: Forms) -> str:
    if not found.standing:
        return _("The workbook holds the table of figures.")
    said = ngettext(
        "The workbook holds the table of figures and %(n)s statutory form: %(codes)s.",
        "The workbook holds the table of figures and %(n)s statutory forms: %(codes)s.",
        len(found.standing),
    )
    return said % {"n": len(found.standing), "codes": codes(found.standing)}


def _lacks(contents: Contents, found: Forms) -> Iterator[str]:
    if not found.readable:
        yield _("Without statutory forms: you may not read those of %(unit)s.") % {
            "unit": contents.draft.unit.name
        }
    for said, some in (
        (_("Not signed yet: %(codes)s."), found.unsigned),
        (_("Not filled in for this period: %(codes)s."), found.unfilled),
        (_("Columns not read in yet: %(codes)s."), found.unloaded),
    ):
        if some:
            yield said % {"codes": codes(some)}


def _paragraph(shown: Shown) -> dict[str, Any]:
    paragraph = shown.paragraph
    return {
        "paragraph": paragraph,
        "hint": say(paragraph.hint) if paragraph.hint else "",
        "lines": list(_lines(shown.pieces)),
        "troubles": [_trouble(mark) for mark in shown.troubles],
        "findings": [check.message[language()] for check in shown.findings],
    }


def _lines(pieces: tuple[Piece, ...]) -> Iterator[list[dict[str, Any]]]:
    line: list[dict[str, Any]] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        line.append(_piece(piece, first))
        for text in rest:
            yield line
            line = [_piece(piece, text)]
    yield line


def _piece(piece: Piece, text: str) -> dict[str, Any]:
    mark = piece.mark
    state = ""
    if piece.typed:
        state = "unchecked"
    elif mark:
        state = "holds" if mark.settled else "error"
        if mark.link.state == "loose":
            state = "note"
    return {"text": text, "state": state, "title": _title(piece), "mark": mark}


def _title(piece: Piece) -> str:
    if piece.typed:
        return _("Typed; linked to no record.")
    if not piece.mark:
        return ""
    link = piece.mark.link
    if link.state == "loose":
        return _("Stands without a record: %(reason)s") % {"reason": link.reason}
    return f"{name_of(link)} ({link.code})" if link.code else name_of(link)


def name_of(link: Link) -> str:
    """Return what a linked figure is a figure of."""
    if link.code == LATE:
        return _("Units that are late")
    if link.code not in catalogue.known():
        return _("No indicator is known for this figure")
    name = say(catalogue.of(link.code).name)
    told = {
        "change": _("%(name)s: change from the same period"),
        "rate": _("%(name)s: change in percent"),
    }
    return told[link.aspect] % {"name": name} if link.aspect in told else name


def _trouble(mark: Mark) -> dict[str, Any]:
    return {
        "link": mark.link,
        "name": name_of(mark.link),
        "said": TROUBLES[mark.trouble],
        "cure": CURES[mark.trouble],
        "now": mark.now,
    }


def edited(paragraph: Paragraph) -> dict[str, Any]:
    """Return what the page on which a paragraph is edited shows."""
    return {
        "paragraph": paragraph,
        "hint": say(paragraph.hint) if paragraph.hint else "",
        "title": _("Edit a heading")
        if paragraph.kind == "heading"
        else _("Edit a paragraph"),
    }


def figure(link: Link) -> dict[str, Any]:
    """Return what the page of one figure shows: its sentence around it."""
    text = link.paragraph.text
    return {
        "link": link,
        "name": name_of(link),
        "before": text[max(0, link.start - _AROUND) : link.start],
        "printed": text[link.start : link.end],
        "after": text[link.end : link.end + _AROUND],
    }
