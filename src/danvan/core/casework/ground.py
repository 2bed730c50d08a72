"""On what act and article something rests, and which papers say so."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from danvan.core.data import load_toml


@dataclass(frozen=True, slots=True)
class Ground:
    """Act and article; ``certain`` is False where the text was not read.

    What is not certain is shown with "cần pháp chế xác nhận".
    """

    act: str
    article: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a step prints; ``form`` is its official form, if it has one."""

    code: str
    name: Mapping[str, str]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time in force, both days included; None is open."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether ``day`` lies in it."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


@cache
def papers() -> Mapping[str, Paper]:
    """Return every paper by its code."""
    rows = load_toml("grounds.toml")["papers"]
    return {
        code: Paper(code, {"vi": row["vi"], "en": row["en"]}, row.get("form", ""))
        for code, row in rows.items()
    }


def ground(row: Mapping[str, Any]) -> Ground:
    """Return the ground that a row of a table names by ``act``, ``article``, ``read``.

    ``act`` is a short name of `grounds.toml`; an unknown one raises KeyError.
    """
    act = load_toml("grounds.toml")["acts"][row["act"]]
    return Ground(act, row["article"], row.get("read", True))


def span(row: Mapping[str, Any]) -> Span:
    """Return the time in force of a row: its ``since`` and ``until``."""
    return Span(row.get("since"), row.get("until"))
