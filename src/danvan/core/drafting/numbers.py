"""Write numbers the way Vietnamese reports write them.

The dot groups thousands and the comma starts the fraction; things counted are
written with two digits below ten (05 cuộc), measures are not (5 m, 3,6 tỷ đồng).
What is written here is what `core.figures.number.read` reads back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from danvan.core import data
from danvan.core.drafting.phrase import Phrase, Source, Token

Bound = Literal["", "min", "max", "approx"]
_BOUNDS: Mapping[str, str] = {
    "": "",
    "min": "hơn ",
    "max": "không quá ",
    "approx": "khoảng ",
}
# Measures: no nought before them. Everything else of measures.toml counts things.
MEASURED = frozenset(
    [
        "metre",
        "square_metre",
        "percent",
        "percentage_point",
        "minute",
        "day",
        "point",
        "rank",
        "dong",
        "thousand_dong",
        "million_dong",
        "billion_dong",
        "million_usd",
    ]
)
_MONEY: Mapping[str, Decimal] = {
    "dong": Decimal(1),
    "thousand_dong": Decimal(10) ** 3,
    "million_dong": Decimal(10) ** 6,
    "billion_dong": Decimal(10) ** 9,
}
_SCALES = (
    (Decimal(10) ** 9, " tỷ đồng"),
    (Decimal(10) ** 6, " triệu đồng"),
    (Decimal(1), " đồng"),
)
_MOST_DIGITS = 3  # behind the comma of a scale word; beyond that the next smaller one
_TEN = 10


class NotWritten(ValueError):
    """A number that no report prints as one: negative, or not a number."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts: its code in measures.toml and the word behind it."""

    code: str
    word: str

    @property
    def counted(self) -> bool:
        """Say whether it counts things and so has two digits below ten."""
        return self.code not in MEASURED

    @property
    def is_money(self) -> bool:
        """Say whether it is đồng or a thousand, a million, a billion of them."""
        return self.code in _MONEY


@cache
def measure(code: str) -> Measure:
    """Return a measure of measures.toml; KeyError for one that is not there."""
    return Measure(code, data.load_toml("measures.toml")[code]["vi"])


def digits(value: Decimal, *, padded: bool = False) -> str:
    """Write a number; ``padded`` gives two digits to a whole one from 1 to 9.

    Raises NotWritten below zero: a fall is told in words (`compare`).

    >>> digits(Decimal("2666")), digits(Decimal("1234.50")), digits(Decimal(5), padded=True)
    ('2.666', '1.234,5', '05')
    """
    if not value.is_finite() or value < 0:
        raise NotWritten(str(value))
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    if padded and not fraction and 0 < value < _TEN:
        whole = f"0{whole}"
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round half up, as reports do."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def written(
    amount: Decimal,
    of: Measure,
    *,
    source: Source | None = None,
    bound: Bound = "",
) -> Phrase:
    """Return the number with its unit and, for a bound, the word before it.

    >>> written(Decimal(5), measure("meeting")).text
    '05 cuộc'
    >>> written(Decimal("96.15"), measure("percent")).text
    '96,15 %'
    >>> written(Decimal("1327"), measure("million_dong"), bound="min").text
    'hơn 1,327 tỷ đồng'
    """
    value, unit = amount, f" {of.word}"
    if of.code in _MONEY:
        value, unit = _scaled(amount * _MONEY[of.code])
    token = Token(digits(value, padded=of.counted), value, amount, source)
    before = (_BOUNDS[bound],) if bound else ()
    return Phrase((*before, token, unit))


def _scaled(dong: Decimal) -> tuple[Decimal, str]:
    """Return money in the largest scale word that says it wholly."""
    for scale, unit in _SCALES:
        value = (dong / scale).normalize()
        exponent = value.as_tuple().exponent
        short = isinstance(exponent, int) and exponent >= -_MOST_DIGITS
        if dong >= scale and short:
            return value, unit
    return dong, " đồng"


def fraction(
    part: Decimal,
    whole: Decimal,
    of: Measure,
    *,
    sources: tuple[Source | None, Source | None] = (None, None),
) -> Phrase:
    """Return a part of a whole: 07/07 công trình, 177/185 đơn.

    >>> fraction(Decimal(7), Decimal(7), measure("work")).text
    '07/07 công trình'
    """
    a, b = (
        Token(digits(n, padded=of.counted), n, n, source)
        for n, source in zip((part, whole), sources, strict=True)
    )
    return Phrase((a, "/", b, f" {of.word}"))
