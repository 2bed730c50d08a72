"""Averages: per month, per head, per km², and the mean of beginning and end.

Belongs to the rule "ratio". What an average is taken of is seldom said, so two figures
that give it are looked for near by; only the mean of an amount at the beginning and at
the end of a year is told plainly enough to be wrong.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.interval import Interval, near, precision
from danvan.core.checks.kin import RATES, kin
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure

RULE = "ratio"

_CUE = re.compile(r"bình quân|trung bình|mật độ|\bmỗi\b|đầu người")
_MEAN = re.compile(r"(?:trung bình|bình quân)(?: (?:năm|cả năm|trong năm|kỳ))?[ :]*$")
_PERIODS = re.compile(r"(?<!\d)(\d{1,2}) (?:tháng|ngày|năm|quý|tuần)")
_PER = re.compile(r"[ ]?/[ ]?([^\W\d_]+[²2]?)")
_PER_KEYS = {
    "người": "người",
    "km²": "area",
    "km2": "area",
    "ha": "area",
    "hộ": "hộ",
    "xã": "xã",
}
_NEAR = 24
_FAR = 1000  # characters before an average in which its period is told


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each average whose inputs stand near it."""
    for index, figure in enumerate(reading.figures):
        if figure.key in RATES or figure.slot:
            continue
        gap = reading.gaps[index]
        mean = index > 1 and (_MEAN.search(gap[-40:]) or _of_same_line(reading, index))
        if mean and (made := _mean(reading, index)):
            yield made
        elif len(figure.value.normalize().as_tuple().digits) > 1 and (
            _CUE.search(gap[-60:]) or _PER.match(reading.tail(index))
        ):
            yield from _per_period(reading, index) or _per_head(reading, index)


def _of_same_line(reading: Reading, index: int) -> bool:
    """A second value of the same line: 30.287 (tỉnh giao) / 30.278 (huyện giao)."""
    return bool(
        re.fullmatch(r"[ ]*(?:\([^)\n]*\))?[ ]*/[ ]*", reading.gaps[index])
        and _MEAN.search(reading.gaps[index - 1][-40:])
    )


def _mean(reading: Reading, index: int) -> Check | None:
    figure = reading.figures[index]
    kinds = [
        i for i in range(max(0, index - 4), index) if kin(reading.figures[i], figure)
    ]
    early = [i for i in kinds if re.search(r"đầu (?:năm|kỳ)", reading.gaps[i][-40:])]
    late = [i for i in kinds if re.search(r"cuối (?:năm|kỳ)", reading.gaps[i][-40:])]
    if not early or not late:
        return None
    a, b = reading.figures[early[-1]], reading.figures[late[-1]]
    computed = (a.amount + b.amount) / 2 / figure.worth
    holds = abs(computed - figure.value) <= figure.number.step
    written = f"({shown(a.amount / figure.worth)} + {shown(b.amount / figure.worth)}) : 2 = {shown(computed)}"
    return _made(
        reading, index, (early[-1], late[-1], index), computed, written, holds=holds
    )


def _per_period(reading: Reading, index: int) -> list[Check]:
    """147.000 tỷ trong 6 tháng, bình quân mỗi tháng 24.500."""
    figure = reading.figures[index]
    here = reading.sentences[reading.sentence_of[index]]
    since = max(here.start, figure.spot.start - _FAR)
    counts = {
        int(m[1])
        for m in _PERIODS.finditer(reading.normal.lower, since, figure.spot.start)
    } - {0, 1}
    for other in range(index - 1, max(-1, index - 1 - 2 * _NEAR), -1):
        amount = reading.figures[other]
        if not kin(amount, figure) or amount.amount <= figure.amount:
            continue
        for count in sorted(counts):
            computed = amount.amount / count / figure.worth
            if _fits(figure, Interval(computed, computed)):
                written = f"{shown(amount.amount / figure.worth)} : {count} = {shown(computed, 2)}"
                return [
                    _made(reading, index, (other, index), computed, written, holds=True)
                ]
    return []


def _per_head(reading: Reading, index: int) -> list[Check]:
    """1.788 người trên 92,81 km²: 19 người/km²."""
    figure = reading.figures[index]
    per = _PER.match(reading.normal.lower, figure.tail)
    head = re.search(r"(?:đầu|mỗi) ([^\W\d_]+)", reading.gaps[index][-60:])
    key = _PER_KEYS.get(per[1]) if per else None
    key = key or (_PER_KEYS.get(head[1], head[1]) if head else None)
    window = range(max(0, index - _NEAR), min(len(reading.figures), index + 6))
    for top in window:
        amount = reading.figures[top]
        if top == index or not kin(amount, figure):
            continue
        for bottom in window:
            by = reading.figures[bottom]
            if bottom in {top, index} or by.amount <= 0 or by.key != key:
                continue
            base = Decimal(100) if per and per[1] in {"km²", "km2"} else Decimal(1)
            value = (
                (precision(amount) / precision(by)).times(base / figure.worth)
                if precision(by).low > 0
                else None
            )
            if value and _fits(figure, value):
                computed = amount.amount / by.amount * base / figure.worth
                written = (
                    f"{shown(amount.value)} : {shown(by.value)} = {shown(computed, 2)}"
                )
                return [
                    _made(
                        reading,
                        index,
                        tuple(sorted((top, bottom, index))),
                        computed,
                        written,
                        holds=True,
                    )
                ]
    return []


def _fits(figure: Figure, value: Interval) -> bool:
    """Say whether ``value``, in the unit printed, rounds to the figure."""
    around = near(figure).times(1 / figure.worth)
    places = figure.value.normalize().as_tuple().exponent
    half = Decimal(5).scaleb(int(places) - 1) if isinstance(places, int) else Decimal(0)
    rough = Interval(
        min(around.low, figure.value - half), max(around.high, figure.value + half)
    )
    return rough.meets(value)


def _made(
    reading: Reading,
    index: int,
    members: tuple[int, ...],
    computed: Decimal,
    written: str,
    *,
    holds: bool,
) -> Check:
    figure = reading.figures[index]
    printed = shown(figure.value)
    message = (
        both(
            f"In {printed}; tính {written}.", f"Printed {printed}; computed {written}."
        )
        if holds
        else both(
            f"In {printed}, nhưng số trung bình là {written}.",
            f"Printed {printed}, but the mean is {written}.",
        )
    )
    return Check(
        RULE,
        holds,
        "note" if holds else "error",
        members,
        plain(figure.value),
        plain(round(computed, 6)),
        message,
        reading.span(members),
    )
