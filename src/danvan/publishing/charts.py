"""Charts and maps drawn on the server; the table beside each has the same numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.publishing.public import Figure

_MOST = 14  # bars; what is below them stands in the table
_WIDTH, _STEP, _TOP, _ROOM = 400, 48, 4, 90
_LETTERS = 48  # of a name that fits above its bar
SHADES = 4
# The longest name of an archipelago is so wide; it is never cut by the edge.
_HALF_A_NAME = 62
_NAMES = {
    "hoang_sa": gettext_lazy("Hoàng Sa archipelago"),
    "truong_sa": gettext_lazy("Trường Sa archipelago"),
    "con_dao": gettext_lazy("Côn Đảo"),
    "phu_quy": gettext_lazy("Phú Quý"),
    "bach_long_vi": gettext_lazy("Bạch Long Vĩ"),
}
_MERGED = "2025-07-01"  # the first day of the 34 provinces


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


def bars(title: str, pairs: Sequence[tuple[str, Figure]]) -> Chart | None:
    """Return the chart of figures in the order given; None where one says nothing."""
    shown = [(name, one) for name, one in pairs if one.amount >= 0][:_MOST]
    longest = max((one.amount for _name, one in shown), default=Decimal(0))
    if len(shown) < 2 or not longest:
        return None
    return Chart(
        title=_("Chart: %(title)s. The table has the same numbers.") % {"title": title},
        bars=[_bar(n, name, one, longest) for n, (name, one) in enumerate(shown)],
        width=_WIDTH,
        height=_TOP + _STEP * len(shown),
        more=len(pairs) - len(shown),
    )


def _bar(n: int, name: str, one: Figure, longest: Decimal) -> Bar:
    width = max(2, int(one.amount / longest * (_WIDTH - _ROOM)))
    top = _TOP + n * _STEP
    short = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
    return Bar(short, one.printed, width, top + 20, top + 14, width + 8, top + 34)


@dataclass(frozen=True, slots=True)
class Area:
    """A province in the drawing; ``shade`` is 0 without a number, else 1 to 4."""

    path: str
    name: str
    text: str
    shade: int


@dataclass(frozen=True, slots=True)
class Islands:
    """An archipelago or a far island: dots and where its name stands."""

    name: str
    dots: Sequence[Sequence[float]]
    x: float
    y: float
    shade: int


@dataclass(frozen=True, slots=True)
class Step:
    """One shade of the key."""

    shade: int
    text: str
    y: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Map:
    """A map of provinces, as they were on the last day of the figures' period."""

    title: str
    areas: Sequence[Area]
    islands: Sequence[Islands]
    key: Sequence[Step]
    width: float
    height: float


def mapped(figures: Sequence[Figure]) -> list[Figure]:
    """Keep the provinces' figures of the period that most have, of several the last."""
    periods: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        outlines = _outlines()["today" if one.end.isoformat() >= _MERGED else "before"]
        if one.unit in outlines:
            periods.setdefault((one.end.isoformat(), one.period), []).append(one)
    return max(periods.items(), key=lambda p: (len(p[1]), p[0]))[1] if periods else []


def provinces(title: str, figures: Sequence[Figure]) -> Map | None:
    """Draw the figures of one period and code; None where no province has one."""
    data = _outlines()
    last = max((f.end.isoformat() for f in figures), default="")
    outlines: Mapping[str, str] = data["today" if last >= _MERGED else "before"]
    by_unit = {f.unit: f for f in figures if f.unit in outlines}
    if not by_unit:
        return None
    edges = _edges([f.amount for f in by_unit.values()])
    shades = {code: _shade(f.amount, edges) for code, f in by_unit.items()}
    return Map(
        _("Map: %(title)s. The table has the same numbers.") % {"title": title},
        [
            Area(path, *_said(by_unit.get(code)), shades.get(code, 0))
            for code, path in outlines.items()
        ],
        [
            _islands(key, row, shades, data["width"])
            for key, row in data["islands"].items()
        ],
        _key(edges, by_unit),
        *(data["width"], data["height"]),
    )


def _said(figure: Figure | None) -> tuple[str, str]:
    return (figure.unit_name, figure.printed) if figure else ("", "")


def _islands(
    key: str, row: Mapping[str, Any], shades: Mapping[str, int], width: float
) -> Islands:
    middle = sum(x for x, _y in row["dots"]) / len(row["dots"])
    middle = min(middle, width - _HALF_A_NAME)
    lowest = max(y for _x, y in row["dots"])
    return Islands(
        str(_NAMES[key]), row["dots"], middle, lowest + 14, shades.get(row["of"], 0)
    )


def _edges(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Return the least amount of each shade: quarters of the provinces by rank."""
    ranked = sorted(amounts)
    return [ranked[len(ranked) * n // SHADES] for n in range(SHADES)]


def _shade(amount: Decimal, edges: Sequence[Decimal]) -> int:
    return max(n + 1 for n, edge in enumerate(edges) if amount >= edge)


def _key(edges: Sequence[Decimal], figures: Mapping[str, Figure]) -> list[Step]:
    printed = {f.amount: f.printed for f in figures.values()}
    told = [_("no figure")]
    told += [_("from %s") % printed[edge] for edge in edges]
    used = {0, *(_shade(f.amount, edges) for f in figures.values())}
    shown = [(shade, told[shade]) for shade in sorted(used)]
    return [
        Step(shade, text, 16 + 24 * n, 30 + 24 * n)
        for n, (shade, text) in enumerate(shown)
    ]


@cache
def _outlines() -> Mapping[str, Any]:
    data = resources.files("danvan.publishing").joinpath("data/map.json")
    found: Mapping[str, Any] = json.loads(data.read_text("utf-8"))
    return found
