"""Numbers written in words: hai mươi lăm, một nghìn không trăm linh năm.

    number = { group scale } [ group ]
    scale  = "tỷ" | "triệu" | "nghìn" | "ngàn"
    group  = [ digit "trăm" ] [ tens ] [ "linh" | "lẻ" ] [ unit ]
    tens   = digit "mươi" | "mười"

Only numbers of two words or more are read: a lone "một" or "hai" is mostly no count.
"""

import re
from collections.abc import Iterator

from danvan.core.text.span import Span

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
    "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_WORD = "|".join(
    sorted(
        {*_DIGITS, *_SCALES, "mươi", "mười", "trăm", "linh", "lẻ"},
        key=len,
        reverse=True,
    )
)
_NUMERAL = re.compile(rf"(?<!\w)(?:{_WORD})(?:[ ](?:{_WORD})){{1,20}}+(?!\w)")
_BIG = re.compile(r"\b(?:mươi|mười|trăm|nghìn|ngàn|triệu|tỷ|tỉ)\b")


def read_words(words: str) -> int | None:
    """Return the number ``words`` spell, None when they spell none.

    >>> read_words("một nghìn không trăm linh năm")
    1005
    """
    total, limit = 0, 10**12
    group: list[str] = []
    for word in words.split():
        if word in _SCALES:
            part, scale = _group(group), _SCALES[word]
            if part is None or scale >= limit:
                return None
            total, group, limit = total + part * scale, [], scale
        else:
            group.append(word)
    if not group:
        return total or None
    last = _group(group)
    return None if last is None else total + last


def find_words(lower: str) -> Iterator[tuple[Span, int]]:
    """Yield the numbers of ten and more written in words in normal text ``lower``."""
    for match in _NUMERAL.finditer(lower):
        if _BIG.search(match[0]) and (value := read_words(match[0])) and value >= 10:
            yield Span(*match.span()), value


def _group(words: list[str]) -> int | None:
    """Read a number below a thousand."""
    rest, value = words, 0
    if len(rest) > 1 and rest[1] == "trăm" and rest[0] in _DIGITS:
        value, rest = _DIGITS[rest[0]] * 100, rest[2:]
    if rest[:1] == ["mười"]:
        value, rest = value + 10, rest[1:]
    elif len(rest) > 1 and rest[1] == "mươi" and rest[0] in _DIGITS:
        value, rest = value + _DIGITS[rest[0]] * 10, rest[2:]
    elif rest[:1] in (["linh"], ["lẻ"]):
        rest = rest[1:]
        if not rest:
            return None
    if len(rest) > 1 or (rest and rest[0] not in _DIGITS) or not words:
        return None
    return value + (_DIGITS[rest[0]] if rest else 0)
