"""Find everything in a text that begins with a digit, and tell the kinds apart.

One pass from left to right: a token is one number, or several joined by a slash or a
dash (85/20.985, 2016-2020, 15/12/2024). What a number is not by its very shape (a date,
a clock time, a year, a code) is told here; what it is not by its neighbours is told in
`context`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from danvan.core.text.span import Span

Kind = Literal["number", "pair", "range", "date", "time", "years", "code"]

# Digits with dots and commas between them; "274, 4 triệu" is one number torn apart.
_PRINTED = r"\d+(?:[.,]\d+)*+"
_TORN = r"\d{2,3}, \d{1,2}(?=[ ](?:nghìn|triệu|tỷ)\b)"
_CHAIN = re.compile(
    rf"{_TORN}|{_PRINTED}(?:(?P<join>[/:]|[ ]?[-–—][ ]?){_PRINTED}(?:(?P=join){_PRINTED})?)?+"
)
_PIECE = re.compile(_PRINTED)

# Places whose digits are no prose: addresses of pages, marks of footnotes, pictures.
_MASK = re.compile(
    r"(?:https?://|www\.)\S+|<sup>[^<\n]{0,20}</sup>|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w+"
    r"|\[\d{1,3}\]|!\[[^\]\[\n]{0,200}\]\([^)\s]{0,400}\)"
)
_CLOCK = re.compile(r"[hg](?:\d{2}|\b)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of digits with its kind; ``pieces`` are the printed numbers in it."""

    kind: Kind
    span: Span
    pieces: tuple[Span, ...]


def scan(lower: str, taken: tuple[Span, ...] = ()) -> Iterator[Token]:
    """Yield the tokens of normal text ``lower`` outside the spans ``taken``."""
    masks = sorted([*taken, *(Span(*m.span()) for m in _mask(lower))])
    mask = 0
    for chain in _CHAIN.finditer(lower):
        start, end = chain.span()
        while mask < len(masks) and masks[mask].end <= start:
            mask += 1
        if mask < len(masks) and masks[mask].start < end:
            continue
        torn = ", " in chain[0]
        pieces = (
            (Span(start, end),)
            if torn
            else tuple(
                Span(*piece.span()) for piece in _PIECE.finditer(lower, start, end)
            )
        )
        yield Token(
            _kind(lower, start, end, chain["join"], pieces), Span(start, end), pieces
        )


def _mask(lower: str) -> Iterator[re.Match[str]]:
    return _MASK.finditer(lower)


def _kind(
    lower: str, start: int, end: int, join: str | None, pieces: tuple[Span, ...]
) -> Kind:
    join = (join or "").strip()
    if _CLOCK.match(lower, end) and len(pieces) == 1 and end - start <= 2:
        return "time"
    if not join:
        return "date" if is_date(pieces[0].of(lower).split(".")) else "number"
    parts = [piece.of(lower) for piece in pieces]
    if join == ":":
        return "time"
    if len(parts) == 3:
        return "date" if is_date(parts) else "code"
    if join == "/":
        return "date" if _month_of_year(parts) else "pair"
    if _YEAR.fullmatch(parts[0]) and _YEAR.fullmatch(parts[1]):
        return "years"
    return "range"


def is_date(parts: list[str]) -> bool:
    """Say whether ``parts`` read as day, month, year, in the order Viet Nam writes.

    A day or month that cannot be is still a date: the date rule reports it.
    """
    return (
        len(parts) == 3
        and len(parts[0]) <= 2
        and len(parts[1]) <= 2
        and parts[0].isdigit()
        and parts[1].isdigit()
        and bool(_YEAR.fullmatch(parts[2]))
    )


def _month_of_year(parts: list[str]) -> bool:
    month = parts[0]
    return (
        month.isdigit()
        and len(month) <= 2
        and int(month) <= 12
        and bool(_YEAR.fullmatch(parts[1]))
    )
