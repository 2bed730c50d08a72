"""The duty of leaders to receive people: how often, by the law of the day.

The rules are data (`core/data/duty.toml`). A rule that was not read in the text of
the law is not ``certain`` and is shown with "cần pháp chế xác nhận".
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from danvan.core.casework.ground import Ground, ground, span
from danvan.core.data import load_toml

_DAY = datetime.timedelta(days=1)


class Post(StrEnum):
    """Who has to receive in person."""

    COMMUNE_CHAIR = "commune_chair"
    DISTRICT_CHAIR = "district_chair"
    PROVINCE_CHAIR = "province_chair"
    AGENCY_HEAD = "agency_head"
    SERVICE_HEAD = "service_head"


class Period(StrEnum):
    """In what stretch of time the minimum counts."""

    WEEK = "week"
    MONTH = "month"


class Became(StrEnum):
    """What became of a session."""

    PLANNED = "planned"
    HELD = "held"  # by the post itself, also when nobody came
    DELEGATED = "delegated"  # a deputy held it
    MISSED = "missed"


class NoDuty(LookupError):
    """No rule of that day says how often this post receives."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a post on a day."""

    on: datetime.date
    became: Became


@dataclass(frozen=True, slots=True)
class Minimum:
    """So many days in each period; ``delegable`` of them by a deputy.

    ``delegable`` is None where the text says nothing: a session that a deputy held
    then counts as delegated and not towards the minimum.
    """

    post: Post
    days: int
    period: Period
    delegable: int | None
    ground: Ground
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period of the minimum: both days included, days required and days counted.

    ``owed`` days are short once the period is over; before that they are still to come.
    """

    first: datetime.date
    last: datetime.date
    required: int
    held: int
    delegated: int
    missed: int
    planned: int
    counted: int

    @property
    def owed(self) -> int:
        """How many days are short."""
        return max(0, self.required - self.counted)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a post owes and did in one month, period by period."""

    post: Post
    stretches: tuple[Stretch, ...]
    grounds: tuple[Ground, ...]

    @property
    def met(self) -> bool:
        """Whether every period has its minimum."""
        return not any(stretch.owed for stretch in self.stretches)

    @property
    def certain(self) -> bool:
        """Whether every rule behind it was read."""
        return all(found.certain for found in self.grounds)


def minimum(post: Post, on: datetime.date) -> Minimum:
    """Return how often a post receives by the law of that day; else NoDuty."""
    for row in _table("minimums"):
        if row["post"] == post and span(row).holds_on(on):
            return _minimum(row)
    raise NoDuty(f"{post} {on}")


def held_against_minimum(
    sessions: Iterable[Session], post: Post, month: datetime.date
) -> Balance:
    """Hold the sessions of a post against its minimum, in the month of ``month``.

    A week belongs to the month its Thursday is in (ISO 8601), so that no week is
    asked for twice. A day counts once, however many sessions it had. Raises NoDuty.
    """
    counted = list(sessions)
    found, grounds = [], []
    for first, last, rule in _stretches(post, month):
        inside = [s for s in counted if first <= s.on <= last]
        found.append(_stretch(first, last, rule, inside))
        if rule.ground not in grounds:
            grounds.append(rule.ground)
    return Balance(post, tuple(found), tuple(grounds))


def post_words(post: Post) -> Mapping[str, str]:
    """Return what a post is called, by language."""
    words: Mapping[str, str] = load_toml("duty.toml")["posts"][post]
    return words


def _stretches(
    post: Post, month: datetime.date
) -> list[tuple[datetime.date, datetime.date, Minimum]]:
    first = month.replace(day=1)
    last = (first + 31 * _DAY).replace(day=1) - _DAY
    rule = minimum(post, first)
    if rule.period is Period.MONTH:
        return [(first, last, rule)]
    thursday = first + ((3 - first.weekday()) % 7) * _DAY
    weeks = []
    while thursday <= last:
        monday = thursday - 3 * _DAY
        weeks.append((monday, monday + 6 * _DAY, minimum(post, thursday)))
        thursday += 7 * _DAY
    return weeks


def _stretch(
    first: datetime.date, last: datetime.date, rule: Minimum, sessions: list[Session]
) -> Stretch:
    days = {c: {s.on for s in sessions if s.became is c} for c in Became}
    held = days[Became.HELD]
    delegated = days[Became.DELEGATED] - held
    done = held | delegated
    missed = days[Became.MISSED] - done
    planned = days[Became.PLANNED] - done - missed
    return Stretch(
        first=first,
        last=last,
        required=rule.days,
        held=len(held),
        delegated=len(delegated),
        missed=len(missed),
        planned=len(planned),
        counted=len(held) + min(len(delegated), rule.delegable or 0),
    )


def _minimum(row: Mapping[str, Any]) -> Minimum:
    return Minimum(
        post=Post(row["post"]),
        days=row["days"],
        period=Period(row["period"]),
        delegable=None if row["delegable"] < 0 else row["delegable"],
        ground=ground({**row, "read": row["confirmed"]}),
        note=row.get("note", ""),
    )


def _table(name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = load_toml("duty.toml")["table"][name]
    return found
