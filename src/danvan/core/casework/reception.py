"""The rules of a session: who may be refused, what is published, what online asks for."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import deadlines
from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.ground import Ground, ground, span
from danvan.core.data import load_toml


@dataclass(frozen=True, slots=True)
class Rule:
    """A case or a demand of the law, in words."""

    code: str
    words: Mapping[str, str]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Refusal(Rule):
    """A case in which somebody may be refused.

    ``notice``: the head gives a written notice (paper ``TCD_01``) within the term
    ``DL-TCD-02``; otherwise the officer explains it in person.
    """

    notice: bool = False


@dataclass(frozen=True, slots=True)
class OnlineStep(Rule):
    """What must be done before an online session: so many ``unit`` ahead."""

    amount: int = 0
    unit: str = ""  # working_days or hours


def refusals(on: datetime.date) -> tuple[Refusal, ...]:
    """Return the cases in which somebody may be refused on that day."""
    return tuple(
        Refusal(*_rule(row), notice=row.get("notice", False) and on >= _notice_since())
        for row in _rows("refusals", on)
    )


def unscheduled(on: datetime.date) -> tuple[Rule, ...]:
    """Return the cases in which a leader must receive beyond the schedule."""
    return tuple(Rule(*_rule(row)) for row in _rows("unscheduled", on))


def online_matters(
    kind: Kind, on: datetime.date, *, protected: bool = True
) -> tuple[Rule, ...]:
    """Return for what a letter of this kind may be received online; none: not at all.

    ``protected`` is False where a denouncer declined protection of his identity;
    without that no denunciation is received online (decree 154/2026, article 20.4).
    """
    if kind == Kind.DENUNCIATION and protected:
        return ()
    return tuple(
        Rule(*_rule(row)) for row in _rows("online_matters", on) if kind in row["kinds"]
    )


def online_steps() -> tuple[OnlineStep, ...]:
    """Return what is done before and during an online session, in order."""
    return tuple(
        OnlineStep(*_rule(row), amount=row["amount"], unit=row["unit"])
        for row in load_toml("duty.toml")["table"]["online_steps"]
    )


def publish_by(session: datetime.date, calendar: WorkingCalendar) -> datetime.date:
    """Return the last day to publish the schedule of a session (LTCD, article 24.4).

    Five working days ahead: the term ``DL-TCD-05``. Raises DeadlineUnknown before
    1/7/2014, and CalendarUnknown.
    """
    return deadlines.compute("DL-TCD-05", session, calendar).due


def published_in_time(
    session: datetime.date, published: datetime.date, calendar: WorkingCalendar
) -> bool:
    """Say whether a schedule was published early enough for the session."""
    return published <= publish_by(session, calendar)


def conclusion_due(on: datetime.date, *, leader: bool) -> bool:
    """Say whether a session ends with a notice of conclusion (paper ``KL_TCD``).

    It does after a leader's reception since 1/7/2026 (decree 154/2026, article 25.2).
    """
    row = load_toml("duty.toml")["table"]["conclusion"]
    return leader and span(row).holds_on(on)


def _rows(name: str, on: datetime.date) -> list[Mapping[str, Any]]:
    table = load_toml("duty.toml")["table"][name]
    return [row for row in table if span(row).holds_on(on)]


def _rule(row: Mapping[str, Any]) -> tuple[str, Mapping[str, str], Ground]:
    return row["code"], {"vi": row["vi"], "en": row["en"]}, ground(row)


def _notice_since() -> datetime.date:
    day: datetime.date = load_toml("duty.toml")["table"]["refusal_notice"]["since"]
    return day
