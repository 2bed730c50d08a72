"""Difference against an earlier report: what is said of last time agrees with it.

"Tiếp nhận 3.153 đơn, giảm 47 đơn so với cùng kỳ" says that 3.200 were printed then. A
figure is found again by its indicator; where the earlier report prints several values
of one indicator, any of them will do. Figures whose periods the texts tell, and that
are not a year apart, are not compared. What was open at the end is open at the
beginning of the next report.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.interval import near
from danvan.core.checks.kin import kin
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure
from danvan.core.figures.setting import settings

RULE = "difference"

_CHANGE = re.compile(r"\b(?P<way>tăng|giảm)(?: thêm| được)?(?: khoảng| gần| hơn)?[ ]*$")
_COMPARED = re.compile(r"so với|cùng kỳ|so cùng")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CARRIED_IN = re.compile(
    r"(?:kỳ|năm|tháng|quý) trước chuyển sang[^.;\d]{0,20}$|tồn đầu kỳ[^.;\d]{0,20}$"
)
_CARRIED_OUT = re.compile(
    r"chuyển (?:sang )?(?:kỳ|năm|tháng|quý) sau[^.;\d]{0,20}$|tồn cuối kỳ[^.;\d]{0,20}$"
)


def check(reading: Reading, earlier: Reading) -> Iterator[Check]:
    """Yield one check for each statement about the report ``earlier``."""
    printed: dict[str, list[tuple[Figure, str | None]]] = {}
    for figure, period in zip(earlier.figures, _periods(earlier), strict=True):
        if figure.indicator:
            printed.setdefault(figure.indicator, []).append((figure, period))
    periods = _periods(reading)
    for index, figure in enumerate(reading.figures):
        known = printed.get(figure.indicator or "", ())
        then = [f for f, period in known if _may_be(period, periods[index])]
        if then and (change := _change(reading, index)) is not None:
            yield _compared(reading, index, *change, then)
    yield from _carried(reading, earlier)


def _periods(reading: Reading) -> list[str | None]:
    taken = [c.span for c in reading.citations]
    found = settings(reading.normal, reading.figures, taken)
    return [setting.period for setting in found]


def _may_be(then: str | None, now: str | None) -> bool:
    """Say whether ``then`` may be the same period a year before ``now``.

    Where either is not known the reports are taken at the uploader's word.
    """
    if then is None or now is None:
        return True
    return then == _YEAR.sub(lambda year: str(int(year[0]) - 1), now)


def _change(reading: Reading, index: int) -> tuple[int, bool] | None:
    """Return the change printed right after a figure and whether it is upward."""
    after = index + 1
    if after >= len(reading.figures) or not reading.together(index, after):
        return None
    match = _CHANGE.search(reading.gaps[after][-30:])
    change = reading.figures[after]
    if not match or not kin(change, reading.figures[index]):
        return None
    if not _COMPARED.search(reading.tail(after)[:60]):
        return None
    return after, match["way"] == "tăng"


def _compared(
    reading: Reading, index: int, after: int, up: bool, then: Sequence[Figure]
) -> Check:
    now, change = reading.figures[index], reading.figures[after]
    sign = -1 if up else 1
    said = now.amount + sign * change.amount
    around = near(now) - near(change) if up else near(now) + near(change)
    holds = any(near(figure).meets(around) for figure in then)
    nearest = min(then, key=lambda f: abs(f.amount - said))
    written = f"{shown(now.value)} {'−' if up else '+'} {shown(change.amount / now.worth)} = {shown(said / now.worth)}"
    return _made(
        reading, (index, after), said / now.worth, nearest, written, holds=holds
    )


def _carried(reading: Reading, earlier: Reading) -> Iterator[Check]:
    """Opening stock equals closing stock."""
    closed = [
        f
        for f, gap in zip(earlier.figures, earlier.gaps, strict=True)
        if _CARRIED_OUT.search(gap)
    ]
    for index, figure in enumerate(reading.figures):
        if not _CARRIED_IN.search(reading.gaps[index]):
            continue
        then = [f for f in closed if kin(f, figure)]
        if len(then) == 1:
            holds = near(then[0]).meets(near(figure))
            yield _made(
                reading,
                (index,),
                figure.value,
                then[0],
                shown(figure.value),
                holds=holds,
            )


def _made(
    reading: Reading, members: tuple[int, ...], said: Decimal, then: Figure, written: str, *, holds: bool
) -> Check:  # fmt: skip
    was = then.amount / reading.figures[members[0]].worth
    message = (
        both(
            f"Theo báo cáo này, kỳ trước là {written}; báo cáo trước in {shown(was)}.",
            f"By this report last time was {written}; the earlier report prints {shown(was)}.",
        )
        if holds
        else both(
            f"Theo báo cáo này, kỳ trước là {written}, nhưng báo cáo trước in {shown(was)}.",
            f"By this report last time was {written}, but the earlier report prints {shown(was)}.",
        )
    )
    return Check(
        RULE,
        holds,
        "note" if holds else "warning",
        members,
        plain(said),
        plain(was),
        message,
        reading.span(members),
    )
