"""A chart of an indicator over time, drawn on the server; the table has the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.indicators import value_labels as labels

_MOST = 12  # bars, the last ones; the others stand in the table
_WIDTH, _STEP, _TOP = 400, 48, 4  # of the drawing, in its own units
_ROOM = 90  # right of the longest bar, for its number


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its places in the drawing."""

    name: str
    text: str
    width: int
    y: int
    name_y: int
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in the order of time, and what a screen reader is told of them."""

    title: str
    bars: Sequence[Bar]
    width: int
    height: int
    more: int


def bars(title: str, amounts: Sequence[tuple[str, Decimal]]) -> Chart | None:
    """Return the chart of amounts in order of time; None where one would mislead.

    That is with fewer than two periods, and where an amount is below zero.
    """
    shown = list(amounts)[-_MOST:]
    longest = max((amount for _name, amount in shown), default=Decimal(0))
    if len(shown) < 2 or longest <= 0 or min(amount for _n, amount in shown) < 0:
        return None
    first, last = shown[0], shown[-1]
    return Chart(
        title=_("%(number)s, from %(first)s (%(a)s) to %(last)s (%(b)s).")
        % {
            "number": title,
            "first": first[0],
            "a": labels.amount(first[1]),
            "last": last[0],
            "b": labels.amount(last[1]),
        },
        bars=[_bar(n, name, value, longest) for n, (name, value) in enumerate(shown)],
        width=_WIDTH,
        height=_TOP + _STEP * len(shown),
        more=len(amounts) - len(shown),
    )


def _bar(n: int, name: str, value: Decimal, longest: Decimal) -> Bar:
    width = max(2, int(value / longest * (_WIDTH - _ROOM)))
    top = _TOP + n * _STEP
    return Bar(
        name=name,
        text=labels.amount(value),
        width=width,
        y=top + 20,
        name_y=top + 14,
        text_x=width + 8,
        text_y=top + 34,
    )
