"""Who reports what to whom: chains with a calendar of their own, and their sheets.

A sheet is what one kind of unit owes for a kind of period: a list of indicators.
What is owed follows from sheets, units and periods, never from what came in.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from danvan.core import data
from danvan.core.calendar.periods import Chain, Kind, Period
from danvan.core.indicators import catalogue

# What stands for a place itself; every other unit of a place sends to the place.
PLACES = frozenset({"territory", "peoples_committee"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """What units of some kinds and levels owe in one chain.

    ``codes`` are indicators and parts in the order of the page. ``chain`` gives the
    calendar (`periods.of`), ``kinds`` the periods it is owed for. ``to`` says in words
    to whom units of a kind or of a level send. ``since`` and ``until`` bound the
    periods by their last day. What is ``beside`` is of vertical bodies: shown next to
    the place, and never added to it.
    """

    id: str
    chain: Chain
    name: Mapping[str, str]  # by language
    kinds: frozenset[Kind]
    levels: frozenset[str]
    unit_kinds: frozenset[str]
    codes: tuple[str, ...]
    to: Mapping[str, Mapping[str, str]]  # by kind of unit or level, then language
    since: datetime.date
    until: datetime.date | None
    act: str
    certain: bool
    beside: bool = False

    def owed_for(self, period: Period) -> bool:
        """Say whether the sheet is owed for a period."""
        return (
            period.chain == self.chain
            and period.kind in self.kinds
            and self.since <= period.end
            and (self.until is None or period.end <= self.until)
        )

    def owed_by(self, unit_kind: str, level: str) -> bool:
        """Say whether units of a kind and level owe the sheet.

        A department of a commune is a part of it, and owes nothing by itself.
        """
        if unit_kind == "department" and level != "province":
            return False
        return unit_kind in self.unit_kinds and level in self.levels

    def codes_for(self, period: Period) -> tuple[str, ...]:
        """Return the codes still asked for in a period: what ended before is left out."""
        return tuple(c for c in self.codes if catalogue.of(c).stands_on(period.end))

    def addressee(self, unit_kind: str, level: str) -> Mapping[str, str]:
        """Return to whom a unit sends, by language; raises KeyError if it owes nothing.

        >>> by_id("inspectorate").addressee("department", "province")["en"]
        "the province's People's Committee"
        """
        return self.to[unit_kind] if unit_kind in self.to else self.to[level]

    def due(self, unit_kind: str, level: str, period: Period) -> datetime.date | None:
        """Return the day by which a unit sends, None where no act fixes one.

        A body of the province is no province: it sends to it as communes do.
        """
        if level == "province" and unit_kind not in PLACES:
            return period.due.get("commune")
        return period.due.get(level)


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return every sheet of ``core/data/sheets``, in the order of the files' names."""
    return tuple(_sheet(data.load_toml(name)) for name in data.names("sheets", ".toml"))


def by_id(sheet_id: str) -> Sheet:
    """Return a sheet; raises KeyError.

    >>> by_id("government").chain
    'government'
    """
    return {sheet.id: sheet for sheet in sheets()}[sheet_id]


def of(unit_kind: str, level: str, period: Period) -> tuple[Sheet, ...]:
    """Return the sheets that units of a kind and level owe for a period.

    >>> from danvan.core.calendar import periods
    >>> [sheet.id for sheet in of("inspectorate", "province", periods.by_key("2026-6m"))]
    ['inspectorate-own']
    """
    return tuple(
        sheet
        for sheet in sheets()
        if sheet.owed_by(unit_kind, level) and sheet.owed_for(period)
    )


def asking(code: str) -> tuple[Sheet, ...]:
    """Return the sheets that ask for an indicator or a part."""
    return tuple(sheet for sheet in sheets() if code in sheet.codes)


def _sheet(table: Mapping[str, Any]) -> Sheet:
    row = dict(table)
    return Sheet(
        **row
        | {
            "kinds": frozenset(Kind(k) for k in row["kinds"]),
            "levels": frozenset(row["levels"]),
            "unit_kinds": frozenset(row["unit_kinds"]),
            "codes": tuple(row["codes"]),
            "until": row.get("until"),
        }
    )
