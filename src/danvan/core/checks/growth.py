"""Consistency of growth: a total grows no faster and no slower than all its parts.

Exports + 7 % and imports + 7 % cannot make a total of + 6,2 %.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.interval import near
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split

RULE = "consistency"

_GROWTH = re.compile(
    r"\b(?P<way>tăng|giảm)(?: thêm| khoảng| gần| hơn| trên| tới)*[ ]*$"
)
# Several periods or measures side by side cannot be told apart.
_OTHER_BASE = re.compile(r"kế hoạch|dự toán|chỉ tiêu|tháng trước")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one check for each split that holds and whose members all grow."""
    for split in splits:
        if not split.holds:
            continue
        members = (split.total, *split.parts)
        rates = [_growth_of(reading, member) for member in members]
        if any(rate is None for rate in rates):
            continue
        yield _check(reading, [rate for rate in rates if rate is not None])


def _growth_of(reading: Reading, index: int) -> tuple[int, bool] | None:
    """Return the percentage right after figure ``index`` and whether it is upward."""
    at = index + 1
    if at >= len(reading.figures) or not reading.together(index, at):
        return None
    figure = reading.figures[at]
    match = _GROWTH.search(reading.gaps[at][-40:])
    if (
        figure.key != "%"
        or figure.slot
        or not match
        or _OTHER_BASE.search(reading.tail(at)[:60])
    ):
        return None
    return at, match["way"] == "tăng"


def _check(reading: Reading, rates: list[tuple[int, bool]]) -> Check:
    ends = []
    for index, up in rates:
        around = near(reading.figures[index])
        ends.append((around.low, around.high) if up else (-around.high, -around.low))
    (low, high), *parts = ends
    least, most = min(p[0] for p in parts), max(p[1] for p in parts)
    holds = least <= high and low <= most
    indices = [index for index, _ in rates]
    signed = [reading.figures[i].value * (1 if up else -1) for i, up in rates]
    written = ", ".join(f"{shown(v)}%" for v in signed[1:])
    message = (
        both(
            f"Tổng thay đổi {shown(signed[0])}%, nằm giữa các phần ({written}).",
            f"The total changes by {shown(signed[0])}%, between its parts ({written}).",
        )
        if holds
        else both(
            f"In tổng thay đổi {shown(signed[0])}%, nhưng các phần thay đổi {written}: tổng phải nằm giữa.",
            f"Printed change of the total {shown(signed[0])}%, but its parts change by {written}: the total must lie between.",
        )
    )
    middle = min(max(signed[0], min(signed[1:])), max(signed[1:]))
    return Check(
        RULE,
        holds,
        "note" if holds else "warning",
        tuple(indices),
        plain(signed[0]),
        plain(Decimal(middle)),
        message,
        reading.span(indices),
    )
