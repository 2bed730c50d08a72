"""A chart of bars drawn on the server; the table beside it has the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.registers import labels

_MOST = 12  # bars; what is below them stands in the table
_WIDTH, _STEP, _TOP = 400, 48, 4  # of the drawing, in its own units
_ROOM = 80  # right of the longest bar, for its number


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
    """Bars, the size of the drawing, and what a screen reader is told of it."""

    title: str
    bars: Sequence[Bar]
    width: int
    height: int
    more: int


def bars(title: str, amounts: Sequence[tuple[str, Decimal]]) -> Chart | None:
    """Return the chart of amounts given largest first; None where one says nothing."""
    shown = [pair for pair in amounts if pair[1] > 0][:_MOST]
    if len(shown) < 2:
        return None
    longest = shown[0][1]
    drawn = [_bar(n, name, value, longest) for n, (name, value) in enumerate(shown)]
    first = f"{shown[0][0]}: {labels.amount(shown[0][1])}"
    return Chart(
        title=_("%(number)s, by unit. Largest: %(first)s.")
        % {"number": title, "first": first},
        bars=drawn,
        width=_WIDTH,
        height=_TOP + _STEP * len(drawn),
        more=len(amounts) - len(drawn),
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
