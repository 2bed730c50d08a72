"""Ratio: a printed share, rate or growth is what its two numbers give.

Where the text does not say of what a share is taken, every figure that could be the
whole is tried; only a share with no sensible whole at all is an error. A percentage cut
off instead of rounded is a note.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.interval import Interval, near, precision
from danvan.core.checks.kin import CHANGE_BEFORE, RATES, kin
from danvan.core.checks.reading import Reading
from danvan.core.checks.splits import Split
from danvan.core.figures.figure import Figure

RULE = "ratio"

_HUNDRED = Decimal(100)
_SHARE = re.compile(
    r"\b(?:chiếm|đạt|tỷ lệ|bằng|tương đương|tương ứng|khoảng)\b[^.;()\n]{0,30}$|^[^.;()\n]{0,24}\($|=[ ]*$"
)
_AFTER_PAIR = re.compile(
    r"\b(?:chiếm|đạt|tỷ lệ|bằng|tương ứng|tương đương)\b[^.;\n]{0,40}$|\($|=[ ]*$|^[ ,]*$"
)
_BASE = re.compile(
    r"(?:so với|cùng kỳ)[^()\n;.]{0,60}\((?!trong đó|gồm|bao gồm|có)[^()\n]{0,40}$"
)
_ABSOLUTE = re.compile(
    r"(?:tương đương|tương ứng|tức(?: là)?|\()(?: với)?(?: mức)?[ ]?(?:tăng|giảm|vượt|hụt|tăng thêm)?(?: tuyệt đối)?(?: thêm)?(?: khoảng| gần| hơn)?[ ]?$"
)
_WHOLE_NAMED = re.compile(r"[ ](?!tổng)[^\W\d_]")
_OF_TOTAL = re.compile(r"(?:trên|trong) tổng số[^.;()\n]{0,12}$")


@dataclass(frozen=True, slots=True)
class _Try:
    """One reading of a percentage: ``value`` is what the numbers give, in percent."""

    value: Interval
    computed: Decimal
    figures: tuple[int, ...]
    written: str


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one check for each percentage whose numbers the text gives."""
    total_of = {part: split for split in splits for part in split.parts}
    used: set[int] = set()
    for index, figure in enumerate(reading.figures):
        if figure.key != "%" or figure.slot in {"part", "whole", "low", "high"}:
            continue
        made = _check(reading, index, total_of, used)
        if made:
            yield made


def _check(
    reading: Reading, rate: int, total_of: dict[int, Split], used: set[int]
) -> Check | None:
    before = reading.gaps[rate]
    if CHANGE_BEFORE.search(before[-50:]):
        return _growth(reading, rate)
    pairs = _pairs(reading, rate)
    for first in pairs:
        if first in used:
            continue
        attempt = _share(reading, first, first + 1)
        if attempt and _agrees(reading.figures[rate], attempt):
            used.add(first)
            return _made(reading, rate, attempt)
    if pairs and pairs[0] not in used and _near_pair(reading, pairs[0], rate):
        attempt = _share(reading, pairs[0], pairs[0] + 1)
        if attempt:
            used.add(pairs[0])
            return _made(reading, rate, attempt)
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


def _share(reading: Reading, part: int, whole: int) -> _Try | None:
    a, b = reading.figures[part], reading.figures[whole]
    if b.amount <= 0:
        return None
    try:
        value = (precision(a) / precision(b)).times(_HUNDRED)
    except ZeroDivisionError:
        return None
    return _Try(
        value,
        a.amount / b.amount * _HUNDRED,
        (part, whole),
        f"{_name(a, b)} : {_name(b, b)}",
    )


def _name(figure: Figure, like: Figure) -> str:
    return shown(figure.amount / like.worth)


def _of_whole(reading: Reading, rate: int, total_of: dict[int, Split]) -> Check | None:
    """Check "N, chiếm p %" against the totals in reach."""
    part = _amount_before(reading, rate)
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
        split.total
        if split and len(gap) < 40 and not _WHOLE_NAMED.match(reading.tail(rate))
        else None
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
        if _agrees(figure, attempt):
            return _made(reading, rate, attempt)
    return (
        _made(reading, rate, attempts[0]) if explicit is not None and attempts else None
    )


