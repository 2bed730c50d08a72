"""Difference: tăng or giảm N, from A to B, xuất siêu: the change is what A and B give."""

import re
from collections.abc import Iterator
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.interval import Interval, limits, near
from danvan.core.checks.kin import kin
from danvan.core.checks.reading import Reading
from danvan.core.figures.figure import Figure

RULE = "difference"

_FROM = re.compile(r"\btừ(?: mức)?[ ]$")
_TO = re.compile(
    r"^[^.;()\n]{0,50}\b(?:xuống còn|lên|xuống|còn|đến|thành|lên thành)[ ](?:mức |còn )?$"
)
_BY = re.compile(r"^[^.;\n]{0,40}\b(?:giảm|tăng)(?: thêm| được| tuyệt đối)?[ ]$")
_CHANGE = re.compile(r"\b(?:tăng|giảm)(?: thêm| tuyệt đối| được)?[ ]$")
_BASE = re.compile(r"so với[^.;\n]{0,80}\([^()\n]{0,60}$")
_BEGINS = re.compile(r"\bđầu (?:năm|kỳ|nhiệm kỳ)")
_ENDS = re.compile(
    r"\b(?:cuối (?:năm|kỳ)|đến nay|hiện nay|hiện)[^.;]{0,30}(?:còn|có|là)[ ]$"
)
_POINTS = re.compile(r"(?:tăng|giảm|cao hơn|thấp hơn|vượt)[^.;()\d]{0,30}$")
_THEN = re.compile(r"cùng kỳ|năm trước|so với")
_EXPORT = re.compile(r"xuất khẩu|\bxk\b")
_IMPORT = re.compile(r"nhập khẩu|\bnk\b")
_SURPLUS = re.compile(r"xuất siêu|nhập siêu|thặng dư")
_BALANCE = re.compile(
    r"(?:xuất siêu|nhập siêu|thặng dư|bội thu|bội chi|chênh lệch|còn lại|phải)[^.;()\n\d]{0,24}$"
)


def check(reading: Reading) -> Iterator[Check]:
    """Yield one check for each change whose two ends the text gives."""
    for index in range(2, len(reading.figures)):
        made = (
            _from_to(reading, index)
            or _points(reading, index)
            or _points_against_base(reading, index)
            or _against_base(reading, index)
            or _between_two(reading, index)
            or _balance(reading, index)
        )
        if made:
            yield made


def _from_to(reading: Reading, by: int) -> Check | None:
    """Từ 7 xã còn 3 xã, giảm 4 xã."""
    first, second, third = (reading.figures[i] for i in (by - 2, by - 1, by))
    if not (
        kin(first, third) and (kin(first, second) or first.slot == "low")
    ) or not reading.together(by - 2, by):
        return None
    if not (
        _FROM.search(reading.gaps[by - 2])
        and _TO.search(reading.gaps[by - 1])
        and _BY.search(reading.gaps[by])
    ):
        return None
    return _made(reading, (by - 2, by - 1), by, "error")


def _points(reading: Reading, by: int) -> Check | None:
    """Từ 45 % lên 50 %, tăng 5 điểm phần trăm; "tăng 5 %" may mean either."""
    first, second, third = (reading.figures[i] for i in (by - 2, by - 1, by))
    if (
        (first.key, second.key) != ("%", "%")
        or third.key not in {"%", "points"}
        or first.slot
    ):
        return None
    if not (reading.together(by - 2, by) and _FROM.search(reading.gaps[by - 2])):
        return None
    if not (_TO.search(reading.gaps[by - 1]) and _BY.search(reading.gaps[by])):
        return None
    made = _made(reading, (by - 2, by - 1), by, "error")
    if made.holds or third.key == "points" or not _relative(first, second, third):
        return made
    return None


def _relative(first: Figure, second: Figure, change: Figure) -> bool:
    """Say whether a change in % is one of the rate itself: from 5 to 4 % is 20 % less."""
    if not first.value:
        return True
    grown = abs(second.value - first.value) / first.value * 100
    return abs(grown - change.value) <= max(change.number.step, Decimal("0.5"))


def _points_against_base(reading: Reading, base: int) -> Check | None:
    """Đạt 35 %, cao hơn 3,2 điểm phần trăm so với cùng kỳ (31,8 %)."""
    now, change, before = (reading.figures[i] for i in (base - 2, base - 1, base))
    if (now.key, change.key, before.key) != ("%", "points", "%") or now.slot:
        return None
    if not reading.together(base - 2, base) or not _POINTS.search(
        reading.gaps[base - 1]
    ):
        return None
    if not _THEN.search(reading.gaps[base - 1] + reading.gaps[base]):
        return None
    return _made(reading, (base - 2, base), base - 1, "error")


