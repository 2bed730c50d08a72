"""Reporting periods: the inspectorate's year runs from 15 December to 14 December.

A period is a value. Which cut-offs and due days hold is dated knowledge
(``core/data/periods.toml``), chosen by the day on which the period ends.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from danvan.core import data

Chain = Literal[
    "inspectorate", "calendar", "government", "procedures", "party", "council", "front"
]
# What the keys of a chain begin with.
_PREFIXES: Mapping[Chain, str] = {
    "inspectorate": "",
    "calendar": "c",
    "government": "g",
    "procedures": "t",
    "party": "p",
    "council": "h",
    "front": "f",
}
_CHAINS = {prefix: chain for chain, prefix in _PREFIXES.items()}
_DAY = datetime.timedelta(days=1)


class Kind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


_MONTHS = {
    Kind.MONTH: 1,
    Kind.QUARTER: 3,
    Kind.HALF_YEAR: 6,
    Kind.NINE_MONTHS: 9,
    Kind.YEAR: 12,
}
# Several a year, each following the other; the rest begin with the year.
_RUNNING = {Kind.MONTH: 12, Kind.QUARTER: 4}
_NAMES = {"m": Kind.MONTH, "q": Kind.QUARTER}
_KEY = re.compile(
    r"(?P<chain>[cgtphf]?)(?P<year>\d{4})-(?P<rest>m\d{1,2}|q\d|6m|9m|year)"
)


class NoSuchPeriod(ValueError):
    """No regime knows this period, or the key is none."""


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period; ``start`` and ``end`` both belong to it.

    ``number`` counts quarters and months of the year from 1, and is 0 for the
    others. ``due`` maps a unit's level to its day; a level without one is not
    known. ``certain`` is False where the act itself was not read.
    """

    chain: Chain
    kind: Kind
    year: int
    number: int
    start: datetime.date
    end: datetime.date
    due: Mapping[str, datetime.date]
    act: str
    article: str
    certain: bool

    def contains(self, day: datetime.date) -> bool:
        """Say whether ``day`` lies in the period, its first and last day included.

        >>> of("inspectorate", Kind.QUARTER, 2026, 1).contains(datetime.date(2025, 12, 15))
        True
        """
        return self.start <= day <= self.end

    @property
    def key(self) -> str:
        """The period in an address: 2026-q3, 2026-6m, 2026-year; c2026-m5 by calendar.

        A letter before the year names another chain than the inspectorate's.
        """
        rest = {
            Kind.MONTH: f"m{self.number}",
            Kind.QUARTER: f"q{self.number}",
            Kind.HALF_YEAR: "6m",
            Kind.NINE_MONTHS: "9m",
            Kind.YEAR: "year",
        }[self.kind]
        return f"{_PREFIXES[self.chain]}{self.year}-{rest}"


def of(chain: Chain, kind: Kind, year: int, number: int = 0) -> Period:
    """Return a period; raises NoSuchPeriod.

    >>> of("inspectorate", Kind.YEAR, 2026).start
    datetime.date(2025, 12, 15)
    >>> of("inspectorate", Kind.QUARTER, 2026, 2).due["commune"]
    datetime.date(2026, 6, 17)
    """
    _check_number(kind, year, number)
    first, last = _months(kind, number)
    for regime in _regimes():
        if regime["chain"] != chain or kind not in regime["kinds"]:
            continue
        start, end = _days(year, first, last, regime["first_day"])
        if regime["from"] <= end <= regime.get("to", datetime.date.max):
            due = {
                level: datetime.date(year, last, day)
                for level, day in regime.get("due", {}).items()
            }
            act, article = regime["act"], regime["article"]
            return Period(
                *(chain, kind, year, number, start, end),
                *(due, act, article, regime["certain"]),
            )
    raise NoSuchPeriod(f"no regime of {chain} knows {kind} {number} of {year}")


