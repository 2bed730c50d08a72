"""Tell a paper that bears a secrecy stamp from one that only speaks of secrets.

The degrees are those of the Law on Protection of State Secrets: Tuyệt mật, Tối mật,
Mật. The stamp stands under the number and subject of the paper, so in a text it is a
line of its own in capitals, near the top, in a header, or in the letterhead's row.
"""

import re
import unicodedata
from typing import Final

from danvan.core.text.document import Document

_TOP: Final = 40
"""So many lines from the top a stamp may stand; a letterhead in cells takes twenty."""

_WIDEST: Final = 400
"""A longer line is running text, whatever it says."""

_STAMP = re.compile(
    r"""
    [\s\W_]*                                  # frame, brackets, Markdown marks
    (?: (?: ĐỘ \s+ MẬT | MỨC \s+ ĐỘ \s+ MẬT | DẤU \s+ CHỈ \s+ ĐỘ \s+ MẬT ) \s* :? [\s\W_]* )?
    (?P<degree> TUYỆT \s+ MẬT | TỐI \s+ MẬT | MẬT )
    [\s\W_]*
    """,
    re.VERBOSE,
)
_LABELLED = re.compile(
    r"[\s\W_]*(?:Độ mật|Mức độ mật)\s*:[\s\W_]*(?P<degree>tuyệt mật|tối mật|mật)[\s\W_]*",
    re.IGNORECASE,
)


def secrecy_stamp(document: Document) -> str | None:
    """Return the degree a paper is stamped with (``MẬT``, …), or None.

    Only whole lines (or whole table cells) count: "giữ bí mật" in a sentence and
    "MẬT ONG" in a heading are words, not stamps.
    """
    headers = (b.span.of(document.text) for b in document.blocks if b.kind == "header")
    for line in [*_top_lines(document.text), *headers]:
        degree = _degree(line)
        if degree:
            return degree
    return None


def _top_lines(text: str) -> list[str]:
    found: list[str] = []
    start = 0
    while len(found) < _TOP and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if line.strip() and len(line) <= _WIDEST:
            found += re.split(r"\t|\|", line)
        start = end + 1
    return found


def _degree(line: str) -> str | None:
    if len(line) > 60 or "ậ" not in unicodedata.normalize("NFC", line).lower():
        return None
    line = unicodedata.normalize("NFC", line)
    match = _STAMP.fullmatch(line) or _LABELLED.fullmatch(line)
    return " ".join(match["degree"].upper().split()) if match else None
