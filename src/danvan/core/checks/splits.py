"""Find the totals of a text and the parts they are split into.

A split is a total with a run of kindred figures after it, or before it, that make it
up. Whether a run that does not make it up is wrong, the words decide (`closures`).
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from danvan.core.checks.closures import between, closure_of
from danvan.core.checks.failing import closed, over
from danvan.core.checks.interval import Interval
from danvan.core.checks.kin import kin, loosely_kin
from danvan.core.checks.reading import Reading
from danvan.core.checks.relations import may_hold
from danvan.core.checks.split import Split, sum_of
from danvan.core.figures.figure import Figure

_REACH = 70  # parts a total can have; 63 provinces fit
_FAR = 4000  # characters from a total to its last part
_COARSE = Decimal("0.05")
_RUNS = 6  # sums followed at one time
_CUE = re.compile(r"trong đó|gồm|cụ thể|như sau|chi tiết|chia ra|bao gồm|:|\(")
_ADDED = re.compile(r"^[^.;:\n]*\b(?:tổng cộng|cộng)\b(?: là| có| được| thành)?[ :]*$")
_SLASH = re.compile(r"[ ]*\([^)\n]*\)[ ]*/[ ]*$|[ ]*/[ ]*$")

_Run = tuple[Interval, tuple[int, ...]]
Alike = Callable[[Figure, Figure], bool]


def find_splits(reading: Reading) -> list[Split]:
    """Return the splits of a text: those that hold, and those that should.

    From the last figure to the first, so that what belongs to an inner total is known
    when the outer one is tried.
    """
    found: list[Split] = []
    owner: dict[int, int] = {}
    for index in range(len(reading.figures) - 1, -1, -1):
        split = _split(reading, index, owner)
        if split:
            found.append(split)
            if split.holds:
                owner |= dict.fromkeys(split.parts, index)
    holders: dict[int, list[Split]] = {}
    for split in found:
        for part in split.parts:
            holders.setdefault(part, []).append(split)
    found = [split for split in found if not _among_siblings(split, holders)]
    known = {(s.total, s.parts) for s in found}
    return [
        *reversed(found),
        *(s for s in _common_wholes(reading) if (s.total, s.parts) not in known),
    ]


def _among_siblings(split: Split, holders: dict[int, list[Split]]) -> bool:
    """Say whether the total is but one part of a greater whole, and so are its parts."""
    members = {split.total, *split.parts}
    return any(members <= set(other.parts) for other in holders.get(split.total, ()))


def _split(reading: Reading, total: int, owner: dict[int, int]) -> Split | None:
    figure = reading.figures[total]
    if (
        not figure.key
        or figure.slot in {"low", "high", "fraction", "cell"}
        or figure.amount <= 1
    ):
        return None
    alike: Alike
    doubtful: Split | None = None
    for alike in (kin, loosely_kin):
        parts: list[int] = []
        fit = _fitting(
            reading, total, _walk(reading, total, alike, parts), strict=alike is kin
        )
        outer = [i for i in parts if owner.get(i, -1) <= total]
        if not fit and len(outer) < len(parts):
            fit = _fitting(reading, total, iter(outer), strict=alike is kin)
        if fit:
            return Split(total, fit, closure_of(reading, total, fit), True)
        doubtful = doubtful or closed(reading, total, outer, loose=alike is loosely_kin)
        if len(parts) > 1 and reading.together(total, parts[1]):
            break
        doubtful = doubtful or over(reading, total, outer)
    return (
        doubtful
        if doubtful and doubtful.closure != "over"
        else _backward(reading, total) or doubtful
    )


def _walk(reading: Reading, total: int, alike: Alike, seen: list[int]) -> Iterator[int]:
    """Yield the figures after ``total`` that may be its parts, nested ones left out.

    What was yielded is kept in ``seen``.
    """
    whole = reading.figures[total]
    base = reading.brackets[total]
    level: tuple[int, ...] | None = None
    nested = False
    taken = 0
    for index in range(total + 1, min(len(reading.figures), total + 1 + 3 * _REACH)):
        part, gap, depth = (
            reading.figures[index],
            reading.gaps[index],
            reading.brackets[index],
        )
        if (
            taken >= _REACH
            or (index - total > 16 and not taken)
            or part.spot.start - whole.tail > _FAR
        ):
            return
        if level is not None and len(level) > len(base) and not _inside(depth, level):
            return
        nested = nested and not (";" in gap or not reading.together(index - 1, index))
        nested = nested or bool(taken and reading.opens_part[index])
        if nested or not alike(whole, part) or not _fits_slot(whole, part, index):
            continue
        if reading.aside[index]:
            continue
        level = depth if level is None else level
        if len(depth) > len(level):
            continue
        taken += 1
        seen.append(index)
        yield index


def _inside(depth: tuple[int, ...], level: tuple[int, ...]) -> bool:
    return depth[: len(level)] == level


def _fits_slot(whole: Figure, part: Figure, index: int) -> bool:
    if part.slot in {"low", "high", "fraction", "cell"} or index == whole.mate:
        return False
    if whole.slot == "whole":
        return part.slot in {"whole", None}
    return part.slot != "whole"


def _fitting(
    reading: Reading, total: int, parts: Iterator[int], *, strict: bool
) -> tuple[int, ...]:
    """Return the first run of ``parts`` that makes up the total, () when none does."""
    target = reading.near[total]
    strong = strict and _strong(reading.figures[total])
    here = reading.sentence_of[total]
    runs: list[_Run] = []
    before: int | None = None
    for index in parts:
        amount = reading.near[index]
        grown = [(so_far + amount, (*members, index)) for so_far, members in runs]
        if before is not None and _SLASH.search(reading.gaps[index][-160:]):
            grown += _alternatives(reading, runs, before, index)
        close = reading.sentence_of[index] - here <= 1
        if _begins(reading, before, index) and (
            close or (strong and _CUE.search(reading.gaps[index][-80:]))
        ):
            grown.append((amount, (index,)))
        runs = [run for run in grown if run[0].low <= target.high][-_RUNS:]
        for so_far, members in runs:
            if (
                len(members) > 1
                and may_hold(so_far, "=", target)
                and _likely(reading, total, members, strict=strict)
            ):
                return members
        if not runs and not close and not strong:
            break
        before = index
    return ()


def _alternatives(
    reading: Reading,
    runs: list[_Run],
    before: int,
    index: int,
) -> list[_Run]:
    """235 (tỉnh giao) / 258 (huyện giao): a sum takes one of the two."""
    kept = [run for run in runs if run[1][-1] == before]
    swapped = [(*members[:-1], index) for _, members in kept]
    return [*kept, *((sum_of(reading, members), members) for members in swapped)]


def _begins(reading: Reading, before: int | None, index: int) -> bool:
    gap = reading.gaps[index]
    return (
        before is None
        or ":" in gap
        or "trong đó" in gap
        or not reading.together(before, index)
    )


def _strong(figure: Figure) -> bool:
    """Say whether a number is long enough that a sum does not fit it by chance."""
    return (
        len(figure.number.value.normalize().as_tuple().digits) >= 3
        or figure.value >= 100
    )


def _loose(reading: Reading, total: int, members: tuple[int, ...]) -> bool:
    """Say whether the parts are so coarse that many totals would fit."""
    amount = sum_of(reading, members)
    return amount.high - amount.low > reading.figures[total].amount * _COARSE


def _likely(
    reading: Reading, total: int, members: tuple[int, ...], *, strict: bool
) -> bool:
    """Say whether a sum that fits is meant as one, and no play of small numbers."""
    strong = _strong(reading.figures[total])
    head = between(reading, total, members[0])
    cue = bool(_CUE.search(head[-80:]) or _CUE.search(head[:40]))
    if _loose(reading, total, members) and not closure_of(reading, total, members):
        return False
    if reading.figures[total].bound and len(members) > 8:
        return False
    close = reading.sentence_of[members[0]] - reading.sentence_of[total] <= 1
    if not strict:
        return cue and close and (strong or len(members) > 2)
    if strong:
        return cue or close
    if closure_of(reading, total, members):
        return close
    hedged = any(reading.figures[i].bound for i in members)
    return close and not hedged and (cue or len(members) > 3)


def _backward(reading: Reading, total: int) -> Split | None:
    """Return the run before the total that makes it up: 204, 221, tổng cộng 425."""
    figure = reading.figures[total]
    told = re.search(
        r"\b(?:tổng cộng|tổng số|tổng|cộng)\b[^.;\d]{0,30}$", reading.gaps[total]
    )
    if figure.slot or not (_strong(figure) or told) or reading.is_change[total]:
        return None
    target, amount, members = reading.near[total], None, ()  # type: tuple[Interval, Interval | None, tuple[int, ...]]
    long = figure.number.whole and figure.scale == 1 and figure.value >= 1000
    for index in range(total - 1, max(-1, total - 12), -1):
        part = reading.figures[index]
        away = reading.sentence_of[total] - reading.sentence_of[index]
        if away > (2 if long else 0):
            break
        if not kin(figure, part) or part.slot or reading.is_change[index]:
            continue
        if len(members) > 1 and away:
            break
        amount, members = (
            (reading.near[index] if amount is None else amount + reading.near[index]),
            (index, *members),
        )
        if len(members) > 1 and may_hold(amount, "=", target):
            return Split(total, members, "", True)
    return _told_total(reading, total, members) if told else None


def _told_total(reading: Reading, total: int, members: tuple[int, ...]) -> Split | None:
    """Return what "tổng cộng" should have made of all the figures of its sentence."""
    opens = bool(members) and (
        members[0] == 0 or not reading.together(members[0] - 1, total)
    )
    whole = opens and members == tuple(range(members[0], total))
    if not whole or len(members) < 2 or not _ADDED.search(reading.gaps[total]):
        return None
    aside = any(reading.aside[i] or reading.opens_part[i] for i in members)
    return None if aside else Split(total, members, "", False, loose=True)


def _common_wholes(reading: Reading) -> list[Split]:
    """Fractions of one whole that together make it: 24/85, 4/85, 26/85, 31/85."""
    groups: dict[tuple[object, str], list[int]] = {}
    for index, figure in enumerate(reading.figures):
        if figure.slot == "part" and figure.mate is not None:
            whole = reading.figures[figure.mate]
            groups.setdefault((whole.amount, whole.key), []).append(index)
    found = []
    for parts in groups.values():
        common = reading.figures[parts[0]].mate
        if common is None or not 2 < len(parts) <= _REACH:
            continue
        if (
            sum(reading.figures[i].amount for i in parts)
            == reading.figures[common].amount
        ):
            found.append(Split(common, tuple(parts), "", True))
    return found