def _against_base(reading: Reading, base: int) -> Check | None:
    """7.730 ca, tăng 134 ca so với hôm trước (7.596 ca)."""
    now, change, before = (reading.figures[i] for i in (base - 2, base - 1, base))
    if (
        not (kin(now, change) and kin(change, before))
        or now.slot
        or change.slot
        or before.slot
    ):
        return None
    if not (
        _CHANGE.search(reading.gaps[base - 1][-24:])
        and _BASE.search(reading.gaps[base])
    ):
        return None
    return _made(reading, (base - 2, base), base - 1, "error")


def _balance(reading: Reading, index: int) -> Check | None:
    """Xuất khẩu 19, nhập khẩu 14,7, xuất siêu 4,3: listed when two amounts give it."""
    change = reading.figures[index]
    if change.slot or not _BALANCE.search(reading.gaps[index][-60:]):
        return None
    traded = _traded(reading, index)
    kinds = [
        i
        for i in range(max(0, index - 14), index)
        if kin(reading.figures[i], change)
        and reading.figures[i].slot not in {"low", "high"}
    ]
    for place, second in enumerate(reversed(kinds)):
        for first in list(reversed(kinds))[place + 1 :]:
            if _difference(reading.figures[first], reading.figures[second]).meets(
                near(change)
            ):
                return _made(reading, (first, second), index, "error")
    return _made(reading, traded, index, "error") if traded else None


def _traded(reading: Reading, index: int) -> tuple[int, int] | None:
    """Return exports and imports where they are the two figures right before a surplus."""
    if index < 2 or not reading.together(index - 2, index):
        return None
    first, second = index - 2, index - 1
    alike = all(
        kin(reading.figures[i], reading.figures[index]) and not reading.figures[i].slot
        for i in (first, second)
    )
    told = (reading.gaps[first][-40:], reading.gaps[second][-40:])
    ways = _EXPORT.search(told[0]) and _IMPORT.search(told[1])
    surplus = _SURPLUS.search(reading.gaps[index][-30:])
    return (first, second) if alike and ways and surplus else None


def _between_two(reading: Reading, index: int) -> Check | None:
    """Đầu năm có 2.456 hộ, cuối năm còn 1.987 hộ, giảm 469 hộ."""
    change = reading.figures[index]
    if change.slot or not _CHANGE.search(reading.gaps[index][-24:]):
        return None
    ends = [
        i
        for i in range(max(0, index - 4), index)
        if kin(reading.figures[i], change)
        and not reading.figures[i].slot
        and reading.sentence_of[index] - reading.sentence_of[i] <= 1
        and not reading.is_change[i]
    ]
    if len(ends) < 2:
        return None
    first, second = (reading.figures[i] for i in ends[-2:])
    down = "giảm" in reading.gaps[index][-24:]
    if first.amount == second.amount or (first.amount > second.amount) != down:
        return None
    told = _BEGINS.search(reading.gaps[ends[-2]]) and _ENDS.search(
        reading.gaps[ends[-1]]
    )
    made = _made(reading, (ends[-2], ends[-1]), index, "error" if told else "warning")
    return made if made.holds or told else None


def _difference(one: Figure, other: Figure) -> Interval:
    high, low = (one, other) if one.amount >= other.amount else (other, one)
    return near(high) - near(low)


def _made(
    reading: Reading, ends: tuple[int, int], by: int, severity: Severity
) -> Check:
    first, second = sorted((reading.figures[i] for i in ends), key=lambda f: -f.amount)
    change = reading.figures[by]
    computed = (first.amount - second.amount) / change.worth
    written = f"{shown(first.amount / change.worth)} − {shown(second.amount / change.worth)} = {shown(computed)}"
    holds = near(change).meets(_difference(first, second)) or limits(change).meets(
        limits(first) - limits(second)
    )
    members = tuple(sorted((*ends, by)))
    message = (
        both(
            f"In {shown(change.value)}; tính {written}.",
            f"Printed {shown(change.value)}; computed {written}.",
        )
        if holds
        else both(
            f"In {shown(change.value)}, nhưng tính ra {written}.",
            f"Printed {shown(change.value)}, computed {written}.",
        )
    )
    return Check(
        RULE,
        holds,
        "note" if holds else severity,
        members,
        plain(change.value),
        plain(computed),
        message,
        reading.span(members),
    )
