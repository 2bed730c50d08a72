"""Keep the figures of an edited text linked to what they are figures of.

A person edits plain words. Which linked number stands where afterwards follows from
comparing the two texts word by word; what each number is worth the reader says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from danvan.core.citations import find_citations, national_register
from danvan.core.figures.extract import extract
from danvan.core.figures.number import read
from danvan.core.text.document import Document
from danvan.core.text.normalise import normalise
from danvan.core.text.span import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a linked number stands now; ``span`` is None where it is gone.

    ``changed``: another number than the one that was linked stands there.
    """

    span: Span | None
    changed: bool


def follow(old: str, links: Sequence[Span], new: str) -> list[Followed]:
    """Return what became of each of ``links`` in ``new``, in their order.

    >>> follow("đã tiếp 12 lượt", [Span(8, 10)], "trong kỳ tiếp 15 lượt")
    [Followed(span=Span(start=14, end=16), changed=True)]
    """
    before, after = _words(old), _words(new)
    places = _places(old, before, new, after)
    taken: set[Span] = set()
    found = []
    for span in links:
        now = places.get(span.start)
        if now is None or now in taken:
            found.append(Followed(None, changed=False))
            continue
        taken.add(now)
        found.append(Followed(now, worth(now.of(new)) != worth(span.of(old))))
    return found


def worth(printed: str) -> Decimal | None:
    """Return the number that ``printed`` is, None where it is none."""
    number = read(printed)
    return number.value if number else None


def figures(text: str) -> list[Span]:
    """Return the places of the figures our own reader sees in a text."""
    normal = normalise(text)
    cited = [c.span for c in find_citations(normal, national_register())]
    return [f.span for f in extract(Document(text, ()), cited, normal)]


def typed(text: str, linked: Sequence[Span]) -> list[Span]:
    """Return the figures of a text that are linked to nothing."""
    known = {span.start for span in linked}
    return [span for span in figures(text) if span.start not in known]


def _words(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def _places(
    old: str, before: list[Span], new: str, after: list[Span]
) -> dict[int, Span]:
    """Return where each number of the old text stands in the new one, by its start."""
    match = SequenceMatcher(
        None, [s.of(old) for s in before], [s.of(new) for s in after], autojunk=False
    )
    places: dict[int, Span] = {}
    for tag, i, j, k, m in match.get_opcodes():
        if tag in {"equal", "replace"}:
            pairs = zip(
                _numbers(old, before[i:j]), _numbers(new, after[k:m]), strict=False
            )
            places |= {was.start: now for was, now in pairs}
    return places


def _numbers(text: str, words: Sequence[Span]) -> Iterator[Span]:
    return (span for span in words if text[span.start].isdecimal())
