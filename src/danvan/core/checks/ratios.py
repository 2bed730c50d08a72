"""Ratio: a printed share, rate or growth is what its two numbers give.

Where the text does not say of what a share is taken, every figure that could be the
whole is tried; only a share with no sensible whole at all is an error. A percentage cut
off instead of rounded is a note.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.core.checks.finding import Check
from danvan.core.checks.interval import precision
from danvan.core.checks.kin import CHANGE_BEFORE, RATES, kin
from danvan.core.checks.percent import (
    Try,
    agrees,
    amount_before,
    follows_change,
    made,
    name,
)
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split
from danvan.core.figures.figure import Figure

RULE = "ratio"

_HUNDRED = Decimal(100)
_SHARE = re.compile(
    r"\b(?:chiếm|đạt|tỷ lệ|bằng|tương đương|tương ứng|khoảng)\b[^.;()\n]{0,30}$|^[^.;()\n]{0,24}\($|=[ ]*$"
)
_AFTER_PAIR = re.compile(
    r"\b(?:chiếm|đạt|tỷ lệ|bằng|tương ứng|tương đương)\b[^.;\n]{0,40}$|\($|=[ ]*$|^[ ,]*$"
)
_WHOLE_NAMED = re.compile(r"[ ](?!tổng)[^\W\d_]")
# The whole of "đạt 102 % kế hoạch" need not be the pair's.
_OF_PLAN = re.compile(
    r"[ ]*(?:so với |của )?(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu|yêu cầu|so với)"
)
_CHIEM = re.compile(r"chiếm|tỷ trọng")
_IN_BRACKET = re.compile(r"\((?:chiếm|đạt)(?: tỷ lệ)?[ ]*$")
_PLANNED = re.compile(r"\b(?:kế hoạch|chỉ tiêu)\b[^.;()\d]{0,30}$")
_OF_IT = re.compile(r"[ ]*(?:so với |của )?(?:kế hoạch|chỉ tiêu)\b(?! năm)")
_REACHED = re.compile(r"[ ]?,?[ ]?\(?(?:đạt|bằng)(?: tỷ lệ)?[ ]?")
_OF_TOTAL = re.compile(r"(?:trên|trong) tổng số[^.;()\n]{0,12}$")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one check for each percentage whose numbers the text gives."""
    total_of = {part: split for split in splits if split.holds for part in split.parts}
    used: set[int] = set()
    for index, figure in enumerate(reading.figures):
        if figure.key != "%" or figure.slot:
            continue
        found = _check(reading, index, total_of, used)
        if found:
            yield found


def _check(
    reading: Reading, rate: int, total_of: dict[int, Split], used: set[int]
) -> Check | None:
    before = reading.gaps[rate]
    if CHANGE_BEFORE.search(before[-50:]) or follows_change(reading, rate):
        return None
    pairs = _pairs(reading, rate)
    for first in pairs:
        if first in used:
            continue
        attempt = _share(reading, first, first + 1)
        if attempt and agrees(reading.figures[rate], attempt):
            used.add(first)
            return made(reading, rate, attempt)
    if pairs and pairs[0] not in used and _near_pair(reading, pairs[0], rate):
        attempt = _share(reading, pairs[0], pairs[0] + 1)
        if attempt:
            used.add(pairs[0])
            of_plan = _OF_PLAN.match(reading.tail(rate))
            return made(reading, rate, attempt, "warning" if of_plan else "error")
    return _of_whole(reading, rate, total_of)


def _pairs(reading: Reading, rate: int) -> list[int]:
    """Return the a/b of the same sentence: the nearest before, then those after."""
    before = [
        i
        for i in range(max(0, rate - 8), rate)
        if reading.figures[i].slot == "part" and reading.together(i, rate)
    ]
    after = [
        i for i in range(rate + 1, min(len(reading.figures) - 1, rate + 2))
        if reading.figures[i].slot == "part" and reading.together(i, rate) and "(" in reading.gaps[i]
    ]  # fmt: skip
    return (
        [*after, *reversed(before)]
        if after and not _close_pair(reading, before, rate)
        else [*reversed(before), *after]
    )


def _close_pair(reading: Reading, before: list[int], rate: int) -> bool:
    return bool(before) and before[-1] == rate - 2


def _near_pair(reading: Reading, first: int, rate: int) -> bool:
    """Say whether the words tie the percentage to the pair and to nothing else."""
    if first > rate:
        return len(reading.gaps[first]) < 60
    between = reading.normal.lower[
        reading.figures[first + 1].tail : reading.figures[rate].spot.start
    ]
    return (
        rate == first + 2
        and len(between) < 120
        and bool(_AFTER_PAIR.search(between[-60:]))
    )


