"""Walk the days of a term, and write down what became of each.

Civil Code 2015, article 147.2: the day of the event is not counted. Article
148.5: a term in calendar days that ends on a day off ends with the working day
that follows. A line of a trace is a mapping of JSON values with a ``kind``; the
lines stand in the order of the walk, so those of a term before a day run back:

- counted (from, to, days) and makeup (day, days, name): these days make the length;
- off (day, why, name): a Saturday, Sunday or holiday left out of working days;
- paused (from, to, pause, name, days, act, article): time that does not count;
- moved (day, why, name): a day off over which the end moves on (back: earlier).
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.rules import Rule, Said, pause_rule
from danvan.core.casework.term import Pause, Term

Line = Mapping[str, Any]
_DAY = datetime.timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_WEEKEND: Mapping[int, tuple[str, Said]] = {
    _SATURDAY: ("saturday", {"vi": "thứ bảy", "en": "Saturday"}),
    _SUNDAY: ("sunday", {"vi": "chủ nhật", "en": "Sunday"}),
}
_HOLIDAY: Said = {"vi": "ngày nghỉ lễ", "en": "public holiday"}
_STOPPED: Said = {"vi": "dừng", "en": "time out"}
_MAKEUP: Said = {"vi": "ngày làm bù", "en": "make-up working day"}


@dataclass(frozen=True, slots=True)
class Count:
    """Where a term ends: its ``last`` day, and the day it is ``due`` after moving.

    ``left`` is how many days are still to run where the clock stands.
    """

    last: datetime.date
    due: datetime.date
    left: int
    lines: tuple[Line, ...]


def forward(rule: Rule, term: Term, days: int, calendar: WorkingCalendar) -> Count:
    """Count ``days`` from the day after ``term.start``; CalendarUnknown."""
    lines: list[dict[str, Any]] = []
    day, left = term.start, days
    while left and not _stands(term, day + _DAY):
        day += _DAY
        if pause := next((p for p in term.pauses if p.covers(day)), None):
            _add_paused(lines, pause, day, rule)
        else:
            left -= _take(lines, day, calendar, working=rule.working)
    if rule.working or left:
        return Count(day, day, left, _told(lines))
    due = _moved(lines, day, calendar, step=_DAY)
    for pause in term.pauses:  # begun on the days off over which the end moves on
        if pause.until and day < pause.first <= due < pause.until:
            stood = (pause.until - pause.first).days
            lines.append(_paused(pause, rule, pause.first, stood))
            due = _moved(lines, pause.until, calendar, step=_DAY)
    return Count(day, due, 0, _told(lines))


def backward(rule: Rule, term: Term, days: int, calendar: WorkingCalendar) -> Count:
    """Count ``days`` back from the day before ``term.start``; CalendarUnknown.

    The latest day is no day off: it moves back, for moving on would leave less
    than the law's minimum.
    """
    lines: list[dict[str, Any]] = []
    day, left = term.start, days
    while left:
        day -= _DAY
        left -= _take(lines, day, calendar, working=rule.working)
    due = _moved(lines, day, calendar, step=-_DAY)
    return Count(day, due, 0, _told(lines))


def _told(lines: list[dict[str, Any]]) -> tuple[Line, ...]:
    """Write the days as JSON has them."""
    return tuple({name: _plain(value) for name, value in x.items()} for x in lines)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def total(lines: Iterable[Line]) -> int:
    """Return how many days a trace counts: the length of its term."""
    return sum(x["days"] for x in lines if x["kind"] in {"counted", "makeup"})


def _stands(term: Term, day: datetime.date) -> bool:
    return term.stopped is not None and day >= term.stopped


def _take(
    lines: list[dict[str, Any]],
    day: datetime.date,
    calendar: WorkingCalendar,
    *,
    working: bool,
) -> bool:
    """Write the day down and say whether it counts."""
    if working and not calendar.is_working(day):
        lines.append({"kind": "off", "day": day, **_why(day, calendar)})
        return False
    if working and day.weekday() >= _SATURDAY:
        name = dict(calendar.name_of(day) or _MAKEUP)
        lines.append({"kind": "makeup", "day": day, "days": 1, "name": name})
    else:
        _add_counted(lines, day)
    return True


def _add_counted(lines: list[dict[str, Any]], day: datetime.date) -> None:
    if not (lines and lines[-1]["kind"] == "counted"):
        lines.append({"kind": "counted", "from": day, "to": day, "days": 0})
    run = lines[-1]
    run["days"] += 1
    run["to" if day > run["from"] else "from"] = day  # a walk back moves the first


def _add_paused(
    lines: list[dict[str, Any]], pause: Pause, day: datetime.date, rule: Rule
) -> None:
    if lines and lines[-1]["kind"] == "paused" and lines[-1]["pause"] == pause.kind:
        lines[-1].update({"to": day, "days": lines[-1]["days"] + 1})
    else:
        lines.append(_paused(pause, rule, day, 1))


def _paused(
    pause: Pause, rule: Rule, first: datetime.date, days: int
) -> dict[str, Any]:
    law = pause_rule(pause.kind, rule.code, pause.first)
    last = first + (days - 1) * _DAY
    return {
        "kind": "paused",
        "pause": pause.kind,
        "name": dict(law.name if law else _STOPPED),
        "from": first,
        "to": last,
        "days": days,
        "act": law.act if law else "",
        "article": law.article if law else "",
    }


def _moved(
    lines: list[dict[str, Any]],
    day: datetime.date,
    calendar: WorkingCalendar,
    *,
    step: datetime.timedelta,
) -> datetime.date:
    while not calendar.is_working(day):
        lines.append({"kind": "moved", "day": day, **_why(day, calendar)})
        day += step
    return day


def _why(day: datetime.date, calendar: WorkingCalendar) -> dict[str, Any]:
    if day in calendar.holidays or day.weekday() not in _WEEKEND:
        name = calendar.name_of(day) or _HOLIDAY
        return {"why": "holiday", "name": dict(name)}
    why, said = _WEEKEND[day.weekday()]
    return {"why": why, "name": dict(said)}
