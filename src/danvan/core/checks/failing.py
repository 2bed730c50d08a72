"""When a split whose sum fails is called wrong, and when the reading is in doubt."""

import re

from danvan.core.checks.closures import between, closure_of
from danvan.core.checks.interval import limits
from danvan.core.checks.kin import SUB, kin, nearly_kin
from danvan.core.checks.reading import Reading
from danvan.core.checks.relations import may_hold
from danvan.core.checks.split import Split, sum_of


def closed(
    reading: Reading, total: int, parts: list[int], *, loose: bool
) -> Split | None:
    """Return the split the words close although its sum fails, None when none does."""
    own = [i for i in parts if reading.together(i, total)]
    following = [
        i for i in parts if reading.sentence_of[i] == reading.sentence_of[total] + 1
    ]
    if len(own) < 2 and following and SUB.search(reading.gaps[following[0]][:80]):
        own = following
    for stop in range(len(own), 1, -1):
        members = tuple(own[:stop])
        closure = closure_of(reading, total, members)
        if not closure or (closure in {"bracket", "list"} and stop != len(own)):
            continue
        if closure in {"rest", "complement"} and _greater_before(reading, total):
            continue
        if not all(
            nearly_kin(reading.figures[total], reading.figures[i]) for i in members
        ):
            continue
        if _possible(reading, total, members) or _of_other_wholes(
            reading, total, members
        ):
            return None
        return Split(
            total,
            members,
            closure,
            False,
            _other_total(reading, total, members),
            loose or _goes_on(reading, members[-1]),
        )
    return None


def _goes_on(reading: Reading, last: int) -> bool:
    """Say whether the list goes on in another unit: … và 200 ngày công."""
    after = last + 1
    if after >= len(reading.figures) or not reading.together(last, after):
        return False
    other = reading.figures[after]
    listed = re.match(r"[^.();]{0,40}(?:,|;|\bvà\b)[^.();]{0,40}$", reading.gaps[after])
    return (
        other.key not in {"%", "points", ""}
        and not kin(other, reading.figures[last])
        and bool(listed)
    )


def over(reading: Reading, total: int, parts: list[int]) -> Split | None:
    """Return the amounts after "trong đó" that together pass their total.

    People and cases may be counted in two groups at once, money and land may not.
    """
    whole, top = reading.figures[total], limits(reading.figures[total]).high
    if not whole.measured or len(parts) < 2 or whole.slot or reading.aside[total]:
        return None
    if "trong đó" not in between(reading, total, parts[0])[:200]:
        return None
    amount = reading.near[parts[0]]
    members: tuple[int, ...] = (parts[0],)
    for index in parts[1:5]:
        if reading.sentence_of[index] - reading.sentence_of[total] > 3:
            break
        amount, members = amount + reading.near[index], (*members, index)
        if any(reading.figures[i].amount > whole.amount for i in members):
            break
        if amount.low > top:
            return Split(total, members, "over", False)
    return None


def _greater_before(reading: Reading, total: int) -> bool:
    """Say whether a greater figure of the sentence may be the total instead."""
    figure = reading.figures[total]
    for index in range(total - 1, max(-1, total - 12), -1):
        other = reading.figures[index]
        if not reading.together(index, total):
            return False
        if (
            kin(other, figure)
            and other.amount > figure.amount
            and not reading.aside[index]
        ):
            return True
    return False


def _other_total(reading: Reading, total: int, members: tuple[int, ...]) -> int | None:
    """Return an earlier figure of the sentence that the parts do make up."""
    amount = sum_of(reading, members)
    for index in range(total - 1, max(-1, total - 12), -1):
        other = reading.figures[index]
        if not reading.together(index, total):
            break
        if kin(other, reading.figures[total]) and may_hold(
            amount, "=", reading.near[index]
        ):
            return index
    return None


def _of_other_wholes(reading: Reading, total: int, members: tuple[int, ...]) -> bool:
    """Say whether a part is a fraction of another whole: 238/316 is no part of 291."""
    whole = reading.figures[total]
    for index in members:
        part = reading.figures[index]
        if part.slot == "part" and part.mate is not None:
            own = reading.figures[part.mate].amount
            if own not in {whole.amount, part.amount}:
                return True
    return False


def _possible(reading: Reading, total: int, members: tuple[int, ...]) -> bool:
    """Say whether bounds (hơn, gần) leave the sum open after all."""
    amount = limits(reading.figures[members[0]])
    for index in members[1:]:
        amount = amount + limits(reading.figures[index])
    return may_hold(amount, "=", limits(reading.figures[total]))
