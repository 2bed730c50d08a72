"""The catalogue: every indicator and part, with what it is and what feeds it.

It is data: each file of ``core/data/indicators`` holds a group, and a file added there
adds indicators. A code with a small letter (``TT10a``) is one number of an indicator
that prints several; the whole has a number of its own only if a formula or something
that counts gives it one.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from danvan.core import data
from danvan.core.checks.expression import parse_expression

# How values come together: flow (over units and periods), stock (over units only),
# the others are worked out anew, or are no sums at all (range, plan of a year).
Kind = Literal["flow", "stock", "ratio", "fraction", "derived", "plan", "range"]
Feed = Literal["records", "register", "import", "formula", "entry", "parts"]
Words = Mapping[str, str]  # by language: vi, en
_AFTER_THE_GROUP = "0123456789abcdefgh"
_ADDS: frozenset[Kind] = frozenset({"flow", "stock", "plan"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that is reported, or a part of one.

    ``unit`` is a code of measures.toml, ``level`` the levels at which units have it of
    their own (above them it is added up). ``formula`` is an expression over codes, in
    which ``prev(x)`` is the same period of the year before; ``columns`` one over the
    columns of a statutory form (``01/TCD:[4] + [13]``), held by the form's own dates.
    ``feed`` is what gives the number first of all; "parts": its parts are the numbers.
    ``certain`` is False where provinces differ in who keeps it. ``since`` and
    ``until`` bound the days of the periods it was asked for.
    """

    code: str
    group: str
    name: Words
    unit: str
    kind: Kind
    level: tuple[str, ...]
    owner: Words
    feed: Feed
    numerator: Words | None = None
    denominator: Words | None = None
    formula: str | None = None
    columns: str | None = None
    decimals: int = 0
    certain: bool = True
    since: datetime.date | None = None
    until: datetime.date | None = None
    part_of: str | None = None
    # How a reader knows its figures: `figures.indicators`.
    read: Mapping[str, str] | None = field(default=None, hash=False)

    @property
    def adds_up(self) -> bool:
        """Say whether the values of units add up to that of the unit above."""
        return self.kind in _ADDS

    @property
    def has_number(self) -> bool:
        """Say whether it has a number of its own, and not only parts."""
        return self.feed != "parts"

    def stands_on(self, day: datetime.date) -> bool:
        """Say whether it was asked for in a period that ended on ``day``."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Group:
    """What the codes of one file have in common."""

    code: str
    name: Words


def known() -> Mapping[str, Indicator]:
    """Return every indicator and part by code, in the order of the catalogue.

    Shared, so never to be changed.
    """
    return _catalogue()


def of(code: str) -> Indicator:
    """Return an indicator or a part; raises KeyError.

    >>> of("GQ02").formula
    '100 * GQ01 / XLD06'
    """
    return _catalogue()[code]


@cache
def parts(code: str) -> tuple[str, ...]:
    """Return the codes of an indicator's parts.

    >>> parts("MC04"), parts("QT01")
    (('MC04a', 'MC04b'), ())
    """
    return tuple(each for each, row in _catalogue().items() if row.part_of == code)


def numbers(code: str) -> tuple[str, ...]:
    """Return the codes that hold the numbers of an indicator: its own, or its parts.

    >>> numbers("MC04"), numbers("QT01")
    (('MC04a', 'MC04b'), ('QT01',))
    """
    return (code,) if of(code).has_number else parts(code)


@cache
def groups() -> Mapping[str, Group]:
    """Return the groups by the letters their codes begin with, in order."""
    found = data.groups("indicators")
    return {code: Group(code, table["group"]) for code, table in found.items()}


@cache
def _catalogue() -> Mapping[str, Indicator]:
    return {code: indicator_of(code, row) for code, row in data.indicators().items()}


def indicator_of(code: str, row: Mapping[str, Any]) -> Indicator:
    """Read one table of a group's file; raises TypeError, BadIdentity."""
    rest = {k: v for k, v in row.items() if k not in {"vi", "en", "level"}}
    if formula := rest.get("formula"):
        parse_expression(formula)
    return Indicator(
        code=code,
        group=code.rstrip(_AFTER_THE_GROUP),
        name={"vi": row["vi"], "en": row["en"]},
        level=tuple(row["level"]),
        part_of=code[:-1] if code[-1].islower() else None,
        **rest,
    )