def _share(reading: Reading, part: int, whole: int) -> Try | None:
    a, b = reading.figures[part], reading.figures[whole]
    if b.amount <= 0:
        return None
    try:
        value = (precision(a) / precision(b)).times(_HUNDRED)
    except ZeroDivisionError:
        return None
    return Try(
        value,
        a.amount / b.amount * _HUNDRED,
        (part, whole),
        f"{name(a, b)} : {name(b, b)}",
    )


def _of_whole(reading: Reading, rate: int, total_of: dict[int, Split]) -> Check | None:
    """Check "N, chiếm p %" against the totals in reach."""
    part = amount_before(reading, rate)
    if part is None:
        return None
    gap = reading.normal.lower[
        reading.figures[part].tail : reading.figures[rate].spot.start
    ]
    figure = reading.figures[rate]
    if not _SHARE.search(gap[-60:]):
        return None
    split = total_of.get(part)
    explicit = (
        split.total if split and _is_share(reading, split, part, rate, gap) else None
    )
    if (
        explicit is None
        and part
        and _OF_TOTAL.search(reading.gaps[part])
        and kin(reading.figures[part - 1], reading.figures[part])
    ):
        explicit, part = part, part - 1
    wholes = [explicit] if explicit is not None else []
    wholes += _wholes(reading, part, figure, rate)
    attempts = [
        attempt for whole in wholes if (attempt := _share(reading, part, whole))
    ]
    for attempt in attempts:
        if agrees(figure, attempt):
            return made(reading, rate, attempt)
    if explicit is not None and attempts:
        return made(reading, rate, attempts[0])
    whole = _only_whole(reading, part, rate, gap)
    attempt = None if whole is None else _share(reading, part, whole)
    return made(reading, rate, attempt, "warning") if attempt else None


def _only_whole(reading: Reading, part: int, rate: int, gap: str) -> int | None:
    """Return the one whole a sentence offers: gửi 600 phiếu, thu 588 phiếu (đạt 98 %).

    Or the plan: kế hoạch 500 ha, thực hiện 450 ha, đạt 90 % kế hoạch.
    """
    tail = reading.tail(rate)
    planned = (
        _PLANNED.search(reading.gaps[part - 1]) if part and _OF_IT.match(tail) else None
    )
    of_plan = planned and _REACHED.fullmatch(gap)
    alone_told = _IN_BRACKET.search(gap) and not _WHOLE_NAMED.match(tail)
    if not (of_plan or alone_told):
        return None
    first = part
    while first and reading.together(first - 1, part):
        first -= 1
    whole = reading.figures[first]
    plain = not (whole.slot or reading.figures[part].slot or reading.aside[part])
    alone = part == first + 1 and plain and kin(whole, reading.figures[part])
    return first if alone and whole.unit == reading.figures[part].unit else None


def _is_share(reading: Reading, split: Split, part: int, rate: int, gap: str) -> bool:
    """Say whether the percentage can only be the share of the part in its total.

    "Đạt 90 %" is mostly of a plan; a bare bracket is a share where another part's is.
    """
    if len(gap) >= 40 or _WHOLE_NAMED.match(reading.tail(rate)):
        return False
    if _CHIEM.search(gap):
        return True
    return gap.strip() == "(" and any(
        agrees(reading.figures[other + 1], attempt)
        for other in split.parts
        if other != part
        and other + 1 < len(reading.figures)
        and reading.figures[other + 1].key == "%"
        and (attempt := _share(reading, other, split.total))
    )


def _other_parts(reading: Reading, part: int, rate: int) -> list[Try]:
    """695 vụ, với 1.408 đối tượng (88,2 %): the share may be of an amount before."""
    figure = reading.figures[rate]
    found = []
    for index in range(part - 1, max(-1, part - 3), -1):
        if not reading.together(index, rate) or reading.figures[index].key in RATES:
            break
        found += [
            t
            for whole in _wholes(reading, index, figure, rate)[:12]
            if (t := _share(reading, index, whole))
        ]
    return found


def _wholes(reading: Reading, part: int, rate: Figure, at: int) -> list[int]:
    """Return the figures that could be the whole, nearest first.

    A coarse percentage fits too much by chance, so only a fine one looks far.
    """
    digits = len(rate.number.value.normalize().as_tuple().digits)
    reach = 60 if digits >= 3 else 14 if digits == 2 else 0
    figures = reading.figures
    low, high = max(0, part - reach), min(len(figures), part + reach + 1)
    near_by = [
        i
        for i in range(low, high)
        if i != part
        and kin(figures[i], figures[part])
        and figures[i].amount >= figures[part].amount
    ]
    if digits < 3 and "tổng" in reading.tail(at):
        near_by = [
            i
            for i in range(max(0, part - 150), part)
            if kin(figures[i], figures[part])
            and figures[i].amount > figures[part].amount
        ]
    return sorted(near_by, key=lambda i: abs(i - part))
