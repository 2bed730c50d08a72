"""One draft as its page shows it: text with marked figures, and what our reader finds."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Viewer
from danvan.audit.pipeline import audit
from danvan.core.checks.finding import Check
from danvan.core.drafting.facts import Facts
from danvan.core.drafting.links import typed
from danvan.core.drafting.outline import Outline, outlines
from danvan.core.text.span import Span
from danvan.publishing import draft_facts
from danvan.publishing.draft_marks import Mark, marks
from danvan.publishing.models import Draft, Link, Paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, a linked figure, or one linked to nothing."""

    text: str
    mark: Mark | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph with its pieces and what the reader found in it."""

    paragraph: Paragraph
    pieces: tuple[Piece, ...]
    findings: tuple[Check, ...]

    @property
    def troubles(self) -> list[Mark]:
        """The figures that do not agree with their records."""
        return [p.mark for p in self.pieces if p.mark and not p.mark.settled]


@dataclass(frozen=True, slots=True)
class Contents:
    """A draft with everything its page tells."""

    draft: Draft
    outline: Outline
    facts: Facts
    shown: tuple[Shown, ...]

    @property
    def unsettled(self) -> int:
        """How many figures do not agree with their records."""
        return sum(len(shown.troubles) for shown in self.shown)

    @property
    def findings(self) -> int:
        """How many findings our own reader has."""
        return sum(len(shown.findings) for shown in self.shown)

    @property
    def typed(self) -> int:
        """How many figures a person typed that are linked to nothing."""
        return sum(piece.typed for shown in self.shown for piece in shown.pieces)


def contents(viewer: Viewer, pk: uuid.UUID) -> Contents:
    """Return a draft of the viewer's units; raises Draft.DoesNotExist.

    Seven queries, however long the draft.
    """
    drafts = Draft.objects.visible_to(viewer).select_related("unit__parent", "period")
    draft = drafts.get(pk=pk)
    paragraphs = list(draft.paragraphs.prefetch_related("links__value"))
    outline = outlines()[draft.outline]
    links = [link for each in paragraphs for link in each.links.all()]
    codes = dict.fromkeys([*outline.codes, *(link.code for link in links)])
    facts = draft_facts.known(draft.unit, draft.period.known, codes).facts
    found = _findings(paragraphs)
    shown = tuple(
        Shown(each, tuple(_pieces(each, facts)), tuple(found.get(each.pk, ())))
        for each in paragraphs
    )
    return Contents(draft, outline, facts, shown)


def _pieces(paragraph: Paragraph, facts: Facts) -> Iterator[Piece]:
    links: Sequence[Link] = list(paragraph.links.all())
    known = {mark.link.start: mark for mark in marks(links, facts)}
    places = [Span(link.start, link.end) for link in links]
    loose = [] if paragraph.kind == "heading" else typed(paragraph.text, places)
    at = 0
    for span in sorted([*places, *loose]):
        if span.start > at:
            yield Piece(paragraph.text[at : span.start])
        mark = known.get(span.start)
        yield Piece(span.of(paragraph.text), mark, typed=mark is None)
        at = span.end
    if at < len(paragraph.text):
        yield Piece(paragraph.text[at:])


def _findings(paragraphs: Sequence[Paragraph]) -> dict[int, list[Check]]:
    """Return what our own reader finds in the whole text, by paragraph."""
    begins: list[tuple[int, Paragraph]] = []
    text = ""
    for paragraph in paragraphs:
        if paragraph.text:
            begins.append((len(text), paragraph))
            text += f"{paragraph.text}\n"
    if not text:
        return {}
    found: dict[int, list[Check]] = {}
    for check in audit(text.encode(), "draft.txt").failures:
        here = next(p for start, p in reversed(begins) if start <= check.span.start)
        found.setdefault(here.pk, []).append(check)
    return found
