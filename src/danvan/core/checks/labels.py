"""A total named after one of its parts: 185 đơn khiếu nại of which 29 are đơn tố cáo.

Belongs to the rule "unit", and like it only ever warns.
"""

import re
from collections.abc import Iterator, Sequence

from danvan.core.checks.finding import Check, both, plain, shown
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split

RULE = "unit"

# Complaints, denunciations and petitions are three kinds that the law keeps apart.
_KIND = re.compile(r"khiếu nại|tố cáo|kiến nghị|phản ánh")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one warning for each total that bears the name of one kind and holds others."""
    for split in splits:
        name = reading.figures[split.total].unit or ""
        kinds = set(_KIND.findall(name.lower()))
        if not split.holds or len(kinds) != 1 or _goes_on(reading, split.total):
            continue
        other = next((i for i in split.parts if _of_another(reading, i, kinds)), None)
        if other is not None and reading.figures[split.total].slot != "part":
            yield _made(reading, split.total, other)


def _goes_on(reading: Reading, total: int) -> bool:
    """Say whether more kinds follow the name: đơn khiếu nại, tố cáo."""
    at = reading.figures[total].tail
    return bool(
        re.match(r"[ ]*(?:,|và|/|-|–)[ ]*(?:đơn )?(?:khiếu|tố|kiến|phản)", reading.normal.lower[at : at + 24])
    )  # fmt: skip


def _of_another(reading: Reading, part: int, kinds: set[str]) -> bool:
    unit = (reading.figures[part].unit or "").lower()
    named = set(_KIND.findall(unit))
    return len(named) == 1 and not named & kinds


def _made(reading: Reading, total: int, other: int) -> Check:
    whole, part = reading.figures[total], reading.figures[other]
    message = both(
        f"Tổng in là {shown(whole.value)} {whole.unit}, nhưng gồm cả {shown(part.value)} {part.unit}.",
        f"The total is printed as {shown(whole.value)} “{whole.unit}”, yet {shown(part.value)} of them are “{part.unit}”.",
    )
    members = tuple(sorted((total, other)))
    printed = f"{plain(whole.value)} {whole.unit}"
    return Check(
        RULE,
        False,
        "warning",
        members,
        printed,
        part.unit or "",
        message,
        reading.span(members),
    )
