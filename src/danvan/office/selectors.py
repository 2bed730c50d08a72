"""What a member of staff finds when he comes in, and when he searches."""

import datetime
from collections.abc import Sequence

from danvan.accounts.rights import Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.desk import Item
from danvan.core.text.fold import fold
from danvan.office.desks import DESKS
from danvan.orgs.selectors import working_calendar

MOST_OF_A_DESK = 20  # what a desk shows of what it found
SHORTEST = 2  # folded characters; fewer find everything


def due(viewer: Viewer) -> list[Item]:
    """Collect what is due from all desks, the earliest first; undated things last."""
    found = [item for desk in DESKS for item in desk.due(viewer)]
    return sorted(found, key=lambda item: (item.due or datetime.date.max, item.title))


def calendar_for(
    items: Sequence[Item], *, today: datetime.date
) -> WorkingCalendar | None:
    """Return the calendar when it knows all these days; None: count plain days."""
    calendar = working_calendar()
    days = [today, *(item.due for item in items if item.due)]
    return calendar if all(day.year in calendar.known for day in days) else None


def search(viewer: Viewer, q: str) -> Sequence[Item]:
    """Ask all desks; ``q`` is folded, so diacritics and tone places do not matter.

    Nothing for fewer than two letters.
    """
    words = fold(q.replace("\0", ""))
    if len(words) < SHORTEST:
        return ()
    return [item for desk in DESKS for item in desk.search(viewer, words)]
