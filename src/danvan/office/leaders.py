"""What a leader looks at: what is late, where it gets worse, what waits for a signature.

Numbers by unit, of letters and of the sheets that units owe; no letter and no person.
"""

import datetime
import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from danvan.accounts.rights import Right, Viewer
from danvan.core.indicators import closing
from danvan.indicators import gather_frame, owing, rungs
from danvan.indicators.models import Stage
from danvan.indicators.owing import Owed
from danvan.office.models import Urging
from danvan.orgs.models import Unit
from danvan.petitions import overview as letters
from danvan.petitions.overview import Overview

MONTHS = 6  # that a trend goes back


@dataclass(frozen=True)
class Row:
    """One unit: what is late today and was a month ago, crowds, repeated matters.

    ``urged`` is the day it was last urged on, of the last month. ``trend`` are its
    late letters at each of the days looked at, ``sheets`` the rows that are late.
    """

    unit: Unit
    trend: Sequence[int]
    sheets: Sequence[Owed]
    groups: int
    repeated: int
    urged: datetime.date | None

    @property
    def late(self) -> int:
        """Letters past their term."""
        return self.trend[-1]

    @property
    def before(self) -> int:
        """Letters past their term a month ago."""
        return self.trend[-2]

    @property
    def worse(self) -> int:
        """How many more than a month ago."""
        return self.late - self.before

    @property
    def is_late(self) -> bool:
        """Whether anything is late."""
        return bool(self.late or self.sheets)


@dataclass(frozen=True)
class Board:
    """A place as its leader sees it: its units with their numbers."""

    place: Unit
    today: datetime.date
    days: Sequence[datetime.date]
    rows: Sequence[Row]
    sheets_late: Sequence[int]  # on each day
    ended: Sequence[int]  # terms, in each month
    met: Sequence[int]  # of them by their day
    grouped: Sequence[int]  # letters of groups received, in each month
    waiting: Sequence[Owed] = field(default=())  # sent up, not approved

    @cached_property
    def late(self) -> list[Row]:
        """The units with something late: the most late letters first, then sheets."""
        found = [row for row in self.rows if row.is_late]
        return sorted(found, key=lambda r: (-r.late, -len(r.sheets)))

    @cached_property
    def worse(self) -> list[Row]:
        """The units in which more is late than a month ago, the worst first."""
        found = [row for row in self.rows if row.worse > 0]
        return sorted(found, key=lambda row: -row.worse)[:5]

    @cached_property
    def hot(self) -> list[Row]:
        """The units with letters of groups or repeated matters, the most first."""
        found = [row for row in self.rows if row.groups or row.repeated]
        return sorted(found, key=lambda row: -(row.groups + row.repeated))[:5]

    def letters_late(self) -> list[int]:
        """Return the late letters of all units on each day."""
        return [sum(row.trend[n] for row in self.rows) for n in range(len(self.days))]

    def row(self, unit_id: int) -> Row:
        """Return the row of a unit; raises KeyError where the place has it not."""
        return {row.unit.pk: row for row in self.rows}[unit_id]


def places(viewer: Viewer) -> list[Unit]:
    """Return the places whose leaders' page the viewer reads; a query."""
    return gather_frame.places(viewer, Right.LEADERS_READ)


def board(viewer: Viewer, place: Unit, today: datetime.date) -> Board:
    """Return the board of a place of the viewer's; ten queries over data.

    Raises Unit.DoesNotExist for a place that is not among `places`.
    """
    if place.pk not in {unit.pk for unit in places(viewer)}:
        raise Unit.DoesNotExist
    units = _units(place, today)
    days, spans = _days(today), _months(today)
    seen = letters.overview([unit.pk for unit in units], days, spans)
    owed = owing.owed(units, today)
    urged = _urged(units, today)
    return Board(
        place=place,
        today=today,
        days=days,
        rows=[_row(unit, seen, owed, urged, today) for unit in units],
        sheets_late=[sum(_late(one, day) for one in owed) for day in days],
        ended=_sums(seen.ended, len(spans)),
        met=_sums(seen.met, len(spans)),
        grouped=_sums(seen.grouped, len(spans)),
        waiting=[
            one for one in owed if one.stage == Stage.SENT and one.unit.pk != place.pk
        ],
    )


def _units(place: Unit, today: datetime.date) -> list[Unit]:
    """Return the place and what stands in it, but vertical bodies; one query."""
    below = rungs.below([place]).as_of(today).exclude(kind__in=rungs.BESIDE)
    return [place, *below.select_related("parent__parent")]


def _row(
    unit: Unit,
    seen: Overview,
    owed: Collection[Owed],
    urged: Mapping[int, datetime.date],
    today: datetime.date,
) -> Row:
    return Row(
        unit=unit,
        trend=seen.late.get(unit.pk, [0] * MONTHS),
        sheets=[o for o in owed if o.unit.pk == unit.pk and _late(o, today)],
        groups=seen.groups.get(unit.pk, 0),
        repeated=seen.repeated.get(unit.pk, 0),
        urged=urged.get(unit.pk),
    )


def _late(one: Owed, day: datetime.date) -> bool:
    """Say whether a sheet was due before ``day`` and had not been sent by then."""
    if closing.days_late(one.due, day) <= 0:
        return False
    sent = one.submission.sent_at if one.submission and one.is_in else None
    return sent is None or closing.day_of(sent) > day


def _urged(units: Collection[Unit], today: datetime.date) -> dict[int, datetime.date]:
    since = today - datetime.timedelta(days=31)
    found = Urging.objects.filter(unit__in=units, on__gte=since).order_by("on")
    return dict(found.values_list("unit", "on"))


def _sums(by_unit: Mapping[int, Sequence[int]], length: int) -> list[int]:
    return [sum(row[n] for row in by_unit.values()) for n in range(length)]


def _days(today: datetime.date) -> list[datetime.date]:
    """Return the same day of the last months, today last.

    >>> [f"{day:%d/%m}" for day in _days(datetime.date(2026, 3, 31))]
    ['31/10', '30/11', '31/12', '31/01', '28/02', '31/03']
    """
    return [_back(today, n) for n in range(MONTHS - 1, -1, -1)]


def _months(today: datetime.date) -> list[letters.Span]:
    """Return the spans between those days, each with its last day."""
    days = [_back(today, n) for n in range(MONTHS, -1, -1)]
    day = datetime.timedelta(days=1)
    return [(before + day, after) for before, after in itertools.pairwise(days)]


def _back(today: datetime.date, months: int) -> datetime.date:
    number = today.year * 12 + today.month - 1 - months
    year, month = divmod(number, 12)
    after = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = after - datetime.timedelta(days=1)
    return last.replace(day=min(today.day, last.day))
