"""What a number counts or measures: its scale word and its unit.

A measure (tỷ đồng, ha, %) is one of a closed list. What is counted (lượt người, đơn,
hộ nghèo) is any noun; the list of the common ones only tells where the noun ends.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.figures.lexicon import COUNTED, DIMENSIONS, NO_UNIT, SCALES

# The % sign stands alone; glued words are units too (14.100m, 10.541tờ khai).
_WORD = re.compile(r"c/o\b|°c\b|[^\W\d_]+(?:[²³]|[23](?!\d))?|%|‰")
_ONE = Decimal(1)
_GAP = re.compile(r"[ ]{0,2}(?:\n[ ]*){0,4}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read at one place of a text.

    ``name`` is as printed without scale words, ``key`` its dimension or, for things
    counted, the first word of the noun; ``end`` is where it ends in the normal text.
    ``known`` tells whether the lexicon has it, or a scale word stands before it.
    """

    name: str
    scale: Decimal
    key: str
    end: int
    known: bool = True

    @property
    def measured(self) -> bool:
        """Say whether this is a measure, and so never counts whole things."""
        return self.key in DIMENSIONS


def read_unit(text: str, lower: str, start: int) -> Unit | None:
    """Return the unit written from ``start`` on, scale words included, or None.

    ``lower`` is ``text`` without capitals. A unit may follow after a line break only
    if it is a known one, for a new line mostly begins something new.

    >>> read_unit("5,4 nghìn tỷ đồng,", "5,4 nghìn tỷ đồng,", 3).scale
    Decimal('1000000000000')
    """
    scale, words, at = _scale(lower, start)
    known = _known(words)
    if known:
        _, key, last = known
        printed = text[words[0][1] : last]
        meant = lower[words[0][1] : last]  # differs where a slip is mended
        return Unit(printed if printed.lower() == meant else meant, scale, key, last)
    if not words:
        return Unit("", scale, "", at) if scale != 1 else None
    first, begin, end = words[0]
    broken = "\n" in lower[start:begin]
    capital = text[begin].isupper() and not text[begin:end].isupper()
    if broken or capital or first in NO_UNIT or len(first) == 1:
        return Unit("", scale, "", at) if scale != 1 else None
    if len(words) > 1 and words[1][0] not in NO_UNIT and text[words[1][1]].islower():
        end = words[1][2]
    return Unit(text[begin:end], scale, first, end, known=scale != 1)


def _scale(lower: str, start: int) -> tuple[Decimal, list[tuple[str, int, int]], int]:
    """Return the scale, the words after it and where the scale word ends."""
    scale, at = _ONE, start
    words = _words(lower, at)
    while words and words[0][0] in SCALES:
        scale *= SCALES[words[0][0]]
        at = words[0][2]
        words = _words(lower, at)
    return scale, words, at


def _words(lower: str, at: int) -> list[tuple[str, int, int]]:
    """Return up to five words from ``at`` on that stand together in one phrase."""
    words: list[tuple[str, int, int]] = []
    gap = _GAP.match(lower, at)
    at = gap.end() if gap else at
    while len(words) < 5 and (word := _WORD.match(lower, at)):
        words.append((word[0], word.start(), word.end()))
        at = word.end()
        if lower[at : at + 1] != " ":
            break
        at += 1
    return words


def _known(words: list[tuple[str, int, int]]) -> tuple[str, str, int] | None:
    """Return name, key and end of the longest known unit ``words`` begin with."""
    for length in range(len(words), 0, -1):
        name = " ".join(word for word, _, _ in words[:length])
        if name in COUNTED:
            return name, COUNTED[name], words[length - 1][2]
    return None
