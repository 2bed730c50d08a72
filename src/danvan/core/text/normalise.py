"""One normal form of a text, with the way back to the original.

Vietnamese has several spellings of one word: composed and combining letters, tone
marks in the old place and the new (hoà, hòa), spaces that do not break, and the slips
of scanners. Rules compare normal text only; what is reported is the original.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from danvan.core.text.span import Span

# Letter and its loose marks: the only places where the normal form is shorter.
_LOOSE = re.compile(r"[^\W\d_][\u0300-\u036f]+|[\u200b-\u200d\u2060\ufeff\u00ad]+")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "))  # fmt: skip

# Old places of the tone mark: hoà, loá, thuỷ; after q the u is no vowel (quý).
_TONES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_OLD_TONE = re.compile(
    r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)"
)

# Slips of scanners and typists, each as long as what was meant.
_SLIPS = {
    "thấm quyền": "thẩm quyền",
    "chuyến đơn": "chuyển đơn",
    "tố chức": "tổ chức",
    "phố biến": "phổ biến",
    "giai doạn": "giai đoạn",
    "doang nghiệp": "doanh nghiệp",
    "phầm trăm": "phần trăm",
    "công án tỉnh": "công an tỉnh",
    "chuyến biến": "chuyển biến",
    "tỉ lệ": "tỷ lệ",
    "tỉ đồng": "tỷ đồng",
    "tỉ usd": "tỷ usd",
    "tỉ trọng": "tỷ trọng",
}
_SLIP = re.compile("|".join(map(re.escape, sorted(_SLIPS, key=len, reverse=True))))


@dataclass(frozen=True)
class Normal:
    """A text in normal form.

    ``text`` keeps capitals; ``lower`` is as long as ``text`` and has none.
    """

    text: str
    lower: str
    _steps: tuple[tuple[int, int], ...] = ()

    @cached_property
    def _keys(self) -> list[int]:
        return [position for position, _ in self._steps]

    @cached_property
    def _printed(self) -> list[int]:
        return [position + shift for position, shift in self._steps]

    def offset(self, position: int) -> int:
        """Return where ``position`` of the normal text stands in the original."""
        if not self._steps:
            return position
        step = bisect_right(self._keys, position) - 1
        return position + (self._steps[step][1] if step >= 0 else 0)

    def original(self, span: Span) -> Span:
        """Return the stretch of the original that ``span`` of the normal text is."""
        if not self._steps:
            return span
        if span.start == span.end:
            return Span(self.offset(span.start), self.offset(span.start))
        return Span(self.offset(span.start), self.offset(span.end))

    def position(self, offset: int) -> int:
        """Return where ``offset`` of the original stands in the normal text."""
        step = bisect_right(self._printed, offset) - 1
        return offset - (self._steps[step][1] if step >= 0 else 0)


def normalise(text: str) -> Normal:
    """Return the normal form of ``text``.

    >>> normalise("hoà\\u00a0giải").text
    'hòa giải'
    """
    composed, steps = _compose(text)
    normal = _OLD_TONE.sub(_place_tone, composed.translate(_SPACES))
    lower = normal.lower()
    if len(lower) != len(normal):  # a letter whose small form is two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in normal)
    return Normal(normal, _SLIP.sub(lambda slip: _SLIPS[slip[0]], lower), steps)


def _compose(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    if text.isascii():
        return text, ()
    parts: list[str] = []
    steps: list[tuple[int, int]] = []
    done = length = 0
    for loose in _LOOSE.finditer(text):
        kept = text[done : loose.start()]
        joined = unicodedata.normalize("NFC", loose[0]) if loose[0][0].isalpha() else ""
        parts += kept, joined
        length += len(kept) + len(joined)
        done = loose.end()
        steps.append((length, done - length))
    parts.append(text[done:])
    return "".join(parts), tuple(steps)


def _place_tone(match: re.Match[str]) -> str:
    pair = match[0]
    placed = _TONES[pair.lower()]
    return "".join(
        n.upper() if o.isupper() else n for o, n in zip(pair, placed, strict=True)
    )
