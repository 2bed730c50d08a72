"""Reads over what units owe: reckoned from units and periods, never from rows.

What has come in stands beside what is expected; nobody reporting changes nothing in
what is owed.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import approval, chains, closing
from danvan.core.indicators.chains import Sheet
from danvan.core.indicators.closing import Exempt, Window
from danvan.indicators import assigning, rungs
from danvan.indicators.models import (
    Action,
    DueDay,
    Line,
    LockException,
    PublicTimeliness,
    Stage,
    Step,
    Submission,
)
from danvan.orgs.models import Unit

# With the level above, or done: what counts as received.
RECEIVED: Final = frozenset({Stage.SENT, Stage.APPROVED, Stage.LOCKED})
APPROVED: Final = frozenset({Stage.APPROVED, Stage.LOCKED})
# How far back a unit is asked for what it never sent.
_BACK = datetime.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Owed:
    """One sheet a unit owes for a period, with what there is of it.

    ``due`` and ``closes`` are empty where nobody set a day; ``exempt`` is the last day
    on which the unit may still send although the window is over.
    """

    unit: Unit
    sheet: Sheet
    period: Period
    due: datetime.date | None
    closes: datetime.date | None
    submission: Submission | None
    exempt: datetime.date | None = None

    @property
    def stage(self) -> str:
        """How far it is; open where there is no row yet."""
        return self.submission.stage if self.submission else Stage.OPEN

    @property
    def is_in(self) -> bool:
        """Whether the level above has it."""
        return self.stage in RECEIVED

    def late_on(self, day: datetime.date) -> bool:
        """Say whether it is not in on ``day`` although its due day has passed."""
        return not self.is_in and closing.days_late(self.due, day) > 0

    @property
    def came_late(self) -> bool:
        """Whether it is in, but was sent after its due day."""
        row = self.submission
        return (
            row is not None
            and self.is_in
            and row.sent_at is not None
            and not closing.on_time(row.sent_at, row.due or self.due)
        )


@dataclass(frozen=True)
class Rates:
    """What a place expected of a sheet for a period and what it has.

    ``late`` are the units whose sheet is not in after its due day; ``owed`` all rows.
    """

    owed: Sequence[Owed]
    complete: int
    late: Sequence[Unit]

    @property
    def expected(self) -> int:
        """How many units owe the sheet."""
        return len(self.owed)

    @cached_property
    def received(self) -> int:
        """How many units' sheets are in."""
        return sum(o.is_in for o in self.owed)

    @cached_property
    def on_time(self) -> int:
        """How many are in and were sent by the end of their due day."""
        return sum(o.is_in and not o.came_late for o in self.owed)

    @property
    def approved(self) -> int:
        """How many are approved."""
        return sum(o.stage in APPROVED for o in self.owed)

    @property
    def waiting(self) -> bool:
        """Whether some are not approved yet."""
        return self.approved < self.expected


def reach(viewer: Viewer) -> frozenset[int]:
    """Return the ids of the units whose submissions the viewer reads; a query at most.

    Said in the database too (``indicators_reach``).
    """
    own, above = viewer.units(Right.FORMS_READ), viewer.units(Right.FORMS_BELOW)
    if not above:
        return own
    whole = sorted(viewer.units(Right.FORMS_PLACE))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indicators_below(%s::bigint[], %s::bigint[])",
            [sorted(above), whole],
        )
        return own | set(cursor.fetchone()[0])


def fillable(viewer: Viewer) -> list[Unit]:
    """Return the units whose sheets the viewer compiles; three queries at most.

    Those with the right to fill, and the places of those with the right to add up.
    """
    own = viewer.units(Right.FORMS_FILL)
    seats = Unit.objects.filter(pk__in=own | viewer.units(Right.FORMS_SUM))
    seats = seats.select_related("parent__parent__parent")
    sums = viewer.units(Right.FORMS_SUM)
    found = {unit.pk: unit for unit in seats if unit.pk in own}
    for unit in seats:
        if unit.pk in sums:
            place = rungs.place_of(unit)
            found.setdefault(place.pk, place)
    return list(found.values())


def owed_by(unit: Unit, day: datetime.date) -> list[Owed]:
    """Return what a unit owes on a day: periods begun, and ended in the last year.

    The period that ends last comes first. Four queries.
    """
    return owed([unit], day)


def owed(units: Sequence[Unit], day: datetime.date) -> list[Owed]:
    """Return what several units owe on a day, each as `owed_by` does; four queries."""
    wanted = [
        (unit, sheet, period)
        for sheet in chains.sheets()
        for period in _periods(sheet, day)
        for unit in units
        if rungs.owes(unit, sheet, period)
    ]
    found = _filled_in(assigning.asked(wanted))
    return sorted(found, key=lambda o: (o.period.end, o.sheet.id), reverse=True)


def _periods(sheet: Sheet, day: datetime.date) -> list[Period]:
    begun = periods.ending_up_to(sheet.chain, day, years=2)
    return [p for p in begun if p.end >= day - _BACK and sheet.owed_for(p)]


def of(unit: Unit, sheet: Sheet, period: Period) -> Owed:
    """Return one sheet of a unit for a period, owed or not; five queries at most."""
    return _filled_in([(unit, sheet, period)])[0]


def of_place(place: Unit, sheet: Sheet, period: Period) -> list[Owed]:
    """Return what each unit that owes it has of a sheet; six queries."""
    units = rungs.expected(place, sheet, period)
    return _filled_in(assigning.asked([(unit, sheet, period) for unit in units]))


