"""Write down who was on time, for places that decided to show it."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from danvan.accounts import scope
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import chains
from danvan.core.indicators.chains import Sheet
from danvan.indicators import owing
from danvan.indicators.models import PublicTimeliness
from danvan.indicators.owing import Owed
from danvan.orgs.models import Unit
from danvan.publishing.models import Timeliness

_BACK = 2  # years in which the last period of a sheet is looked for


@transaction.atomic
def write(*, today: datetime.date, now: datetime.datetime) -> int:
    """Bring up to date what places show on ``today``; return how many places do.

    What a place does not show any more is not kept here.
    """
    with scope.as_system("a place shows by its decision who was on time"):
        decided = PublicTimeliness.objects.order_by().values("place")
        places = Unit.objects.filter(pk__in=decided)
        shown = [p for p in places if owing.timeliness_is_public(p, today)]
        Timeliness.objects.exclude(place__in=shown).delete()
        for place in shown:
            body = [*_sheets(place, today)]
            Timeliness.objects.update_or_create(
                place=place, defaults={"body": body, "at": now}
            )
    return len(shown)


def _sheets(place: Unit, today: datetime.date) -> Iterator[dict[str, Any]]:
    for sheet in chains.sheets():
        period = _last(sheet, today)
        owed = owing.of_place(place, sheet, period) if period else []
        rows = [_row(one) for one in owed if one.due and one.due < today]
        if period and rows:
            yield {
                "sheet": sheet.id,
                "name": dict(sheet.name),
                "period": period.key,
                "units": sorted(rows, key=lambda row: str(row["name"])),
            }


def _last(sheet: Sheet, today: datetime.date) -> Period | None:
    """Return the period of a sheet that ended last before today and has a due day."""
    ended = periods.ending_up_to(sheet.chain, today, years=_BACK)
    found = [
        p for p in ended if sheet.owed_for(p) and p.due and min(p.due.values()) < today
    ]
    return max(found, key=lambda p: p.end, default=None)


def _row(owed: Owed) -> dict[str, Any]:
    sent = owed.submission.sent_at if owed.submission and owed.is_in else None
    state = "late" if owed.came_late else "on_time" if owed.is_in else "missing"
    return {
        "code": owed.unit.code,
        "name": owed.unit.name,
        "due": owed.due and owed.due.isoformat(),
        "sent": sent and sent.isoformat(),
        "state": state,
    }
