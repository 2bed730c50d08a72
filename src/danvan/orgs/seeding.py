"""The days of the calendar before any operator: the package, then the decisions."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import holidays

from danvan.core.data import load_toml
from danvan.orgs.models import DaySource, WorkingDay


def seed_days() -> list[WorkingDay]:
    """Return the days off and make-up days of the seeded years, not yet stored.

    The package `holidays` computes the public holidays; the decisions of
    core/data/calendar.toml are laid over them.
    """
    knowledge = load_toml("calendar.toml")
    seed = knowledge["seed"]
    days = {
        day.date: day
        for year in range(seed["first"], seed["last"] + 1)
        for day in public_holidays(year, confirmed=year <= seed["announced_to"])
    }
    for decision in knowledge["decision"]:
        days |= {day.date: day for day in _decided(decision)}
    return sorted(days.values(), key=lambda day: day.date)


def public_holidays(year: int, *, confirmed: bool) -> Iterator[WorkingDay]:
    """Yield the public holidays and swapped days of a year as the package has them."""
    table = holidays.country_holidays("VN", years=year, language="vi")
    for date, reason in table.items():
        yield _day(date, reason, working=False, confirmed=confirmed)
    for date in table.weekend_workdays:
        if date.year == year:
            yield _day(date, "Ngày làm việc bù", working=True, confirmed=confirmed)


def _day(date: datetime.date, reason: str, **values: bool) -> WorkingDay:
    return WorkingDay(date=date, reason=reason, source=DaySource.SEED, **values)


def _decided(decision: Mapping[str, Any]) -> Iterator[WorkingDay]:
    for working, dates in ((False, decision["off"]), (True, decision["work"])):
        for date in dates:
            yield WorkingDay(
                date=date,
                working=working,
                reason=decision["reason"],
                decision=decision["number"],
                source=DaySource.TOML,
                confirmed=decision["confirmed"],
            )
