"""Cut normal text into sentences, and sentences into paragraphs.

A line break ends a sentence unless the text plainly goes on: what stands before it ends
without a full stop and what follows begins with a small letter (pages torn by a scan).
"""

import re

from danvan.core.text.span import Span

_STOP = re.compile(r"[.!?…]+[)”\"»*]*[ \n]|\n")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-ZĐ][\w]?|TP|Tp|ThS|TS|PGS|GS|BS|KTS|LS|[A-ZĐ]\.[A-ZĐ.]*)$"
)
_OPENERS = "\"“‘'(-–+*•#>[|"


def sentences(text: str) -> list[Span]:
    """Return the sentences of normal ``text`` in order, blank ones left out."""
    found: list[Span] = []
    begin = 0
    for stop in _STOP.finditer(text):
        if stop.start() < begin or not _ends(text, stop):
            continue
        if text[begin : stop.end()].strip():
            found.append(Span(begin, stop.end()))
        begin = stop.end()
    if text[begin:].strip():
        found.append(Span(begin, len(text)))
    return found


def _ends(text: str, stop: re.Match[str]) -> bool:
    after = _next(text, stop.end())
    if stop[0] == "\n":
        before = text[max(0, stop.start() - 3) : stop.start()].rstrip()[-1:]
        return not (after.islower() and before not in ".!?:;")
    if stop[0].startswith(".") and _SHORT.search(
        text, max(0, stop.start() - 8), stop.start()
    ):
        return False
    return (
        after.isupper()
        or after in _OPENERS
        or after.isdigit()
        or stop[0].endswith("\n")
    )


def _next(text: str, at: int) -> str:
    """Return the next character that is no space, or '' when none comes soon."""
    return text[at : at + 200].lstrip()[:1]
