"""Shares of one whole: they make 100 % together, or the share of their total.

Belongs to the rule "sum". Only shares of parts that are known to make up their total
are held to 100; a list of the largest few (chiếm 45 %, 20 %, 13 %) is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.core.checks.finding import Check, Severity, both, plain, shown
from danvan.core.checks.kin import CHANGE_BEFORE
from danvan.core.checks.reading import Reading
from danvan.core.checks.split import Split

RULE = "sum"

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_AS_SHARE = re.compile(
    r"(?:chiếm|tỷ lệ|tỷ trọng|tương đương|=)[^.;\d]{0,40}$|^[^.;()]{0,30}\($"
)
_CHIEM = re.compile(r"chiếm(?: tỷ lệ| tỷ trọng| khoảng)*[ ]*$")


def check(reading: Reading, splits: Sequence[Split]) -> Iterator[Check]:
    """Yield one check for each split whose parts all bear a share."""
    seen: set[tuple[int, ...]] = set()
    for split in splits:
        shares = [share_of(reading, part) for part in split.parts]
        if (
            None in shares
            or not (split.holds or split.closure)
            or _own_wholes(reading, split)
        ):
            continue
        rates = tuple(share for share in shares if share is not None)
        if rates in seen or len(set(rates)) < len(rates):
            continue
        seen.add(rates)
        yield from _check(reading, split, rates)


def _own_wholes(reading: Reading, split: Split) -> bool:
    """Say whether the parts are fractions of wholes of their own: 22.903/36.122."""
    total = reading.figures[split.total]
    for index in split.parts:
        part = reading.figures[index]
        if part.mate is not None and (
            part.slot == "whole" or reading.figures[part.mate].amount != total.amount
        ):
            return True
    return False


def share_of(reading: Reading, part: int) -> int | None:
    """Return the percentage printed as the share of figure ``part``, None if none is."""
    for index in range(part + 1, min(part + 5, len(reading.figures))):
        figure = reading.figures[index]
        if not reading.together(part, index):
            return None
        if figure.key == "%":
            gap = reading.normal.lower[reading.figures[part].tail : figure.spot.start]
            if (
                figure.slot
                or CHANGE_BEFORE.search(gap[-50:])
                or not _AS_SHARE.search(gap[-60:])
            ):
                return None
            return index
        if figure.key == reading.figures[part].key and figure.slot != "whole":
            return None
    return None


def _check(reading: Reading, split: Split, rates: tuple[int, ...]) -> Iterator[Check]:
    own = share_of(reading, split.total)
    own = None if own in rates else own
    figures = [reading.figures[i] for i in rates]
    computed = sum((f.value for f in figures), Decimal(0))
    step = max(f.number.step for f in figures)
    slack = step * _HALF * (len(figures) + (own is not None))
    if own is not None and abs(computed - _HUNDRED) <= slack:
        own = None  # the total's share is of something else, its parts' are of it
    base = reading.figures[own].value if own is not None else _HUNDRED
    off = abs(computed - base)
    if own is None and off > Decimal(10):
        return  # shares of something else than their total
    if own is not None and off > slack:
        return  # what the total is a share of, its parts need not be shares of
    holds = off <= slack
    written = " + ".join(shown(f.value) for f in figures)
    severity: Severity = (
        "note" if holds else "error" if split.holds and off >= step * 2 else "warning"
    )
    message = (
        both(
            f"Các tỷ lệ {written} = {shown(computed)}%, đúng với {shown(base)}%.",
            f"The shares {written} = {shown(computed)}% make {shown(base)}%.",
        )
        if holds
        else both(
            f"Các tỷ lệ cộng lại {written} = {shown(computed)}%, không phải {shown(base)}%, dù các số tuyệt đối cộng đủ tổng.",
            f"The shares add up to {written} = {shown(computed)}%, not {shown(base)}%, though their amounts make the total.",
        )
    )
    members = (own, *rates) if own is not None else rates
    yield Check(
        RULE,
        holds,
        severity,
        members,
        plain(base),
        plain(computed),
        message,
        reading.span(members),
    )
