"""Consistency: one quantity, one value.

Told are: a total that fails while the value its parts make is printed elsewhere, and two
values of one line (tỉnh giao / huyện giao) that differ by a slip of the fingers.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.kin import kin
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split

RULE = "consistency"

_Places = dict[tuple[str, str | None], list[int]]
_BESIDE = re.compile(r"[ ]*\([^)\n]*\)[ ]*/[ ]*")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one warning for each quantity printed with two values."""
    places = defaultdict[Decimal, _Places](lambda: defaultdict(list))
    for index, figure in enumerate(reading.figures):
        # A long text prints one amount thousands of times, with few units.
        places[figure.amount][figure.key, figure.unit].append(index)
    for split in splits:
        if not split.holds:
            yield from _elsewhere(reading, split, places)
    yield from _slips(reading)


def _elsewhere(
    reading: Reading, split: Split, places: Mapping[Decimal, _Places]
) -> Iterator[Check]:
    """39.565 does not add up, and 39.826, which does, is printed too."""
    total = reading.figures[split.total]
    made = sum((reading.figures[i].amount for i in split.parts), Decimal(0))
    index = _first_outside(reading, split, places.get(made, {}))
    if index is None:
        return
    printed = shown(total.value)
    other = shown(reading.figures[index].amount / total.worth)
    message = both(
        f"In {printed} ở đây, nhưng chỗ khác in {other}, đúng bằng tổng các phần.",
        f"Printed {printed} here, but {other}, which is what the parts make, elsewhere.",
    )
    yield Check(
        RULE,
        False,
        "warning",
        tuple(sorted((split.total, index))),
        plain(total.value),
        plain(made / total.worth),
        message,
        total.span,
    )


def _first_outside(reading: Reading, split: Split, places: _Places) -> int | None:
    """Return the first figure like the total that is none of the parts."""
    total = reading.figures[split.total]
    firsts = (
        next((i for i in same if i not in split.parts), None)
        for same in places.values()
        if kin(reading.figures[same[0]], total)
    )
    return min((i for i in firsts if i is not None), default=None)


def _slips(reading: Reading) -> Iterator[Check]:
    for index in range(1, len(reading.figures)):
        one, other = reading.figures[index - 1], reading.figures[index]
        if (
            not kin(one, other)
            or one.amount == other.amount
            or not _BESIDE.fullmatch(reading.gaps[index])
        ):
            continue
        if swapped(one.text, other.text):
            message = both(
                f"Hai giá trị cho một chỉ tiêu, {one.text} và {other.text}, chỉ khác thứ tự chữ số: có thể gõ nhầm.",
                f"Two values of one quantity, {one.text} and {other.text}, differ by the order of digits: a slip, perhaps.",
            )
            yield Check(
                RULE,
                False,
                "warning",
                (index - 1, index),
                plain(one.value),
                plain(other.value),
                message,
                reading.span((index - 1, index)),
            )


def swapped(one: str, other: str) -> bool:
    """Say whether two numbers differ by one swapped pair of neighbouring digits."""
    a, b = (re.sub(r"\D", "", text) for text in (one, other))
    if len(a) != len(b) or len(a) < 3:
        return False
    wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and a[wrong[0]] == b[wrong[1]]
        and a[wrong[1]] == b[wrong[0]]
    )
