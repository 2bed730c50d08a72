"""What is named somewhere in a text, and which of it a number stands nearest to."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.text.sentences import sentences
from danvan.core.text.span import Span

_HEADING = re.compile(
    r"[ #*]*(?:[IVX]{1,5}[.)/ -]|[A-H][.)]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ ]|[a-zđ]\)|Phần |Chương |Mục |Báo cáo |Kết quả )"
)
_LONGEST = 250  # a heading has no more characters
_TITLE = 1500  # the title of a report stands in its first characters
_CLAUSE = 25


@dataclass(frozen=True, slots=True)
class Mention:
    """A period or a unit named at ``span`` of a normal text.

    ``compared`` tells that it is only compared with (so với năm 2016): it speaks of
    the number right after it and of no other.
    """

    span: Span
    value: str
    compared: bool = False


class Nearest:
    """Finds, for a place, the mention in its sentence, its paragraph, its heading."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        """Take normal ``text`` and what is named in it, in order."""
        self._text = text
        self._mentions = [m for m in mentions if not m.compared]
        self._starts = [m.span.start for m in self._mentions]
        self._compared = {m.span.end: m for m in mentions if m.compared}
        self._ends = sorted(self._compared)
        self._sentences = sentences(text)
        self._firsts = [s.start for s in self._sentences]
        self._headings = _headings(text)
        self._openings = [h.start for h in self._headings]
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._title = self._last(0, min(_TITLE, len(text)), titles=True)

    def of(self, place: int) -> str | None:
        """Return what is named nearest to ``place``, None where nothing is."""
        sentence = self._sentence(place)
        line = self._lines[bisect_left(self._lines, place + 1) - 1]
        found = self._beside(place, sentence)
        found = found or self._last(sentence.start, place)
        found = found or self._first(place, sentence.end)
        found = found or self._last(min(line, sentence.start), place)
        found = found or self._heading(place) or self._title
        return found.value if found else None

    def _sentence(self, place: int) -> Span:
        index = max(0, bisect_left(self._firsts, place + 1) - 1)
        return self._sentences[index]

    def _beside(self, place: int, sentence: Span) -> Mention | None:
        """Return what is compared with right before: (cùng kỳ năm 2016: 300 đơn)."""
        index = bisect_left(self._ends, place + 1) - 1
        if index < 0:
            return None
        mention = self._compared[self._ends[index]]
        if place - mention.span.end > _CLAUSE or mention.span.start < sentence.start:
            return None
        between = self._text[mention.span.end : place]
        return None if re.search(r"[,;.)]", between) else mention

    def _last(self, start: int, end: int, *, titles: bool = False) -> Mention | None:
        for index in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self._starts[index] < start:
                return None
            if not titles or self._in_heading(self._starts[index]):
                return self._mentions[index]
        return None

    def _first(self, start: int, end: int) -> Mention | None:
        index = bisect_left(self._starts, start)
        if index < len(self._starts) and self._starts[index] < end:
            return self._mentions[index]
        return None

    def _in_heading(self, place: int) -> bool:
        index = bisect_left(self._openings, place + 1) - 1
        return index >= 0 and place < self._headings[index].end

    def _heading(self, place: int) -> Mention | None:
        index = bisect_left(self._openings, place) - 1
        if index < 0:
            return None
        return self._last(self._headings[index].start, self._headings[index].end)


def _headings(text: str) -> list[Span]:
    """Return the lines that are headings: short, numbered or in capitals, no full stop."""
    found, begin = [], 0
    for line in text.split("\n"):
        end = begin + len(line)
        bare = line.strip(" *#")
        short = 3 < len(bare) <= _LONGEST and bare[-1] not in ".;,"
        if short and (bare.isupper() or _HEADING.match(line)):
            found.append(Span(begin, end))
        begin = end + 1
    return found