def over(place: Unit, sheet: Sheet, several: Sequence[Period]) -> list[Owed]:
    """Return what each unit that owes it has of a sheet, over periods.

    Two queries for each period, and five.
    """
    wanted = [
        (unit, sheet, period)
        for period in several
        for unit in rungs.expected(place, sheet, period)
    ]
    return _filled_in(assigning.asked(wanted))


def rates(
    place: Unit, sheet: Sheet, period: Period, day: datetime.date | None = None
) -> Rates:
    """Return what a place expected and has, and who is late on ``day`` (today).

    Seven queries at most, however many units. Reads what the connection may see: a unit's
    own eyes see only its own row as received.
    """
    rows = of_place(place, sheet, period)
    today = day or timezone.localdate()
    came = [o.submission for o in rows if o.submission and o.is_in]
    whole = complete(came, sheet)
    late = [o.unit for o in rows if o.late_on(today)]
    return Rates(owed=rows, complete=len(whole), late=late)


def complete(submissions: Iterable[Submission], sheet: Sheet) -> frozenset[object]:
    """Return the ids of those whose last signing says something of every code.

    Of those still asked for in their period: a number, "không phát sinh", or a note
    that says why there is none. One query for each list of codes, mostly one.
    """
    groups: dict[tuple[str, ...], list[object]] = {}
    for row in submissions:
        codes = sheet.codes_for(row.period.known)
        groups.setdefault(codes, []).append(row.pk)
    return frozenset(pk for codes, rows in groups.items() for pk in _whole(rows, codes))


def _whole(rows: Sequence[object], codes: Sequence[str]) -> list[object]:
    signings = Step.objects.filter(submission__in=rows, action=Action.SIGN)
    last = signings.order_by().values("submission").annotate(last=Max("id"))
    said = Q(amount__isnull=False) | Q(nothing=True) | ~Q(note="")
    counted = (
        Line.objects.filter(said, step__in=last.values("last"), code__in=codes)
        .order_by()
        .values("step__submission")
        .annotate(said=Count("code"))
    )
    return [row["step__submission"] for row in counted if row["said"] == len(codes)]


def _filled_in(wanted: Sequence[tuple[Unit, Sheet, Period]]) -> list[Owed]:
    units = {unit.pk for unit, _, _ in wanted}
    keys = {period.key for _, _, period in wanted}
    rows = _rows(units, keys)
    asked = _due_days(wanted, keys)
    late = _exceptions(units, keys)
    found = []
    for unit, sheet, period in wanted:
        place = rungs.above(unit)
        key = (sheet.id, period.key)
        window = _window(unit, period, asked.get((place.pk if place else 0, *key)))
        exempt = late.get((unit.pk, *key), ())
        found.append(
            Owed(
                *(unit, sheet, period, window.due, window.closes),
                rows.get((unit.pk, *key)),
                max((e.until for e in exempt), default=None),
            )
        )
    return found


_Key = tuple[int, str, str]  # unit or place, sheet, period's key


def _rows(units: Collection[int], keys: Collection[str]) -> Mapping[_Key, Submission]:
    found = Submission.objects.filter(unit__in=units, period__key__in=keys)
    found = found.select_related("period")
    return {(row.unit_id, row.sheet, row.period.key): row for row in found}


def _due_days(
    wanted: Iterable[tuple[Unit, Sheet, Period]], keys: Collection[str]
) -> Mapping[_Key, DueDay]:
    places = {place.pk for unit, _, _ in wanted if (place := rungs.above(unit))}
    found = DueDay.objects.filter(place__in=places, period__key__in=keys)
    found = found.select_related("period").order_by("id")
    return {(row.place_id, row.sheet, row.period.key): row for row in found}


def _exceptions(
    units: Collection[int], keys: Collection[str]
) -> Mapping[_Key, list[Exempt]]:
    found: dict[_Key, list[Exempt]] = {}
    rows = LockException.objects.filter(unit__in=units, period__key__in=keys)
    for row in rows.select_related("period"):
        key = (row.unit_id, row.sheet, row.period.key)
        found.setdefault(key, []).append(Exempt(row.until, row.reason, row.by))
    return found


def _window(unit: Unit, period: Period, asked: DueDay | None) -> Window:
    due = period.due.get(rungs.rung(unit))
    if asked is None:
        return Window(period.start, due)
    return Window(period.start, asked.due, asked.closes)


def window(unit: Unit, sheet: Sheet, period: Period) -> Window:
    """Return when a unit may work on a sheet; three queries at most.

    The day its place asked for by decision, else the national one.
    """
    asked = _due_days([(unit, sheet, period)], {period.key})
    place = rungs.above(unit)
    key = (place.pk if place else 0, sheet.id, period.key)
    return _window(unit, period, asked.get(key))


def exceptions(unit: Unit, sheet: Sheet, period: Period) -> list[Exempt]:
    """Return until when the unit may send late, and why; one query."""
    found = _exceptions({unit.pk}, {period.key})
    return found.get((unit.pk, sheet.id, period.key), [])


def closed(
    unit: Unit,
    sheet: Sheet,
    period: Period,
    day: datetime.date,
    submission: Submission | None = None,
) -> closing.Closure | None:
    """Return why a unit's sheet takes no change on a day; None: it does."""
    stage = approval.Stage(submission.stage if submission else Stage.OPEN)
    return closing.closed(
        stage,
        window(unit, sheet, period),
        exceptions(unit, sheet, period),
        day,
    )


def timeliness_is_public(place: Unit, day: datetime.date) -> bool:
    """Say whether a place shows on ``day`` who was on time: by its decision only."""
    held = PublicTimeliness.objects.filter(place=place, since__lte=day)
    last = held.order_by("-since", "-id").values_list("public", flat=True).first()
    return bool(last)
