"""Text whose figures know what they are figures of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from danvan.core.text.span import Span

# What of an indicator a number tells: its amount, that of the period before, the
# difference of the two, or the difference in percent.
Aspect = Literal["amount", "before", "change", "rate"]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose number: the indicator, the unit's code, the period's key, the aspect."""

    code: str
    unit: str
    period: str
    aspect: Aspect = "amount"


@dataclass(frozen=True, slots=True)
class Token:
    """A printed number (digits alone) with its value as printed and its source.

    ``value`` is what the digits say (1.327 of "1,327 tỷ đồng"); ``amount`` is the
    record's own (1327 of a value kept in million đồng).
    """

    printed: str
    value: Decimal
    amount: Decimal
    source: Source | None = None


Piece = str | Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and tokens in order.

    >>> token = Token("05", Decimal(5), Decimal(5))
    >>> (Phrase(("tổ chức ",)) + Phrase((token, " cuộc"))).text
    'tổ chức 05 cuộc'
    """

    pieces: tuple[Piece, ...] = ()

    def __add__(self, other: "Phrase") -> "Phrase":
        return Phrase((*self.pieces, *other.pieces))

    @property
    def text(self) -> str:
        """The words as they are printed."""
        return "".join(p if isinstance(p, str) else p.printed for p in self.pieces)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The figures in order."""
        return tuple(p for p in self.pieces if isinstance(p, Token))

    def placed(self, start: int = 0) -> Iterator[tuple[Span, Token]]:
        """Yield each token with its place in ``text``, counted from ``start``."""
        at = start
        for piece in self.pieces:
            end = at + len(piece if isinstance(piece, str) else piece.printed)
            if isinstance(piece, Token):
                yield Span(at, end), piece
            at = end


def words(text: str) -> Phrase:
    """Return words without figures; nothing at all for ''."""
    return Phrase((text,) if text else ())


def joined(parts: Iterable[Phrase], between: str) -> Phrase:
    """Return the phrases one after another with ``between`` between them."""
    found = Phrase()
    for n, part in enumerate(parts):
        found = found + words(between if n else "") + part
    return found
