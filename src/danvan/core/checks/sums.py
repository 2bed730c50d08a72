"""Sum: the parts a total is split into make the total.

An error needs words that close the split. Where parts fall short after a mere "trong
đó" nothing is said; where a closed split is far off, the reading is in doubt and the
check only warns.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.core.checks.closures import merely_named
from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split

RULE = "sum"
_FAR_OFF = Decimal("0.5")
_NEAR = Decimal("0.05")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one check for each split."""
    for split in splits:
        yield _check(reading, split)


def _check(reading: Reading, split: Split) -> Check:
    total = reading.figures[split.total]
    parts = [reading.figures[i] for i in split.parts]
    scale = total.worth
    computed = sum((p.amount for p in parts), Decimal(0)) / scale
    written = " + ".join(shown(p.amount / scale) for p in parts)
    unit = reading.normal.text[total.spot.end : total.tail].replace("\n", " ").rstrip()
    unit = f" {unit.strip()}" if unit.strip() else ""
    rounded = computed != total.value
    near_vi = ", trong phạm vi làm tròn hoặc ước lượng" if rounded else ""
    near_en = ", within rounding or estimate" if rounded else ""
    message = (
        both(
            f"In {shown(total.value)}{unit}; cộng lại {written} = {shown(computed)}{near_vi}.",
            f"Printed {shown(total.value)}{unit}; the parts add up: {written} = {shown(computed)}{near_en}.",
        )
        if split.holds
        else both(
            f"In {shown(total.value)}{unit}, nhưng tính ra {written} = {shown(computed)} (lệch {shown(abs(total.value - computed))}).",
            f"Printed {shown(total.value)}{unit}, computed {written} = {shown(computed)} (off by {shown(abs(total.value - computed))}).",
        )
    )
    members = (split.total, *split.parts)
    return Check(
        RULE,
        split.holds,
        _severity(reading, split, total.value, computed),
        members,
        plain(total.value),
        plain(computed),
        message,
        reading.span(members),
    )


def _severity(
    reading: Reading, split: Split, printed: Decimal, computed: Decimal
) -> Severity:
    if split.holds:
        return "note"
    if (
        split.closure == "over"
        or split.other is not None
        or (split.loose and split.closure != "rest")
    ):
        return "warning"
    short = computed < printed
    if (
        split.closure == "rest"
        and short
        and merely_named(reading, split.total, split.parts)
    ):
        return "warning"
    off = abs(printed - computed) / max(printed, Decimal(1))
    if split.closure == "complement" and off > _NEAR:
        return "warning"
    return "error" if off <= _FAR_OFF else "warning"
