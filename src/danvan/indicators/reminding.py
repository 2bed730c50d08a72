"""Reminders of what units owe, written down once; and when timeliness is public."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from danvan.accounts.models import Membership
from danvan.core.actor import Actor, system
from danvan.core.indicators import reminders
from danvan.indicators import owing, rungs, spans
from danvan.indicators.errors import BadDays, NoReason
from danvan.indicators.models import PublicTimeliness, Reminder
from danvan.indicators.owing import Owed
from danvan.journal import services as journal
from danvan.orgs.models import Kind, Level, Unit


def remind(*, today: datetime.date, now: datetime.datetime) -> int:
    """Remind every unit of what it owes and has not sent; return how many reminders.

    Each kind is written once for a unit, sheet and period, whatever day it is run on
    and however often. A place at a time, so that a failure costs one place only.
    """
    return sum(_remind(place, today, now) for place in _places(today))


def _places(today: datetime.date) -> list[Unit]:
    """Return the provinces in which somebody works with this system."""
    seats = Membership.objects.on(today)
    units = Unit.objects.filter(pk__in=seats.values("unit"))
    found = {}
    for unit in units.select_related("parent__parent__parent"):
        place: Unit | None = rungs.place_of(unit)
        while place is not None and place.level != Level.PROVINCE:
            place = place.parent
        if place is not None and place.kind == Kind.TERRITORY:
            found[place.pk] = place
    return [found[pk] for pk in sorted(found)]


@transaction.atomic
def _remind(place: Unit, today: datetime.date, now: datetime.datetime) -> int:
    waiting = [
        (o, kind)
        for o in _owed_in(place, today)
        if not o.is_in and o.due and (kind := reminders.reached(o.due, today))
    ]
    known = _known(o for o, _kind in waiting)
    fresh = [(o, kind) for o, kind in waiting if _key(o, kind) not in known]
    periods = {o.period.key: o.period for o, _kind in fresh}
    rows = {key: spans.used(period) for key, period in periods.items()}
    made = Reminder.objects.bulk_create(
        [
            Reminder(
                unit=o.unit,
                sheet=o.sheet.id,
                period=rows[o.period.key],
                kind=kind,
                due=o.due,
                at=now,
            )
            for o, kind in fresh
            if o.due
        ],
        ignore_conflicts=True,
    )
    if made:
        journal.write(
            by=system(place.code),
            action="sheets.remind",
            record=f"orgs.unit:{place.code}",
            changes={"rows": (None, str(len(made)))},
        )
    return len(made)


def _owed_in(place: Unit, today: datetime.date) -> list[Owed]:
    """Return what the units of a place of today, and itself, owe."""
    units = rungs.below([place]).as_of(today).select_related("parent__parent")
    return owing.owed([place, *units], today)


_Key = tuple[int, str, str, str]


def _key(owed: Owed, kind: str) -> _Key:
    return owed.unit.pk, owed.sheet.id, owed.period.key, str(kind)


def _known(owed: Iterable[Owed]) -> set[_Key]:
    rows = list(owed)
    found = Reminder.objects.filter(
        unit__in={o.unit.pk for o in rows}, period__key__in={o.period.key for o in rows}
    )
    return {*found.values_list("unit", "sheet", "period__key", "kind")}


@transaction.atomic
def decide_timeliness(
    *,
    place: Unit,
    public: bool,
    since: datetime.date,
    decision: str,
    by: Actor,
    now: datetime.datetime,
) -> PublicTimeliness:
    """Show who was on time to the public from a day on, or stop it, by decision.

    Raises NoReason without the decision's number, BadDays where it would undo an
    earlier decision for days gone by: what was public yesterday was public.
    """
    if not decision.strip():
        raise NoReason
    last = PublicTimeliness.objects.filter(place=place).last()
    if last is not None and since < last.since:
        raise BadDays
    row = PublicTimeliness.objects.create(
        place=place,
        public=public,
        since=since,
        decision=decision.strip(),
        by=by.label,
        at=now,
    )
    journal.write(
        by=by,
        action="sheets.publish-timeliness" if public else "sheets.hide-timeliness",
        record=f"indicators.publictimeliness:{row.pk}",
        changes={"place": (None, place.code), "since": (None, since.isoformat())},
        why=row.decision,
    )
    return row