def by_key(key: str) -> Period:
    """Return the period that an address names; raises NoSuchPeriod.

    >>> by_key("2026-6m").end
    datetime.date(2026, 6, 14)
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise NoSuchPeriod(key[:20])
    chain = _CHAINS[found["chain"]]
    year, rest = int(found["year"]), found["rest"]
    whole = {"6m": Kind.HALF_YEAR, "9m": Kind.NINE_MONTHS, "year": Kind.YEAR}
    if rest in whole:
        return of(chain, whole[rest], year)
    return of(chain, _NAMES[rest[0]], year, int(rest[1:]))


def previous(period: Period) -> Period:
    """Return the period of the same kind before it, to compare with.

    Six months are compared with the six months of the year before, a quarter with
    the quarter before. Raises NoSuchPeriod before the first regime.
    """
    per_year = _RUNNING.get(period.kind)
    if per_year is None:
        return of(period.chain, period.kind, period.year - 1)
    year, number = period.year, period.number - 1
    if number == 0:
        year, number = year - 1, per_year
    return of(period.chain, period.kind, year, number)


def a_year_before(period: Period) -> Period:
    """Return the same period of the year before; raises NoSuchPeriod.

    >>> a_year_before(of("inspectorate", Kind.QUARTER, 2026, 2)).key
    '2025-q2'
    """
    return of(period.chain, period.kind, period.year - 1, period.number)


def opened_by(period: Period) -> Period:
    """Return the period whose closing stock opens this one: it ends the day before.

    Raises NoSuchPeriod before the first regime.

    >>> opened_by(of("inspectorate", Kind.HALF_YEAR, 2026)).key
    '2025-year'
    """
    if period.kind in _RUNNING:
        return previous(period)
    return of(period.chain, Kind.YEAR, period.year - 1)


def ending_up_to(chain: Chain, day: datetime.date, years: int = 3) -> Iterator[Period]:
    """Yield the periods that began by ``day``, the last to end first."""
    found = [
        period
        for year in range(day.year - years, day.year + 2)
        for period in _of_year(chain, year)
        if period.start <= day
    ]
    order = list(Kind)
    yield from sorted(found, key=lambda p: (p.end, order.index(p.kind)), reverse=True)


def last_ended(chain: Chain, day: datetime.date) -> Period:
    """Return the shortest period that ended last before or on ``day``."""
    ended = [p for p in ending_up_to(chain, day) if p.end <= day]
    last = max(p.end for p in ended)
    order = list(Kind)
    return min((p for p in ended if p.end == last), key=lambda p: order.index(p.kind))


def _of_year(chain: Chain, year: int) -> Iterator[Period]:
    for kind in Kind:
        for number in range(1, _RUNNING[kind] + 1) if kind in _RUNNING else (0,):
            try:
                yield of(chain, kind, year, number)
            except NoSuchPeriod:
                continue


def _check_number(kind: Kind, year: int, number: int) -> None:
    fits = 1 <= number <= _RUNNING[kind] if kind in _RUNNING else number == 0
    if not fits or not 1900 <= year <= 9000:
        raise NoSuchPeriod(f"{kind} {number} of {year}")


def _months(kind: Kind, number: int) -> tuple[int, int]:
    """Return the first and the last month of a period within its year."""
    length = _MONTHS[kind]
    last = length * max(number, 1)
    return last - length + 1, last


def _days(
    year: int, first: int, last: int, first_day: int
) -> tuple[datetime.date, datetime.date]:
    """Return the days from a cut-off to the day before the next one."""
    if first_day == 1:
        after = datetime.date(year + last // 12, last % 12 + 1, 1)
        return datetime.date(year, first, 1), after - _DAY
    before = datetime.date(year, first, 1) - _DAY
    return before.replace(day=first_day), datetime.date(year, last, first_day - 1)


@cache
def _regimes() -> list[dict[str, Any]]:
    return data.rows("periods", "regime")
