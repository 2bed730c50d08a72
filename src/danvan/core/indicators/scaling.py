"""From a number as a text prints it to the unit of the catalogue, and whether it fits.

Money, lengths and shares are turned (3,6 tỷ đồng are 3.6 of ``billion_dong``); things
counted stay what they are, and are said to be doubtful where their kinds differ (lượt
for người, đơn for vụ việc).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from danvan.core import data
from danvan.core.figures.lexicon import DIMENSIONS, FACTORS
from danvan.core.figures.unit import read_unit

Doubt = Literal["dimension", "kind"]
_ONE = Decimal(1)
_MEASURES: Mapping[str, tuple[str, Decimal]] = {
    "dong": ("VND", _ONE),
    "thousand_dong": ("VND", Decimal(10) ** 3),
    "million_dong": ("VND", Decimal(10) ** 6),
    "billion_dong": ("VND", Decimal(10) ** 9),
    "million_usd": ("USD", Decimal(10) ** 6),
    "metre": ("length", _ONE),
    "square_metre": ("area", Decimal("0.0001")),
    "percent": ("%", _ONE),
    "percentage_point": ("points", _ONE),
}
# Reports print a fall of 4,29 points as 4,29 %.
_LIKE = {("%", "points"), ("points", "%")}


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number in the unit of the catalogue.

    ``step`` is the worth of its last printed digit, None where it counts whole things.
    ``doubt``: it measures something else (``dimension``: a share for a count), or
    counts another kind of thing (``kind``); None where it fits.
    """

    amount: Decimal
    step: Decimal | None
    doubt: Doubt | None


def scaled(
    value: Decimal, scale: Decimal, printed: str, unit: str, measure: str
) -> Scaled:
    """Turn a printed number into a measure of the catalogue.

    ``value`` is the number without its scale word, ``scale`` that word's worth,
    ``printed`` its digits, ``unit`` the words of its unit. Raises KeyError for a
    measure that is none.

    >>> scaled(Decimal("3.6"), Decimal(10**9), "3,6", "đồng", "billion_dong").amount
    Decimal('3.6')
    >>> scaled(Decimal(27), Decimal(1), "27", "đơn tố cáo", "matter").doubt
    'kind'
    """
    key, worth = _read(unit)
    wanted, unit_worth = _MEASURES.get(measure) or (_counted(measure), _ONE)
    factor = scale * worth / unit_worth if key == wanted else scale
    whole = factor == 1 and "," not in printed and key not in DIMENSIONS
    places = len(printed.partition(",")[2])
    return Scaled(
        amount=_plain(value * factor),
        step=None if whole else _plain(Decimal(1).scaleb(-places) * factor),
        doubt=_doubt(key, wanted),
    )


def _doubt(key: str, wanted: str) -> Doubt | None:
    if key == wanted or (key, wanted) in _LIKE or not key:
        return None
    return "dimension" if {key, wanted} & DIMENSIONS else "kind"


def _read(unit: str) -> tuple[str, Decimal]:
    lower = unit.lower()
    read = read_unit(unit, lower, 0)
    if read is None:
        return "", _ONE
    return read.key, FACTORS.get(read.name.lower(), _ONE)


@cache
def _counted(measure: str) -> str:
    return _read(str(data.load_toml("measures.toml")[measure]["vi"]))[0]


def _plain(number: Decimal) -> Decimal:
    """Return a number without trailing zeros and without an exponent."""
    return Decimal(f"{number.normalize():f}")
