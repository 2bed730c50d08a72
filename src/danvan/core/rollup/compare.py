"""Say how a figure changed against the same period before, or why nobody can say.

Numbers change by a difference and a percentage; ratios by percentage points, for a
percentage of a percentage misleads. What is not comparable names its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from danvan.core.rollup.restate import Apart, OnMap

_HUNDREDTH = Decimal("0.01")
_RATIOS = frozenset({"ratio", "fraction"})


class Why(StrEnum):
    """Why two figures are not compared, or not by a percentage."""

    NOTHING_NOW = "nothing_now"
    NOTHING_BEFORE = "nothing_before"
    FROM_ZERO = "from_zero"  # a percentage of nothing
    MISSING = "missing"  # not every unit it is made of reported
    DIVIDED = "divided"
    UNMADE = "unmade"
    NO_PARTS = "no_parts"
    NO_UNIT = "no_unit"  # there was no such unit


MESSAGES: Mapping[Why, Mapping[str, str]] = {
    Why.NOTHING_NOW: {
        "vi": "Kỳ này chưa có số liệu",
        "en": "No figure for this period",
    },
    Why.NOTHING_BEFORE: {
        "vi": "Kỳ trước không có số liệu",
        "en": "No figure for the period before",
    },
    Why.FROM_ZERO: {
        "vi": "Kỳ trước là 0 nên không tính tỷ lệ tăng, giảm",
        "en": "It was 0 before, so there is no percentage",
    },
    Why.MISSING: {
        "vi": "Chưa đủ đơn vị cũ có số liệu",
        "en": "Not every former unit reported",
    },
    Why.DIVIDED: {
        "vi": "Không so sánh được: có đơn vị bị chia tách mà không có tỷ lệ phân chia",
        "en": "Not comparable: a unit was divided and no share is on record",
    },
    Why.UNMADE: {
        "vi": "Không so sánh được: số liệu của đơn vị đã sáp nhập không tách lại được",
        "en": "Not comparable: figures of merged units cannot be taken apart",
    },
    Why.NO_PARTS: {
        "vi": "Không so sánh được: không có tử số, mẫu số của từng đơn vị cũ",
        "en": "Not comparable: the parts of the ratio are not known for each former unit",
    },
    Why.NO_UNIT: {
        "vi": "Không so sánh được: khi đó chưa có đơn vị này",
        "en": "Not comparable: there was no such unit then",
    },
}
_APART = {
    Apart.DIVIDED: Why.DIVIDED,
    Apart.UNMADE: Why.UNMADE,
    Apart.NO_PARTS: Why.NO_PARTS,
}


@dataclass(frozen=True, slots=True)
class Change:
    """How much a figure changed; what does not apply is None.

    ``percent`` is of the figure before; ``points`` are percentage points, for ratios.
    ``why`` says what stands against the comparison, or against its percentage.
    """

    difference: Decimal | None = None
    percent: Decimal | None = None
    points: Decimal | None = None
    why: Why | None = None

    @property
    def made(self) -> bool:
        """Whether the two figures were compared at all."""
        return self.difference is not None or self.points is not None


def change(kind: str, now: Decimal | None, before: Decimal | None) -> Change:
    """Return how a figure of a kind (`rules.Kind`) changed.

    >>> change("flow", Decimal(115), Decimal(100)).percent
    Decimal('15.00')
    >>> change("ratio", Decimal("96.15"), Decimal("93.10")).points
    Decimal('3.05')
    >>> change("flow", Decimal(3), Decimal(0)).why
    <Why.FROM_ZERO: 'from_zero'>
    """
    if now is None or before is None:
        return Change(why=Why.NOTHING_NOW if now is None else Why.NOTHING_BEFORE)
    if kind in _RATIOS:
        return Change(points=_hundredths(now - before))
    if before == 0:
        return Change(now - before, why=Why.FROM_ZERO if now else None)
    return Change(now - before, _hundredths(100 * (now - before) / abs(before)))


def change_on_map(kind: str, now: Decimal | None, before: OnMap | None) -> Change:
    """Return how a figure changed against one brought onto today's map.

    A figure with parts missing is not compared: the change would be that of who reported.
    """
    if before is None:
        return Change(why=Why.NO_UNIT)
    if before.apart is not None:
        return Change(why=_APART[before.apart])
    if before.value is not None and not before.whole:
        return Change(why=Why.MISSING)
    return change(kind, now, before.value)


def _hundredths(value: Decimal) -> Decimal:
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)
