"""What was decided about one term: all that its due date is computed from.

A plain value that an app stores as JSON and gives back to be counted again.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Extension:
    """``days`` more, by a decision of the day ``on``; ``ground`` says why by code.

    ``code`` is the rule it rests on (DL-TC-06, DL-TC-07).
    """

    code: str
    days: int
    on: datetime.date
    ground: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: ``first`` is the first such day, ``until`` runs again.

    ``until`` is None while the clock stands. ``kind`` is suspension, assessment or
    obstacle; ``ground`` and ``decision`` are the case's own.
    """

    kind: str
    first: datetime.date
    until: datetime.date | None = None
    ground: str = ""
    decision: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins (ValueError)."""
        if self.until is not None and self.until < self.first:
            raise ValueError("the clock cannot run again before it stopped")

    def covers(self, day: datetime.date) -> bool:
        """Say whether ``day`` does not count."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Term:
    """One running term: its code, the day of its event, and every decision on it.

    ``received`` is the day the matter came in, which chooses the regime; None: the
    day of the event does.
    """

    code: str
    start: datetime.date
    received: datetime.date | None = None
    remote: bool = False
    complex: bool = False
    places: bool = False
    disciplinary: bool = False
    dismissal: bool = False
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def stopped(self) -> datetime.date | None:
        """The day since which the clock stands, None while it runs."""
        return next((p.first for p in self.pauses if p.until is None), None)

    def covers(self, day: datetime.date) -> bool:
        """Say whether ``day`` falls into a pause."""
        return any(pause.covers(day) for pause in self.pauses)

    def to_json(self) -> dict[str, Any]:
        """Return the term as JSON values (dates as ISO strings)."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def from_json(data: Mapping[str, Any]) -> Term:
    """Return the term that `Term.to_json` wrote; KeyError, ValueError if it is none.

    >>> term = Term("DL-TC-05", datetime.date(2026, 7, 1))
    >>> from_json(term.to_json()) == term
    True
    """
    return Term(
        **{
            **data,
            "start": datetime.date.fromisoformat(data["start"]),
            "received": _day(data["received"]),
            "extensions": tuple(_extension(e) for e in data["extensions"]),
            "pauses": tuple(_pause(p) for p in data["pauses"]),
        }
    )


def resume_all(term: Term, on: datetime.date) -> Term:
    """Return the term with its open pauses ended: ``on`` is counted again."""
    ended = tuple(replace(p, until=on) if p.until is None else p for p in term.pauses)
    return replace(term, pauses=ended)


def late_stops(term: Term, due: datetime.date) -> list[Pause]:
    """Return the pauses that began when the term was over already."""
    return [] if due < term.start else [p for p in term.pauses if p.first > due]


def _extension(data: Mapping[str, Any]) -> Extension:
    return Extension(**{**data, "on": datetime.date.fromisoformat(data["on"])})


def _pause(data: Mapping[str, Any]) -> Pause:
    first = datetime.date.fromisoformat(data["first"])
    return Pause(**{**data, "first": first, "until": _day(data["until"])})


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [{n: _plain(getattr(v, n)) for n in v.__slots__} for v in value]
    return value
