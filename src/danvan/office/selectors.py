"""What a member of staff finds when he comes in, and when he searches."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.accounts.rights import Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.desk import Item
from danvan.core.text.fold import fold
from danvan.office.desks import DESKS
from danvan.orgs.selectors import working_calendar

SHORTEST = 2  # folded characters; fewer find everything


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, the earliest first, and how much of it by when."""

    items: tuple[Item, ...]
    late: int
    today: int
    week: int


def due(viewer: Viewer, *, today: datetime.date) -> Due:
    """Collect what is due from all desks; things without a date come last."""
    found = [item for desk in DESKS for item in desk.due(viewer)]
    found.sort(key=lambda item: (item.due or datetime.date.max, item.title))
    days = [item.due for item in found if item.due]
    week = today + datetime.timedelta(days=7)
    return Due(
        items=tuple(found),
        late=sum(day < today for day in days),
        today=sum(day == today for day in days),
        week=sum(today < day <= week for day in days),
    )


def calendar_for(due: Due, *, today: datetime.date) -> WorkingCalendar | None:
    """Return the calendar when it knows all these days; None: count plain days."""
    calendar = working_calendar()
    days = [today, *(item.due for item in due.items if item.due)]
    return calendar if all(day.year in calendar.known for day in days) else None


def search(viewer: Viewer, q: str) -> Sequence[Item]:
    """Ask all desks; ``q`` is folded, so diacritics and tone places do not matter.

    Nothing for fewer than two letters.
    """
    words = fold(q.replace("\0", ""))
    if len(words) < SHORTEST:
        return ()
    return [item for desk in DESKS for item in desk.search(viewer, words)]
