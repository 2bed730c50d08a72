"""What the pages of gathering are about: a place, a sheet and a period."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone

from danvan.accounts.permissions import viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import chains
from danvan.core.indicators.chains import Sheet
from danvan.indicators import gather_units, labels, rungs
from danvan.indicators.gather_units import Expected
from danvan.orgs.models import Kind, Level, Unit

_BACK = 2  # years of periods that are offered
_FIRST = "inspectorate"  # the sheet that is shown where none was chosen


@dataclass(frozen=True)
class Frame:
    """The choice that was made, and what else there is to choose."""

    place: Unit
    places: Sequence[Unit]
    sheet: Sheet
    sheets: Sequence[Sheet]
    period: Period
    periods: Sequence[Period]

    @cached_property
    def expected(self) -> Expected:
        """Who owes the sheet; three queries."""
        return gather_units.expected(self.place, self.sheet, self.period)

    @property
    def key(self) -> str:
        """Which place, sheet and period it is, in one word."""
        return f"{self.place.code}/{self.sheet.id}/{self.period.key}"

    @property
    def query(self) -> str:
        """The choice as the part of an address after the question mark."""
        return urlencode(
            {
                "place": self.place.pk,
                "sheet": self.sheet.id,
                "period": self.period.key,
            }
        )

    def context(self) -> dict[str, object]:
        """Return what every page says of the choice, and offers beside it."""
        return {
            "chosen": self,
            "query": self.query,
            "place": self.place,
            # As text: a number would be written with its thousands parted.
            "place_key": str(self.place.pk),
            "places": [(str(unit.pk), unit.name) for unit in self.places],
            "sheets": [(one.id, labels.say(one.name)) for one in self.sheets],
            "sheet_name": labels.say(self.sheet.name),
            "periods": [(p.key, labels.period_name(p)) for p in self.periods],
            "period_name": labels.period_name(self.period),
            "days": labels.period_days(self.period),
        }


def places(viewer: Viewer, right: Right) -> list[Unit]:
    """Return the places of the units in which the viewer holds a right, by name."""
    seats = Unit.objects.filter(pk__in=viewer.units(right))
    seats = seats.select_related("parent__parent__parent")
    whole = viewer.units(Right.FORMS_PLACE)
    speak = (unit for unit in seats if rungs.speaks_for_place(unit, unit.pk in whole))
    found = {place.pk: place for place in map(rungs.place_of, speak)}
    return sorted(found.values(), key=lambda unit: unit.name)


def frame(request: HttpRequest, right: Right) -> Frame:
    """Return what the address asks for; 404 for what is not the viewer's or is not.

    Without a choice: the first place, the inspectorate's sheet, the period that ended last.
    """
    said = request.GET
    open_to = places(viewer_of(request), right)
    place = _place(open_to, said.get("place", ""))
    sheets = _sheets_below(place)
    ids = [one.id for one in sheets]
    asked = said.get("sheet") or (_FIRST if _FIRST in ids else ids[0])
    sheet = next((one for one in sheets if one.id == asked), None)
    if sheet is None:
        raise Http404
    today = timezone.localdate()
    offered = offered_periods(sheet, today)
    period = _period(offered, sheet, said.get("period", ""), today)
    return Frame(place, open_to, sheet, sheets, period, offered)


def _sheets_below(place: Unit) -> list[Sheet]:
    """Return the sheets that units below a place may owe; all where none do."""
    found = [
        one
        for one in chains.sheets()
        if Level.COMMUNE in one.levels or Kind.DEPARTMENT in one.unit_kinds
    ]
    return found if place.level == Level.PROVINCE else list(chains.sheets())


def _place(open_to: Sequence[Unit], said: str) -> Unit:
    if not said and open_to:
        return open_to[0]
    for unit in open_to:
        if str(unit.pk) == said:
            return unit
    raise Http404


def offered_periods(sheet: Sheet, today: datetime.date) -> list[Period]:
    """Return the periods the sheet is owed for that have begun, the last first."""
    begun = periods.ending_up_to(sheet.chain, today, _BACK)
    return [period for period in begun if sheet.owed_for(period)]


def _period(
    offered: Sequence[Period], sheet: Sheet, said: str, today: datetime.date
) -> Period:
    """Return the period an address names; one of another chain gives way to the last."""
    try:
        asked = periods.by_key(said) if said else None
    except periods.NoSuchPeriod:
        raise Http404 from None
    if asked is not None and asked.start > today:
        raise Http404
    if asked is not None and sheet.owed_for(asked):
        return asked
    ended = (period for period in offered if period.end <= today)
    found = next(ended, None) or next(iter(offered), None)
    if found is None:
        raise Http404
    return found
