"""Read numbers the way Vietnamese reports write them.

The dot groups thousands and the comma starts the fraction: 1.234,5 is 1234.5. Against
the norm, one or two digits after a dot are a fraction too (54.9 %), and so are three
after a zero (0.125).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Style = Literal["plain", "grouped", "point", "english", "spaced"]

# A longer run of digits is a code or a phone number; reading it would cost a square.
LONGEST = 24

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,(?P<fraction>\d+))?")
_PLAIN = re.compile(r"\d+(?:,(?P<fraction>\d+))?")
_POINT = re.compile(r"\d+\.(?P<fraction>\d{1,2}|\d{4,})|0\.(?P<small>\d+)")
_ENGLISH = re.compile(
    r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.(?P<fraction>\d+))?"
    r"|[1-9]\d{0,2}(?:,\d{3})+\.(?P<other>\d+)"
)
_SPACED = re.compile(r"\d+, \d{1,2}")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its value, and how finely it was printed.

    ``step`` is the worth of one unit in the last printed digit: 0.01 for 28,24 and 1
    for 1.945. ``style`` is how it was written; plain and grouped are the norm.
    """

    value: Decimal
    step: Decimal
    style: Style

    @property
    def whole(self) -> bool:
        """Say whether no fraction was printed."""
        return self.step == 1


# A long text prints few numbers many times: each is kept once.
@lru_cache(maxsize=4096)
def read(printed: str) -> Number | None:
    """Return the number ``printed`` is, or None when it is not written as one.

    >>> read("1.234,5")
    Number(value=Decimal('1234.5'), step=Decimal('0.1'), style='grouped')
    >>> read("15.12.2024") is None
    True
    """
    if len(printed) > LONGEST:
        return None
    if _GROUPED.fullmatch(printed):
        return _number(printed.replace(".", "").replace(",", "."), "grouped")
    if _PLAIN.fullmatch(printed):
        return _number(printed.replace(",", "."), "plain")
    if _POINT.fullmatch(printed):
        return _number(printed, "point")
    if _ENGLISH.fullmatch(printed):
        return _number(printed.replace(",", ""), "english")
    if _SPACED.fullmatch(printed):
        return _number(printed.replace(", ", "."), "spaced")
    return None


def _number(digits: str, style: Style) -> Number:
    _, _, fraction = digits.partition(".")
    return Number(Decimal(digits), Decimal(1).scaleb(-len(fraction)), style)