def _amount_before(reading: Reading, rate: int) -> int | None:
    """Return the amount the percentage follows in its sentence."""
    for index in range(rate - 1, max(-1, rate - 5), -1):
        figure = reading.figures[index]
        if not reading.together(index, rate):
            return None
        if figure.key not in RATES and figure.slot not in {"low", "high", "fraction"}:
            return index
    return None


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


def _growth(reading: Reading, rate: int) -> Check | None:
    """Check "A, tăng p % so với … (B)" and "A, tăng p % (tương đương tăng D)"."""
    now = _amount_before(reading, rate)
    if now is None or rate + 1 >= len(reading.figures):
        return None
    after, gap = reading.figures[rate + 1], reading.gaps[rate + 1]
    if (
        not reading.together(rate, rate + 1)
        or not kin(reading.figures[now], after)
        or after.slot
    ):
        return None
    up = not re.search(r"giảm|hụt|thấp hơn", reading.gaps[rate][-50:])
    a, b = reading.figures[now], after
    absolute = bool(_ABSOLUTE.search(gap[-60:])) and not gap.endswith("(")
    based = not absolute and bool(_BASE.search(gap))
    if not based and not absolute:
        return None
    change = abs(a.amount - b.amount) if based else b.amount
    base = b.amount if based else (a.amount - b.amount if up else a.amount + b.amount)
    if base <= 0:
        return None
    if based and a.amount != b.amount and (a.amount > b.amount) != up:
        return None
    low, high = _growth_range(a, b, based=based, up=up)
    written = f"{_name(a, a)} so với {shown(base / a.worth)}"
    attempt = _Try(
        Interval(low, high), change / base * _HUNDRED, (now, rate + 1), written
    )
    return _made(
        reading,
        rate,
        attempt,
        pair=(f"{shown(change / a.worth)} : {shown(base / a.worth)}"),
    )


def _growth_range(
    a: Figure, b: Figure, *, based: bool, up: bool
) -> tuple[Decimal, Decimal]:
    one, other = precision(a), precision(b)
    ends = []
    for x in (one.low, one.high):
        for y in (other.low, other.high):
            base = y if based else (x - y if up else x + y)
            change = abs(x - y) if based else y
            ends.append(change / base * _HUNDRED if base > 0 else Decimal(0))
    return min(ends), max(ends)


def _agrees(rate: Figure, attempt: _Try) -> bool:
    return near(rate).meets(attempt.value)


def _made(reading: Reading, rate: int, attempt: _Try, pair: str = "") -> Check:
    figure = reading.figures[rate]
    places = max(2, -int(figure.number.step.log10()))
    printed, computed = shown(figure.value), shown(attempt.computed, places)
    members = tuple(sorted({*attempt.figures, rate}))
    written = pair or attempt.written
    holds = _agrees(figure, attempt)
    severity: Severity = "note"
    if holds:
        message = both(
            f"In {printed}%; tính {written} = {computed}%.",
            f"Printed {printed}%; computed {written} = {computed}%.",
        )
    elif abs(figure.value - attempt.computed) < figure.number.step:
        message = both(
            f"In {printed}%, tính ra {written} = {computed}%: chữ số cuối bị cắt bỏ chứ không làm tròn.",
            f"Printed {printed}%, computed {written} = {computed}%: the last digit was cut off, not rounded.",
        )
    else:
        severity = "error"
        message = both(
            f"In {printed}%, nhưng tính ra {written} = {computed}%."
            + _copied(reading, rate, "vi"),
            f"Printed {printed}%, computed {written} = {computed}%."
            + _copied(reading, rate, "en"),
        )
    return Check(
        RULE,
        holds or severity == "note",
        severity,
        members,
        plain(figure.value),
        plain(round(attempt.computed, 6)),
        message,
        reading.span(members),
    )


def _copied(reading: Reading, rate: int, language: str) -> str:
    """Say so when the rate is that of the clause before."""
    value = reading.figures[rate].value
    for index in range(max(0, rate - 4), rate):
        other = reading.figures[index]
        if other.key == "%" and other.value == value and other.number.step < 1:
            return {
                "vi": " Tỷ lệ này trùng với tỷ lệ ngay trước, có thể chép nhầm.",
                "en": " The rate is the one just before; it may have been copied.",
            }[language]
    return ""
