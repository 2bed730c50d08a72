"""Counted values, rounded to five before they are published.

Every count is rounded, large ones too: a threshold would let a reader take small
cells out of an exact total. A number always rounds to the same multiple, so that
publishing it again teaches nothing; rounding by chance could be averaged away.

A sum is rounded by itself, from the true sum, so printed parts need not add up to it.
It is then kept far enough from the edges of what its printed parts allow: were four
twos printed as 0, 0, 0, 0 and their sum 8 as 10, every part would be known. Such a sum
is printed as the nearest multiple that tells nothing about any part. Which multiples
do follows from the printed parts alone, so the choice gives nothing away either.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

BASE = 5
_HALF = BASE // 2


@dataclass(frozen=True, slots=True)
class Known:
    """A printed count and the least and the most it can be."""

    printed: int
    low: int
    high: int

    @property
    def width(self) -> int:
        """Return how many further values are possible beside one."""
        return self.high - self.low


def rounded(amount: int) -> int:
    """Return the multiple of five nearest to a count; ValueError for one below zero.

    >>> [rounded(n) for n in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    if amount < 0:
        raise ValueError(amount)
    return (amount + _HALF) // BASE * BASE


def cell(amount: int) -> Known:
    """Return what is printed for a count that is no sum, and what that tells."""
    printed = rounded(amount)
    return Known(printed, max(0, printed - _HALF), printed + _HALF)


def total(amount: int, *ways: Sequence[Known]) -> Known | None:
    """Return what is printed for a sum, and what that tells.

    Each of ``ways`` is a set of printed parts that add up to it: a grand total is the
    sum of its rows and of its columns. Away from the edge the error is at most 2, at
    the edge more; None where no multiple keeps quiet about every part. Raises
    ValueError where parts cannot add up to ``amount``.
    """
    edges = [_edges(amount, parts) for parts in ways if len(parts) > 1]
    least = max([0, *(sum(p.low for p in parts) for parts in ways)])
    most = min(sum(p.high for p in parts) for parts in ways)
    bottom = max((edge[0] for edge in edges), default=0)
    top = min((edge[1] for edge in edges), default=rounded(amount))
    if bottom > top:
        return None
    printed = min(max(rounded(amount), bottom), top)
    low = least if printed == bottom else printed - _HALF
    high = most if printed == top else printed + _HALF
    return Known(printed, max(low, least), min(high, most))


def _edges(amount: int, parts: Sequence[Known]) -> tuple[int, int]:
    """Return the lowest and highest multiples that narrow no part."""
    least, most = sum(p.low for p in parts), sum(p.high for p in parts)
    if not least <= amount <= most:
        raise ValueError(amount, least, most)
    width = max(p.width for p in parts)
    return _up(max(0, least + width - _HALF)), _down(most - width + _HALF)


def table(
    amounts: Mapping[str, int], sums: Mapping[str, Sequence[Collection[str]]]
) -> Mapping[str, Known]:
    """Round a table: cells by name, and in which ways some are sums of others.

    A part that is not in ``amounts`` is not printed, so that its sum binds nothing.
    A sum that cannot be printed without telling a part is left out. Raises ValueError
    for a sum that holds itself.
    """
    done: dict[str, Known | None] = {}

    def known(name: str, above: tuple[str, ...]) -> Known | None:
        if name in above:
            raise ValueError(name)
        if name not in done:
            ways = [
                [known(p, (*above, name)) for p in way if p in amounts]
                for way in sums.get(name, ())
                if all(p in amounts for p in way)
            ]
            whole = [[p for p in way if p] for way in ways if all(way)]
            amount = amounts[name]
            done[name] = total(amount, *whole) if whole else cell(amount)
        return done[name]

    rounded_all = {name: known(name, ()) for name in amounts}
    return {name: one for name, one in rounded_all.items() if one is not None}


def quotient(top: int, bottom: int, decimals: int = 0) -> Decimal | None:
    """Return a percentage worked out from printed counts; None where it would tell.

    An exact percentage of a small count is the count itself, so it is never printed:
    below 50 in the denominator there is none. Worked out from what is printed anyway, it
    tells nothing more, however many ``decimals`` it has.
    """
    if bottom < 10 * BASE:
        return None
    step = Decimal(1).scaleb(-decimals)
    return (Decimal(top) * 100 / bottom).quantize(step, ROUND_HALF_EVEN)


def _up(amount: int) -> int:
    return -(-amount // BASE) * BASE


def _down(amount: int) -> int:
    return amount // BASE * BASE
