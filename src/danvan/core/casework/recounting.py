"""Count a stored term again under a corrected calendar, and say what moved it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.deadlines import Deadline, reckon_for_now
from danvan.core.casework.rules import Said
from danvan.core.casework.term import Term

_OFF = {"off", "moved"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A day that is off now and was not, or the other way round; ``name`` of it."""

    day: datetime.date
    off: bool
    name: Said


@dataclass(frozen=True, slots=True)
class Recount:
    """What a correction does to one term: the due date before, the deadline now.

    ``days`` are the days that made the difference, ``why`` says it by language
    (empty where the due date stays).
    """

    before: datetime.date
    now: Deadline
    days: tuple[Changed, ...]
    why: Said

    @property
    def moved(self) -> int:
        """By how many calendar days the due date moves; 0: it stays."""
        return (self.now.due - self.before).days


def recompute(
    term: Term,
    calendar: WorkingCalendar,
    *,
    due: datetime.date,
    trace: Sequence[Mapping[str, Any]],
) -> Recount:
    """Count the term again; ``due`` and ``trace`` are what was stored of it.

    Raises DeadlineUnknown. Nothing is changed: the caller shows the preview.
    """
    now = reckon_for_now(term, calendar)
    days = tuple(_changed(trace, now.trace, term.start, due, now.due))
    return Recount(due, now, days, _why(due, now, days, trace))


def _changed(
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    start: datetime.date,
    *dues: datetime.date,
) -> Iterable[Changed]:
    """Yield the days that differ; past the nearer due date only one trace looks."""
    was, is_now = _days_off(old), _days_off(new)
    reach = min(abs(due - start) for due in dues)
    for day in sorted(was.keys() ^ is_now.keys()):
        if abs(day - start) <= reach:
            off = day in is_now
            yield Changed(day, off, is_now[day] if off else _name(new, day) or was[day])


def _days_off(trace: Iterable[Mapping[str, Any]]) -> dict[datetime.date, Said]:
    return {
        datetime.date.fromisoformat(line["day"]): line["name"]
        for line in trace
        if line["kind"] in _OFF
    }


def _name(trace: Iterable[Mapping[str, Any]], day: datetime.date) -> Said | None:
    made = (x for x in trace if x["kind"] == "makeup" and x["day"] == day.isoformat())
    return next((line["name"] for line in made), None)


def _why(
    due: datetime.date,
    now: Deadline,
    days: Sequence[Changed],
    old: Sequence[Mapping[str, Any]],
) -> Said:
    if now.due == due:
        return {"vi": "", "en": ""}
    vi = [f"ngày {d.day:%d/%m/%Y} nay {_state(d)['vi']} ({d.name['vi']})" for d in days]
    en = [f"{d.day:%d/%m/%Y} is now {_state(d)['en']} ({d.name['en']})" for d in days]
    if not days or _law(old) != _law(now.trace):
        vi.append("quy định về thời hạn đã được sửa")
        en.append("the rule of the term was corrected")
    head = f"{due:%d/%m/%Y} → {now.due:%d/%m/%Y}"
    return {"vi": f"{head}: {'; '.join(vi)}.", "en": f"{head}: {'; '.join(en)}."}


def _state(changed: Changed) -> Said:
    if changed.off:
        return {"vi": "là ngày nghỉ", "en": "a day off"}
    return {"vi": "là ngày làm việc", "en": "worked"}


def _law(trace: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    head = next((line for line in trace if line["kind"] == "rule"), {})
    return tuple(head.get(name) for name in ("code", "days", "unit"))
