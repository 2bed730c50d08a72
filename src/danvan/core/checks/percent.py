"""A percentage and the numbers it is to be made of: one reading, and its verdict."""

import re
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.interval import Interval, near
from danvan.core.checks.kin import RATES
from danvan.core.checks.reading import Reading
from danvan.core.checks.relations import may_hold
from danvan.core.figures.figure import Figure

RULE = "ratio"

_BRACKET = re.compile(r"[^.;,()\d]{0,24}\([ ]?")


@dataclass(frozen=True, slots=True)
class Try:
    """One reading of a percentage: ``value`` is what the numbers give, in percent."""

    value: Interval
    computed: Decimal
    figures: tuple[int, ...]
    written: str


def amount_before(reading: Reading, rate: int) -> int | None:
    """Return the amount the percentage follows in its sentence."""
    for index in range(rate - 1, max(-1, rate - 5), -1):
        figure = reading.figures[index]
        if not reading.together(index, rate):
            return None
        if figure.key not in RATES and figure.slot not in {"low", "high", "fraction"}:
            return index
    return None


def follows_change(reading: Reading, rate: int) -> bool:
    """Say whether the percentage is the bracket after a change: tăng 129 vụ (7,56 %)."""
    before = reading.figures[rate - 1] if rate else None
    return (
        before is not None
        and before.key not in RATES
        and _BRACKET.fullmatch(reading.gaps[rate]) is not None
        and reading.is_change[rate - 1]
    )


def name(figure: Figure, like: Figure) -> str:
    """Write what a figure is worth in the unit of another."""
    return shown(figure.amount / like.worth)


def agrees(rate: Figure, attempt: Try) -> bool:
    """Say whether the percentage may be printed for what the numbers give."""
    return may_hold(near(rate), "=", attempt.value)


def made(reading: Reading, rate: int, attempt: Try, doubt: Severity = "error") -> Check:
    """Return the check of one percentage against one reading of it."""
    figure = reading.figures[rate]
    places = max(2, -int(figure.number.step.log10()))
    printed, computed = shown(figure.value), shown(attempt.computed, places)
    members = tuple(sorted({*attempt.figures, rate}))
    written = attempt.written
    holds = agrees(figure, attempt)
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
        severity = doubt
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
