"""What a statutory form is: columns with units, rules between them, dates of force."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from danvan.core.checks.expression import Identity

Severity = Literal["error", "warning", "note"]
Words = Mapping[str, str]  # vi and en

# Units of measure; visits, persons, matters and letters are never added up.
UNITS: Mapping[str, Words] = {
    code: {"vi": vi, "en": en}
    for code, vi, en in (
        ("visit", "lượt", "visits"),
        ("person", "người", "persons"),
        ("matter", "vụ việc", "matters"),
        ("letter", "đơn", "letters"),
        ("crowd", "đoàn", "delegations"),
        ("session", "kỳ", "sessions"),
        ("decision", "quyết định", "decisions"),
        ("conclusion", "kết luận", "conclusions"),
        ("document", "văn bản", "documents"),
        ("organisation", "tổ chức", "organisations"),
        ("individual", "cá nhân", "individuals"),
        ("official", "người", "persons"),
        ("money", "triệu đồng", "million đồng"),
        ("land", "m²", "m²"),
        ("other", "", ""),
        ("note", "", ""),
    )
}
MEASURED = frozenset({"money", "land"})  # may have a fraction; the rest are whole


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``ms`` is the printed row of codes ("=4+13+22", or "")."""

    number: str
    unit: str
    groups: tuple[Words, ...]
    title: Words
    ms: str
    parts: tuple[str, ...] = ()  # of the printed sum by which it is worked out

    @property
    def is_note(self) -> bool:
        """Whether the column takes words instead of a number."""
        return self.unit == "note"

    @property
    def is_derived(self) -> bool:
        """Whether the value is the sum of other columns."""
        return bool(self.parts)

    @property
    def printed(self) -> str:
        """What stands in the MS row: the number with its formula."""
        return f"{self.number}{self.ms}"

    def full_title(self, language: str) -> str:
        """Return the title with the groups over it."""
        return " – ".join(w[language] for w in (*self.groups, self.title))


@dataclass(frozen=True, slots=True)
class Rule:
    """One identity of a form; ``printed`` ones stand on the sheet itself."""

    identity: Identity
    severity: Severity
    printed: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of this form and period that the rule speaks of."""
        names = {n.name for n in self.identity.names if not n.earlier}
        return tuple(sorted(n for n in names if ":" not in n))


@dataclass(frozen=True)
class Form:
    """A form in one regime; without columns it is a name waiting for its appendix.

    ``valid_to`` None: still in force. ``certain`` is False where the dates were
    not read in the act. ``counts_from`` names the older forms whose counts say what
    is known of this one's subject as long as its columns are not.
    """

    code: str
    regime: str
    title: Words
    act: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    certain: bool
    levels: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    counts_from: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """``code/regime``: 01/XLD/2024."""
        return f"{self.code}/{self.regime}"

    @property
    def slug(self) -> str:
        """The form in an address: 01-xld-2024."""
        return self.id.lower().replace("/", "-")

    @property
    def is_loaded(self) -> bool:
        """Whether its columns are known."""
        return bool(self.columns)

    @cached_property
    def by_number(self) -> Mapping[str, Column]:
        """The columns by their numbers."""
        return {column.number: column for column in self.columns}

    @property
    def numbers(self) -> tuple[Column, ...]:
        """The columns that take a number."""
        return tuple(c for c in self.columns if not c.is_note)

    def in_force_on(self, day: datetime.date) -> bool:
        """Say whether the form is the law on ``day``."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )
