"""The sentence a finding stands in, with its figures marked, and its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from danvan.writers.words import say

_SIDE: Final = 220
"""The most characters that are shown before and after what a finding spans."""

_LONGEST: Final = 700
_STOP = re.compile(r"[.;!?…](?=\s)|\n")


def marked(
    audit: Mapping[str, Any],
    check: Mapping[str, Any],
    mark: Callable[[str], str],
    plain: Callable[[str], str] = str,
) -> str:
    """Return the passage of ``check``; ``mark`` dresses its figures, ``plain`` the rest."""
    text = audit["text"]
    start, end = bounds(text, check["start"], check["end"])
    pieces = ["…"] if start and not _begins(text, start) else []
    done = start
    for low, high in _spans(audit, check):
        if low < done or high > end:
            continue
        pieces += [plain(text[done:low]), mark(text[low:high])]
        done = high
    pieces.append(plain(text[done:end]))
    if end < len(text) and text[end - 1 : end] not in {".", ";", "!", "?", "…"}:
        pieces.append("…")
    return " ".join("".join(pieces).split())


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to its sentence, within reason.

    >>> bounds("Một. Tiếp 5 lượt; còn lại.", 10, 11)
    (5, 17)
    """
    end = min(end, start + _LONGEST)
    low = max(0, start - _SIDE)
    stops = list(_STOP.finditer(text, low, start))
    begin = stops[-1].end() if stops else low
    stop = _STOP.search(text, max(end - 1, start), min(len(text), end + _SIDE))
    finish = stop.end() if stop else min(len(text), end + _SIDE)
    while begin < start and text[begin].isspace():
        begin += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \t")
    return not before or before[-1] in ".;!?…\n"


def _spans(
    audit: Mapping[str, Any], check: Mapping[str, Any]
) -> Iterable[tuple[int, int]]:
    named = {*check["figures"], *check["citations"]}
    parts = [p for p in (*audit["figures"], *audit["citations"]) if p["id"] in named]
    return sorted((p["start"], p["end"]) for p in parts)


def place(audit: Mapping[str, Any], check: Mapping[str, Any], language: str) -> str:
    """Say where in the file a check stands: page and paragraph, cell, or line."""
    named = {*check["figures"], *check["citations"]}
    parts = [p for p in (*audit["figures"], *audit["citations"]) if p["id"] in named]
    found = check.get("place") or next(
        (p["place"] for p in parts if p.get("place")), None
    )
    said = [
        say(key, language, found[key])
        for key in ("sheet", "cell", "page", "paragraph")
        if found and found.get(key) is not None
    ]
    if said and not _is_text(audit):
        return ", ".join(said)
    return say("line", language, line_of(audit["text"], check["start"]))


def _is_text(audit: Mapping[str, Any]) -> bool:
    return str(audit["source"]["name"]).lower().endswith((".txt", ".md"))


def line_of(text: str, position: int) -> int:
    """Return the line, counted from 1, that a position stands in."""
    return text.count("\n", 0, position) + 1
