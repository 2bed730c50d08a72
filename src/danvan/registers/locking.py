"""Close periods and open them again; say what is closed."""

import datetime
import uuid
from collections.abc import Collection

from django.db import connection, transaction

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.registers.errors import PeriodLocked
from danvan.registers.models import Lock

_TURN = "registers_lock"


def locks(
    kind: str, unit: Unit, first: datetime.date, last: datetime.date
) -> list[Lock]:
    """Return the locks that hold in a unit's book between two days; one query."""
    sql = "SELECT * FROM registers_locks(%s, %s, %s, %s)"
    return list(Lock.objects.raw(sql, [kind, unit.pk, first, last]))


def refuse_locked(kind: str, unit: Unit, days: Collection[datetime.date]) -> None:
    """Raise PeriodLocked where a day is closed; no lock comes between until commit."""
    with connection.cursor() as cursor:
        sql = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
        cursor.execute(sql, [_TURN])
    for found in locks(kind, unit, min(days), max(days)):
        if any(found.start <= day <= found.end for day in days):
            raise PeriodLocked(found)


@transaction.atomic
def lock(
    *,
    unit: Unit,
    below: bool,
    kind: str,
    start: datetime.date,
    end: datetime.date,
    reason: str,
    by: Actor,
    now: datetime.datetime,
) -> Lock:
    """Close the days of a book (``kind`` empty: of all), here or in the units below.

    What is written meanwhile is finished first.
    """
    with connection.cursor() as cursor:
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(sql, [_TURN])
    made = Lock.objects.create(
        unit=unit,
        below=below,
        kind=kind,
        start=start,
        end=end,
        reason=reason.strip(),
        made_at=now,
        actor_label=by.label,
    )
    journal.write(
        by=by,
        action="registers.lock",
        record=made.record,
        changes={
            "unit": (None, unit.code),
            "below": (None, str(below).lower()),
            "kind": (None, kind or "all"),
            "start": (None, start.isoformat()),
            "end": (None, end.isoformat()),
            "reason": journal.CHANGED,
        },
    )
    return made


@transaction.atomic
def unlock(*, lock: uuid.UUID, reason: str, by: Actor, now: datetime.datetime) -> Lock:
    """Lift a lock; lifted already, it stays as it was."""
    found = Lock.objects.select_for_update().get(pk=lock)
    if found.lifted_at is not None:
        return found
    found.lifted_at, found.lifted_by = now, by.label
    found.lift_reason = reason.strip()
    found.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    journal.write(
        by=by,
        action="registers.unlock",
        record=found.record,
        changes={"reason": journal.CHANGED},
    )
    return found
