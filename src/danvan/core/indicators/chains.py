"""Who reports what to whom: chains with a calendar of their own, and their sheets.

A sheet is what one kind of unit owes for a kind of period: a list of indicators.
What is owed follows from sheets, units and periods, never from what came in.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan.core import data
from danvan.core.calendar.periods import Chain, Kind, Period


@dataclass(frozen=True, slots=True)
class Sheet:
    """What units of some kinds and levels owe in one chain.

    ``codes`` are indicators and parts in the order of the page. ``chain`` gives the
    calendar (`periods.of`), ``kinds`` the periods it is owed for. ``to`` says to whom
    a unit of a level sends, in words. ``since`` and ``until`` bound the periods by
    their last day.
    """

    id: str
    chain: Chain
    name: Mapping[str, str]  # by language
    kinds: frozenset[Kind]
    levels: frozenset[str]
    unit_kinds: frozenset[str]
    codes: tuple[str, ...]
    to: Mapping[str, Mapping[str, str]]  # by level, then language
    since: datetime.date
    until: datetime.date | None
    act: str
    certain: bool

    def owed_for(self, period: Period) -> bool:
        """Say whether the sheet is owed for a period."""
        return (
            period.chain == self.chain
            and period.kind in self.kinds
            and self.since <= period.end
            and (self.until is None or period.end <= self.until)
        )

    def owed_by(self, unit_kind: str, level: str) -> bool:
        """Say whether units of a kind and level owe the sheet."""
        return unit_kind in self.unit_kinds and level in self.levels


def sheets() -> tuple[Sheet, ...]:
    """Return every sheet of ``core/data/sheets``, in the order of the files' names."""
    return tuple(_sheet(data.load_toml(name)) for name in data.names("sheets", ".toml"))


def by_id(sheet_id: str) -> Sheet:
    """Return a sheet; raises KeyError.

    >>> by_id("government").chain
    'government'
    """
    return {sheet.id: sheet for sheet in sheets()}[sheet_id]


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
