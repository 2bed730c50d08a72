"""Put the difference from the same period of the year before into words."""

from dataclasses import dataclass, replace
from decimal import Decimal

from danvan.core.drafting.numbers import (
    Measure,
    digits,
    measure,
    rounded,
    written,
)
from danvan.core.drafting.phrase import Phrase, Source, Token, words

THAN = "so với cùng kỳ"
SAME = "bằng cùng kỳ"
ON_MAP = " tính theo địa giới hiện nay"
_HUNDRED = Decimal(100)
_SHARES = frozenset({"percent"})


@dataclass(frozen=True, slots=True)
class Before:
    """The number of the same period of the year before.

    ``amount`` is None where none is known. ``apart`` is the reason in words why the
    two cannot be compared ("do đơn vị hành chính đã sắp xếp lại"), '' where they can.
    ``rough`` is set where one of the two is only a bound or an estimate. ``on_map``: it
    was worked out anew on the map of today, as the unit was made of others since.
    """

    amount: Decimal | None = None
    apart: str = ""
    rough: bool = False
    on_map: bool = False


def compared(
    now: Decimal,
    before: Before,
    of: Measure,
    *,
    source: Source | None = None,
    than: str = THAN,
    rate: bool = True,
) -> Phrase:
    """Return the words of a comparison, without comma or stop around them.

    ``rate`` adds the change in percent in brackets.

    >>> compared(Decimal(1107), Before(Decimal(984)), measure("visit")).text
    'tăng 123 lượt (12,5 %) so với cùng kỳ'
    >>> compared(Decimal("96.15"), Before(Decimal("97.38")), measure("percent")).text
    'giảm 1,23 điểm % so với cùng kỳ'
    >>> compared(Decimal(5), Before(Decimal(5)), measure("meeting")).text
    'bằng cùng kỳ'
    >>> restated = Before(Decimal(4), on_map=True)
    >>> compared(Decimal(5), restated, measure("meeting"), rate=False).text
    'tăng 01 cuộc so với cùng kỳ tính theo địa giới hiện nay'
    """
    if before.apart:
        return words(f"không so sánh được với cùng kỳ {before.apart}")
    if before.amount is None:
        return words("chưa có số liệu cùng kỳ để so sánh")
    if before.rough:
        return words("không so sánh với cùng kỳ vì số liệu mới là số ước")
    change = now - before.amount
    same, than = (f"{text}{ON_MAP}" if before.on_map else text for text in (SAME, than))
    if change == 0:
        return words(same)
    verb = words("tăng " if change > 0 else "giảm ")
    told = replace(source, aspect="change") if source else None
    if of.code in _SHARES:
        points = written(abs(change), measure("percentage_point"), source=told)
        return verb + points + words(f" {than}")
    amount = written(abs(change), of, source=told)
    share = _rate(change, before.amount, source) if rate else words("")
    return verb + amount + share + words(f" {than}")


def _rate(change: Decimal, before: Decimal, source: Source | None) -> Phrase:
    """Return " (12,5 %)"; nothing where the base is zero or the rate rounds to it."""
    if before <= 0:
        return words("")
    rate = rounded(abs(change) / before * _HUNDRED)
    if rate == 0:
        return words("")
    told = replace(source, aspect="rate") if source else None
    return Phrase((" (", Token(digits(rate), rate, rate, told), " %)"))
