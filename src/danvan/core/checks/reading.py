"""A text with its figures laid out for the rules: sentences, brackets, gaps.

The cues of arithmetic (trong đó, chiếm, còn lại, so với) stand between the figures; a
rule reads those gaps and never the whole text again.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern

from danvan.core.checks.interval import Interval, near
from danvan.core.checks.kin import EARLIER, SUB, is_change
from danvan.core.citations import Citation
from danvan.core.figures.figure import Figure
from danvan.core.text.document import Document
from danvan.core.text.normalise import Normal
from danvan.core.text.sentences import sentences
from danvan.core.text.span import Span

_BRACKET = re.compile(r"[()]|\n[ ]*\n")


@dataclass(frozen=True)
class Reading:
    """What every rule is given. Indices into ``figures`` name figures."""

    document: Document
    normal: Normal
    figures: tuple[Figure, ...]
    citations: tuple[Citation, ...] = ()

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, in normal offsets."""
        return sentences(self.normal.text)

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each figure, the index of its sentence."""
        starts = [s.start for s in self.sentences]
        return [max(0, bisect_right(starts, f.spot.start) - 1) for f in self.figures]

    @cached_property
    def gaps(self) -> list[str]:
        """For each figure, the words (no capitals) since the end of the one before."""
        lower = self.normal.lower
        ends = [0, *(f.tail for f in self.figures)]
        return [
            intern(lower[end : f.spot.start])
            for end, f in zip(ends, self.figures, strict=False)
        ]

    @cached_property
    def near(self) -> list[Interval]:
        """For each figure, the values it means with its words."""
        # One amount is printed many times in a long text: its interval is kept once.
        kept: dict[tuple[object, ...], Interval] = {}
        return [
            kept.get(key) or kept.setdefault(key, near(f))
            for f in self.figures
            for key in [(f.number, f.scale, f.factor, f.measured, f.slot, f.bound)]
        ]

    @cached_property
    def is_change(self) -> list[bool]:
        """For each figure, whether it is an increase or a decrease."""
        return [is_change(gap) for gap in self.gaps]

    @cached_property
    def aside(self) -> list[bool]:
        """For each figure, whether it is a change or the value of an earlier time."""
        lower = self.normal.lower
        return [
            change
            or bool(EARLIER.search(lower, max(0, f.spot.start - 90), f.spot.start))
            for change, f in zip(self.is_change, self.figures, strict=True)
        ]

    @cached_property
    def opens_part(self) -> list[bool]:
        """For each figure, whether "trong đó" before it speaks of the figure before."""
        return [
            index > 0 and bool(SUB.search(gap)) and self.together(index - 1, index)
            for index, gap in enumerate(self.gaps)
        ]

    @cached_property
    def brackets(self) -> list[tuple[int, ...]]:
        """For each figure, the openings of the brackets of two figures or more around it."""
        around, members = self._all_brackets
        return [tuple(o for o in opens if members.get(o, 0) > 1) for opens in around]

    @cached_property
    def all_brackets(self) -> list[tuple[int, ...]]:
        """For each figure, the openings of all brackets around it."""
        return self._all_brackets[0]

    @cached_property
    def _all_brackets(self) -> tuple[list[tuple[int, ...]], dict[int, int]]:
        around: list[tuple[int, ...]] = []
        members: dict[int, int] = {}
        stack: list[int] = []
        marks = _BRACKET.finditer(self.normal.text)
        mark = next(marks, None)
        for figure in self.figures:
            while mark and mark.start() < figure.spot.start:
                if mark[0] == "(":
                    stack = [*stack[-3:], mark.start()]
                elif mark[0] == ")":
                    stack = stack[:-1]
                else:
                    stack = []
                mark = next(marks, None)
            around.append(tuple(stack))
            if figure.slot != "whole" and figure.key != "%":
                for opening in stack:
                    members[opening] = members.get(opening, 0) + 1
        return around, members

    def tail(self, index: int) -> str:
        """Return the words after figure ``index`` up to the next one or the sentence's end."""
        figure = self.figures[index]
        sentence = self.sentences[self.sentence_of[index]]
        following = (
            self.figures[index + 1].spot.start
            if index + 1 < len(self.figures)
            else len(self.normal.lower)
        )
        return self.normal.lower[
            figure.tail : min(following, max(sentence.end, figure.tail))
        ]

    def together(self, first: int, last: int) -> bool:
        """Say whether two figures stand in one sentence."""
        return self.sentence_of[first] == self.sentence_of[last]

    def span(self, indices: Sequence[int]) -> Span:
        """Return the stretch of the document's text the figures ``indices`` cover."""
        first, last = min(indices), max(indices)
        low, high = self.figures[first], self.figures[last]
        return Span(
            low.span.start, self.normal.original(Span(high.spot.start, high.tail)).end
        )
