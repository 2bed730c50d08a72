"""Changes in percent: against a base that is printed, or beside the change itself.

Belongs to the rule "ratio". "A, giảm 7,5 % so với 2019 (B)", "giảm 5,83 % (A/B)", "A,
tăng 2,04 % (tương đương tăng D)" and "tăng D (7,56 %)" after an A.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, shown
from danvan.core.checks.interval import Interval, precision
from danvan.core.checks.kin import CHANGE_BEFORE, kin
from danvan.core.checks.percent import (
    Try,
    agrees,
    amount_before,
    follows_change,
    made,
    name,
)
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure

RULE = "ratio"

_HUNDRED = Decimal(100)
_DOWN = re.compile(r"giảm|hụt|thấp hơn|ít hơn")
_BASE = re.compile(
    r"(?:so với|cùng kỳ)[^()\n;.]{0,60}\((?!trong đó|gồm|bao gồm|có)[^()\n]{0,40}$"
)
_ABSOLUTE = re.compile(
    r"(?:tương đương|tương ứng|tức(?: là)?|\()(?: với)?(?: mức)?[ ]?(?:tăng|giảm|vượt|hụt|tăng thêm)?"
    r"(?: tuyệt đối)?(?: thêm)?(?: khoảng| gần| hơn)?[ ]?$"
)


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each change in percent whose numbers the text gives."""
    for rate, figure in enumerate(reading.figures):
        if figure.key != "%" or figure.slot:
            continue
        found = None
        if follows_change(reading, rate):
            found = _beside_change(reading, rate)
        elif CHANGE_BEFORE.search(reading.gaps[rate][-50:]):
            found = _pair(reading, rate) or _against(reading, rate)
        if found:
            yield found


def _pair(reading: Reading, rate: int) -> Check | None:
    """Giảm 5,83 % (3.389/3.599 vụ)."""
    if rate + 2 >= len(reading.figures) or reading.figures[rate + 1].slot != "part":
        return None
    if not re.fullmatch(r"[ ]*\([^()]{0,20}", reading.gaps[rate + 1]):
        return None
    now, base = reading.figures[rate + 1], reading.figures[rate + 2]
    up = not _DOWN.search(reading.gaps[rate][-50:])
    if (
        base.amount <= 0
        or now.amount == base.amount
        or (now.amount > base.amount) != up
    ):
        return None
    attempt = _growth(now, base, members=(rate + 1, rate + 2))
    return (
        made(reading, rate, attempt)
        if attempt and agrees(reading.figures[rate], attempt)
        else None
    )


def _against(reading: Reading, rate: int) -> Check | None:
    now = amount_before(reading, rate)
    if now is None or rate + 1 >= len(reading.figures):
        return None
    other, gap = reading.figures[rate + 1], reading.gaps[rate + 1]
    figure = reading.figures[now]
    if not reading.together(rate, rate + 1) or not kin(figure, other) or other.slot:
        return None
    up = not _DOWN.search(reading.gaps[rate][-50:])
    if _ABSOLUTE.search(gap[-60:]) and not gap.endswith("("):
        attempt = _by(figure, other, up=up, members=(now, rate + 1))
    elif (
        _BASE.search(gap)
        and figure.amount != other.amount
        and (figure.amount > other.amount) == up
    ):
        attempt = _growth(figure, other, members=(now, rate + 1))
    else:
        return None
    if attempt and not agrees(reading.figures[rate], attempt):
        attempt = _other_now(reading, rate, now, other, up=up) or attempt
    return made(reading, rate, attempt) if attempt else None


def _other_now(
    reading: Reading, rate: int, now: int, base: Figure, *, up: bool
) -> Try | None:
    """Return the reading of another amount of the sentence that gives the percentage."""
    for index in range(now - 1, max(-1, now - 5), -1):
        figure = reading.figures[index]
        if not reading.together(index, rate):
            break
        if (
            kin(figure, base)
            and figure.amount != base.amount
            and (figure.amount > base.amount) == up
        ):
            attempt = _growth(figure, base, members=(index, rate + 1))
            if attempt and agrees(reading.figures[rate], attempt):
                return attempt
    return None


def _beside_change(reading: Reading, rate: int) -> Check | None:
    """Tăng 129 vụ (7,56 %): the amount that grew stands before, often a sentence away."""
    change = reading.figures[rate - 1]
    up = not _DOWN.search(reading.gaps[rate - 1][-50:])
    tries = []
    for index in range(rate - 2, max(-1, rate - 12), -1):
        amount = reading.figures[index]
        if reading.sentence_of[rate] - reading.sentence_of[index] > 2:
            break
        greater = amount.amount > change.amount
        # What is left after a fall may be less than the fall: 8 vụ, giảm 8.504 vụ.
        if kin(amount, change) and not amount.slot and (greater or not up):
            attempt = _by(amount, change, up=up, members=(index, rate - 1))
            if attempt and agrees(reading.figures[rate], attempt):
                return made(reading, rate, attempt)
            tries += [attempt] if attempt and greater else []
    doubt: Severity = "warning"
    return made(reading, rate, tries[0], doubt) if len(tries) == 1 else None


def _by(
    now: Figure, change: Figure, *, up: bool, members: tuple[int, int]
) -> Try | None:
    """Read a change printed beside its percentage: the base is now less the change."""
    base = now.amount - change.amount if up else now.amount + change.amount
    if base <= 0:
        return None
    ends = []
    for x in (precision(now).low, precision(now).high):
        for y in (precision(change).low, precision(change).high):
            before = x - y if up else x + y
            ends.append(y / before * _HUNDRED if before > 0 else Decimal(0))
    written = f"{name(change, now)} : {shown(base / now.worth)}"
    return Try(
        Interval(min(ends), max(ends)),
        change.amount / base * _HUNDRED,
        members,
        written,
    )


def _growth(now: Figure, base: Figure, *, members: tuple[int, int]) -> Try | None:
    if base.amount <= 0 or precision(base).low <= 0:
        return None
    ends = [
        abs(x - y) / y * _HUNDRED
        for x in (precision(now).low, precision(now).high)
        for y in (precision(base).low, precision(base).high)
    ]
    change = abs(now.amount - base.amount)
    written = f"{shown(change / now.worth)} : {name(base, now)}"
    return Try(
        Interval(min(ends), max(ends)),
        change / base.amount * _HUNDRED,
        members,
        written,
    )
