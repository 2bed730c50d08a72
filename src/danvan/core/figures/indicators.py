"""Give a figure the code of the indicator it is a value of, where its words say so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from danvan.core import data
from danvan.core.figures.figure import Figure
from danvan.core.text.normalise import Normal

_REACH = 160
# What stands before the last of these belongs to another clause.
_CLAUSE = re.compile(r"[.;\n](?!\d)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with the patterns its figures are known by.

    ``unit`` is a key of `figures.lexicon`; ``before`` ends at the number, ``after``
    begins behind its unit, ``without`` must not be found in the clause before.
    """

    code: str
    unit: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    without: re.Pattern[str] | None


def indicator_of(code: str, row: Mapping[str, str]) -> Indicator:
    """Read the patterns of one indicator: the table ``read`` of the catalogue."""
    without = row.get("without")
    return Indicator(
        code,
        row["unit"],
        re.compile(row.get("before", "")),
        re.compile(row.get("after", "")),
        re.compile(without) if without else None,
    )


@cache
def national_indicators() -> tuple[Indicator, ...]:
    """Return the indicators of the catalogue that a reader knows, in its order."""
    return tuple(
        indicator_of(code, row["read"])
        for code, row in data.indicators().items()
        if "read" in row
    )


def assign(
    normal: Normal, figures: Sequence[Figure], indicators: Iterable[Indicator]
) -> tuple[Figure, ...]:
    """Return ``figures`` with the codes of the indicators they are values of.

    The first indicator that fits is taken; of a pair only the part is a value.
    """
    by_unit: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        by_unit.setdefault(indicator.unit, []).append(indicator)
    return tuple(
        _coded(normal, figure, by_unit.get(figure.key, ())) for figure in figures
    )


def _coded(normal: Normal, figure: Figure, candidates: Iterable[Indicator]) -> Figure:
    if figure.slot in {"whole", "low", "high"}:
        return figure
    start = figure.spot.start
    clause = _CLAUSE.split(normal.lower[max(0, start - _REACH) : start])[-1]
    clause = re.sub(r"(?:hơn|gần|trên|khoảng|không quá) $", "", clause)
    after = normal.lower[figure.tail : figure.tail + 60]
    for indicator in candidates:
        if not indicator.before.search(clause) or not indicator.after.match(after):
            continue
        if indicator.without is None or not indicator.without.search(clause):
            return replace(figure, indicator=indicator.code)
    return figure
