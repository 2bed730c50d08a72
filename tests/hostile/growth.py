"""How the time of a parser grows as a text doubles, in processor time."""

import time
from collections.abc import Callable, Iterator, Mapping

from danvan.audit.pipeline import audit
from danvan.core.drafting import links
from danvan.core.figures import number
from danvan.core.text.fold import fold
from danvan.files.gate import clean_name
from danvan.readers import Unreadable, html

Parser = Callable[[str], object]
# Pieces of which a text is made that a pattern may try in more than one way.
PIECES = (
    *("a", " ", "\n", "\t", "1", "1.", "1,", "1.000", "1/", "01/01/", "-", "(", ")"),
    *(
        "số ",
        "Nghị quyết ",
        "số 1/",
        "Điều 1 khoản ",
        "năm ",
        "trong đó ",
        "tăng 1% so ",
    ),
    *("1 đơn ", "đơn (1 ", "không trăm ", "linh ", "một triệu ", "e\u0301", "\u0301"),
    *("| ", "|1|\n", "1\t2\n", "- 1\n", "<", "<p", "<div>", "&", "&amp", '"', "“", "%"),
    *("Ông A, ", "UBND ", "ngày 1 tháng ", "I. ", "a) ", "quý I/", "STT\t", "CT-TTg "),
)


def _audit(text: str) -> object:
    try:
        return audit(text.encode(), "a.txt", at_most=300_000)
    except Unreadable as error:
        return error


def _page(text: str) -> object:
    try:
        return html.read(text.encode(), "a.html")
    except Unreadable as error:
        return error


PARSERS: Mapping[str, Parser] = {
    "report": _audit,
    "page": _page,
    "number": number.read,
    "figures": links.figures,
    "fold": fold,
    "name": lambda text: clean_name(text, ".pdf"),
}
LEAST_SECONDS = 0.05
SHORTEST, LONGEST = 8_000, 32_000


def seconds(parse: Parser, text: str, times: int = 3) -> float:
    """Measure the quickest of some runs."""

    def once() -> float:
        began = time.process_time()
        parse(text)
        return time.process_time() - began

    return min(once() for _ in range(times))


def worst(
    parse: Parser, pieces: Iterator[str] | tuple[str, ...] = PIECES
) -> tuple[float, str]:
    """Return the worst growth by doubling, twice over, and the piece that did it.

    What stays below LEAST_SECONDS at its longest cannot keep a server busy, and
    is too short to be measured; it counts as 1.
    """
    found = (1.0, "")
    for piece in pieces:
        texts = [
            (piece * (size // len(piece) + 1))[:size] for size in (SHORTEST, LONGEST)
        ]
        if (long := seconds(parse, texts[1], 1)) < LEAST_SECONDS:
            continue
        long = min(long, seconds(parse, texts[1], 2))
        # Two doublings: 8,000, 16,000, 32,000 characters.
        found = max(found, ((long / seconds(parse, texts[0])) ** 0.5, piece))
    return found
