"""A correction of the calendar: which running terms it moves, and moving them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.recounting import Recount, recompute
from danvan.journal import services as journal
from danvan.petitions import terms
from danvan.petitions.models import Deadline, Petition

_WHY = "a correction of the calendar is for the whole house"


@dataclass(frozen=True, slots=True)
class Moved:
    """One running term that a correction moves; no word of its petition."""

    number: str
    unit: str
    code: str
    recount: Recount


def preview(day: datetime.date, calendar: WorkingCalendar) -> Sequence[Moved]:
    """Return the running terms that move once ``calendar`` holds, soonest first.

    ``day`` is the day that is corrected: only terms that run over it are counted
    again. One query.
    """
    with scope.as_system(_WHY):
        return [
            Moved(row.petition.number, row.petition.unit.office_name, row.code, recount)
            for row, recount in _moving(day, calendar)
        ]


@transaction.atomic
def apply(
    *, day: datetime.date, calendar: WorkingCalendar, by: Actor, why: str = ""
) -> int:
    """Count the terms that run over ``day`` again; return how many moved.

    Each petition that moves gets a line in the journal; ``why`` is the number of
    the decision.
    """
    moved = 0
    with scope.as_system(_WHY):
        for row, recount in _moving(day, calendar, lock=True):
            terms.store(row, recount.now)
            due = terms.nearest(terms.running(row.petition))
            Petition.objects.filter(pk=row.petition_id).update(due=due)
            changes: dict[str, journal.Change] = {
                "due": (recount.before.isoformat(), row.due.isoformat())
            }
            journal.write(
                by=by,
                action="petition.recount",
                record=row.petition.record,
                changes=changes,
                why=why,
            )
            moved += 1
    return moved


def _moving(
    day: datetime.date, calendar: WorkingCalendar, *, lock: bool = False
) -> Iterator[tuple[Deadline, Recount]]:
    rows = Deadline.objects.filter(
        ended_on__isnull=True, start__lt=day, due__gte=day
    ).select_related("petition__unit")
    if lock:
        rows = rows.select_for_update(of=("self", "petition"))
    for row in rows.order_by("due", "pk"):
        recount = recompute(terms.of(row), calendar, due=row.due, trace=row.trace)
        if recount.moved:
            yield row, recount
