"""How far a value lies from a unit's own past: the modified z-score.

Iglewicz and Hoaglin (1993): 0,6745 · (x − median) / MAD. It is told as a question and
never as an error: a commune that always has 0 to 3 visits may well have had 12.
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from danvan.core.checks.finding import both, shown
from danvan.core.checks.rules import Words

FEWEST = 4  # past values below which nothing is known about a unit's habit
LIMIT = Decimal("3.5")
# A past without any spread: what differs at all lies beyond every limit.
BEYOND = Decimal(1000)
_TO_SIGMA = Decimal("0.6745")
_MEAN_TO_SIGMA = Decimal("1.253314")


def score(value: Decimal, past: Sequence[Decimal]) -> Decimal | None:
    """Return the modified z-score of ``value``, or None with too short a past.

    ``past`` are values of the same unit and kind of period, in any order. Where more
    than half of them are equal the median deviation is 0 and the mean deviation
    stands in for it; where all are equal any other value is `BEYOND`.

    >>> score(Decimal(12), [Decimal(n) for n in (0, 1, 2, 3, 1)])
    Decimal('7.4195')
    """
    if len(past) < FEWEST:
        return None
    middle = median(past)
    away = [abs(x - middle) for x in past]
    if spread := median(away):
        return _TO_SIGMA * (value - middle) / spread
    if mean := sum(away, Decimal(0)) / len(away):
        return (value - middle) / (_MEAN_TO_SIGMA * mean)
    if value == middle:
        return Decimal(0)
    return BEYOND if value > middle else -BEYOND


def asks(value: Decimal, past: Sequence[Decimal]) -> bool:
    """Say whether somebody should be asked about ``value``."""
    found = score(value, past)
    return found is not None and abs(found) > LIMIT


def question(value: Decimal, past: Sequence[Decimal]) -> Words | None:
    """Return the question to ask about ``value``, with the range of the past, or None."""
    if not asks(value, past):
        return None
    low, high = shown(min(past)), shown(max(past))
    a = shown(value)
    return both(
        f"{a} khác xa các kỳ trước của chính đơn vị (từ {low} đến {high} trong {len(past)} kỳ). Có đúng vậy không?",
        f"{a} is far from the unit's own earlier periods ({low} to {high} in {len(past)} periods). Is it so?",
    )
