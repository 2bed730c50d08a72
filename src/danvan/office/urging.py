"""Urging a unit: said once a day, kept, and shown to the unit itself."""

import datetime

from django.db import transaction

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.office.leaders import Row
from danvan.office.models import Urging
from danvan.orgs.models import Unit


class NothingLate(Exception):
    """There is nothing to urge the unit to."""


class OwnPlace(Exception):
    """Nobody urges his own place by this page."""


@transaction.atomic
def urge(
    *, place: Unit, row: Row, by: Actor, now: datetime.datetime, today: datetime.date
) -> tuple[Urging, bool]:
    """Urge the unit of a row; return the urging of today, and whether it is new.

    Raises NothingLate, OwnPlace.
    """
    if row.unit.pk == place.pk:
        raise OwnPlace
    if not row.is_late:
        raise NothingLate
    urging, new = Urging.objects.get_or_create(
        unit=row.unit,
        on=today,
        defaults={
            "place": place,
            "letters": row.late,
            "sheets": len(row.sheets),
            "by": by.label,
            "at": now,
        },
    )
    if new:
        journal.write(
            by=by,
            action="leaders.urge",
            record=urging.record,
            changes={
                "unit": (None, row.unit.code),
                "petitions": (None, str(row.late)),
                "sheets": (None, str(len(row.sheets))),
            },
        )
    return urging, new
