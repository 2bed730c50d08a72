"""What would mend a sum that fails: one digit, a swapped pair, a value printed elsewhere.

Where one change mends several failures at once it is named for all of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from danvan.core.checks.finding import Check, both, shown
from danvan.core.checks.reading import Reading
from danvan.core.checks.twice import swapped

_SHOWN = 3


def with_repairs(reading: Reading, checks: Sequence[Check]) -> list[Check]:
    """Return ``checks``, those failing sums that a slip explains with its repair."""
    printed = Counter((f.key, f.amount) for f in reading.figures)
    offers = [tuple(_offers(reading, check, printed)) for check in checks]
    mended: dict[tuple[int, Decimal], int] = {}
    for offer in (o for found in offers for o in found):
        mended[offer[:2]] = mended.get(offer[:2], 0) + 1
    return [
        _repaired(reading, check, offers[place], mended)
        for place, check in enumerate(checks)
    ]


_Offer = tuple[int, Decimal, int]
_Printed = Counter[tuple[str, Decimal]]


def _offers(reading: Reading, check: Check, printed: _Printed) -> Iterator[_Offer]:
    """Yield (figure, the value it should have, how likely) for a failing sum."""
    if check.holds or check.rule != "sum" or len(check.figures) < 3:
        return
    total, *parts = check.figures
    figures = reading.figures
    if figures[total].key == "%":
        return
    made = sum((figures[i].amount for i in parts), Decimal(0))
    gap = figures[total].amount - made
    for index in check.figures:
        figure = figures[index]
        needed = (
            figure.amount - gap if index == total else figure.amount + gap
        ) / figure.worth
        likely = _likely(reading, index, needed, printed)
        if needed > 0 and likely:
            yield index, needed, likely


def _likely(reading: Reading, index: int, needed: Decimal, places_of: _Printed) -> int:
    """Weigh a repair: 3 for a value printed elsewhere, 2 for a swap, 1 for one digit."""
    figure = reading.figures[index]
    places = -int(figure.number.step.log10())
    if needed != round(needed, places):
        return 0
    amount = needed * figure.worth
    if places_of[figure.key, amount] > (amount == figure.amount):
        return 3
    printed, meant = shown(figure.value, places), shown(needed, places)
    if swapped(printed, meant):
        return 2
    a, b = (text.replace(".", "").replace(",", "") for text in (printed, meant))
    one_digit = (
        len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    )
    return int(one_digit)


def _repaired(
    reading: Reading,
    check: Check,
    offers: Sequence[_Offer],
    mended: dict[tuple[int, Decimal], int],
) -> Check:
    if not offers:
        return check
    best = max((mended[o[:2]], o[2]) for o in offers)
    chosen = [o for o in offers if (mended[o[:2]], o[2]) == best][:_SHOWN]
    if best == (1, 1) and len(chosen) > 1:
        return check  # any of several digits could be wrong: that tells nothing
    vi = ", hoặc ".join(_told(reading, o, "khớp nếu là") for o in chosen)
    en = ", or ".join(_told(reading, o, "fits as") for o in chosen)
    if best[0] > 1:
        vi = f"{vi} (sửa một lần, {best[0]} phép tính cùng đúng)"
        en = f"{en} (mends {best[0]} checks at once)"
    return replace(check, repair=both(vi + ".", en + "."))


def _told(reading: Reading, offer: _Offer, fits: str) -> str:
    index, needed, _ = offer
    figure = reading.figures[index]
    meant = shown(needed, -int(figure.number.step.log10()))
    return f"“{figure.text}” {fits} {meant}"
