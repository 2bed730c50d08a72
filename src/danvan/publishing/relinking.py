"""A figure that was taken out of a text and typed anew is still that figure.

Deleting a number, saving, and typing another must not lose the record it belonged to.
"""

from collections.abc import Iterator
from typing import Any

from danvan.core.drafting.links import typed, worth
from danvan.core.text.span import Span
from danvan.publishing.models import Link, LinkState, Paragraph, ParagraphKind

_HELD = {LinkState.LINKED, LinkState.CHANGED}


def relink(paragraph: Paragraph, text: str) -> None:
    """Link numbers that are new in the text to figures that it lost, in their order.

    ``paragraph`` still has its old text, which is remembered as a version already. They
    count as changed by hand until their record is taken or a person says why not.
    """
    if paragraph.kind == ParagraphKind.HEADING:
        return
    links = list(paragraph.links.all())
    there = {(link.code, link.aspect) for link in links}
    lost = (one for one in _lost(paragraph) if _key(one) not in there)
    places = [Span(link.start, link.end) for link in links]
    before = {worth(s.of(paragraph.text)) for s in typed(paragraph.text, [])}
    new = [s for s in typed(text, places) if worth(s.of(text)) not in before]
    Link.objects.bulk_create(
        Link(
            paragraph=paragraph,
            start=span.start,
            end=span.end,
            printed=one["printed"],
            code=one["code"],
            aspect=_key(one)[1],
            state=LinkState.CHANGED,
        )
        for span, one in zip(new, lost, strict=False)
    )


def _lost(paragraph: Paragraph) -> Iterator[dict[str, Any]]:
    """Yield each figure that a version had, as the last one that had it said."""
    seen = set()
    for version in paragraph.versions.order_by("-number"):
        for one in version.links:
            key = _key(one)
            if one["code"] and one["state"] in _HELD and key not in seen:
                seen.add(key)
                yield one


def _key(one: dict[str, Any]) -> tuple[str, str]:
    return one["code"], one.get("aspect", "amount")
