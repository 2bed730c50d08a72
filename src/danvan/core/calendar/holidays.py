"""The days off of the years we know, by name (`core/data/holidays.toml`).

An office counts with its own table (`orgs.selectors.working_calendar`); this is
what the days of that table are called, and the calendar of everybody else.
"""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from danvan.core.calendar.working_days import Said, WorkingCalendar
from danvan.core.data import load_toml

_Day = tuple[datetime.date, Said]


@cache
def known() -> WorkingCalendar:
    """Return the calendar of all years in the data, each day named.

    >>> known().name_of(datetime.date(2026, 2, 17))["vi"]
    'Tết Nguyên đán'
    """
    years = _years()
    off = dict(day for year in years for day in _off(year))
    work = dict(day for year in years for day in _work(year))
    numbers = [year["year"] for year in years]
    return WorkingCalendar(
        holidays=frozenset(off),
        makeup=frozenset(work),
        known=range(min(numbers), max(numbers) + 1),
        names=off | work,
    )


def confirmed_years() -> frozenset[int]:
    """Return the years whose notices were read; the others may still change."""
    return frozenset(year["year"] for year in _years() if year["confirmed"])


def names_for(
    off: Mapping[datetime.date, str], work: Mapping[datetime.date, str]
) -> Mapping[datetime.date, Said]:
    """Return names for an office's table: days off and make-up days with their reasons.

    A day that is the same in our data keeps our name for it in both languages; for
    any other the office's Vietnamese reason serves in both.
    """
    ours = known()
    return _named(off, ours.holidays) | _named(work, ours.makeup)


def _named(
    reasons: Mapping[datetime.date, str], same: frozenset[datetime.date]
) -> dict[datetime.date, Said]:
    names = known().names
    return {
        day: names[day] if day in same else {"vi": reason, "en": reason}
        for day, reason in reasons.items()
    }


def _years() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load_toml("holidays.toml")["year"]
    return found


def _names() -> Mapping[str, Said]:
    found: Mapping[str, Said] = load_toml("holidays.toml")["names"]
    return found


def _off(year: Mapping[str, Any]) -> Iterator[_Day]:
    names = _names()
    for holiday in names.keys() & year.keys() - {"lieu"}:
        for day in year[holiday]:
            yield day, names[holiday]
    for given in year.get("lieu", ()):
        yield given["day"], _in_lieu(names[given["of"]], names["lieu"])
    for swap in year.get("swaps", ()):
        yield swap["off"], _dated(names["swapped"], swap["work"])


def _work(year: Mapping[str, Any]) -> Iterator[_Day]:
    for swap in year.get("swaps", ()):
        yield swap["work"], _dated(_names()["makeup"], swap["off"])


def _in_lieu(holiday: Said, lieu: Said) -> Said:
    return {
        "vi": f"{lieu['vi']} {holiday['vi']}",
        "en": f"{lieu['en']} of {holiday['en']}",
    }


def _dated(said: Said, day: datetime.date) -> Said:
    return {language: f"{word} {day:%d/%m/%Y}" for language, word in said.items()}
