"""Read the words around a number: how sure it is, and what it says."""

import re

from danvan.core.figures.figure import Bound

_BOUND = re.compile(
    r"(?:\b(?P<max>gần|dưới|chưa đến|chưa tới|chưa đầy|không quá|tối đa|không vượt quá|không đến|cao nhất là)"
    r"|(?<!ít )(?<!nhiều )(?<!cao )(?<!thấp )(?<!lớn )(?<!nhỏ )(?<!sớm )(?<!tốt )\b(?P<min>hơn|trên|quá|ít nhất|tối thiểu|không dưới|không ít hơn|từ trên)"
    r"|\b(?P<approx>khoảng|ước|ước đạt|ước tính|ước khoảng|ước thực hiện|xấp xỉ|chừng|độ chừng|tương đương khoảng)|(?P<below>[≤<])|(?P<above>[≥>])|(?P<about>[~≈]))"
    r"[ ]*$"
)
_NAMED: dict[str, Bound] = {
    "max": "max",
    "min": "min",
    "approx": "approx",
    "below": "max",
    "above": "min",
    "about": "approx",
}
_AFTER = re.compile(r"[ ]*(?:trở lên|trở xuống)")
# Where the words that tell what is counted begin.
_EDGE = re.compile(r"[.;:()\n,“”\"]|\b(?:và|trong đó|gồm|với|còn)\b")
_LEAD = re.compile(r"^(?:đã|có|được|là|đạt|thì|mà|nên|để|của|kết quả|cụ thể)\b[ ]*")
_TRAIL = re.compile(
    r"[ ]*\b(?:có|là|đạt|được|đã|gồm|với|hơn|gần|trên|khoảng|ước|dưới|chiếm|bằng|tăng|giảm|còn)$"
)


def read_bound(lower: str, start: int, tail: int) -> Bound | None:
    """Return how the words around a number bound it: hơn is min, gần is max."""
    match = _BOUND.search(lower, max(0, start - 18), start)
    if match:
        return _NAMED[match.lastgroup or ""]
    after = _AFTER.match(lower, tail)
    if after:
        return "min" if "lên" in after[0] else "max"
    return None


def read_label(lower: str, since: int, start: int) -> str:
    """Return the words before the number at ``start`` that say what it counts.

    ``since`` is where the number before it ended.
    """
    words = lower[max(since, start - 90) : start]
    pieces = [piece.strip() for piece in _EDGE.split(words)]
    label = next((piece for piece in reversed(pieces) if len(piece) > 2), "")
    label = _LEAD.sub("", label)
    while label != (shorter := _TRAIL.sub("", label)):
        label = shorter
    return label
