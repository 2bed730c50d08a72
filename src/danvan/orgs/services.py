"""Everything that changes the units and the working days."""

import datetime
import re

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar.working_days import CalendarUnknown
from danvan.journal import services as journal
from danvan.orgs import loading, seeding, selectors
from danvan.orgs.models import DaySource, Kind, Level, Unit, WorkingDay
from danvan.orgs.names import name_keys

_SUFFIX = re.compile(r"[A-Z0-9]{1,10}")
_DECISION = re.compile(r"\d+[a-z]?/[A-Z0-9Đ][A-Za-z0-9Đ./-]*")


class NotFounded(ValueError):
    """The unit cannot be founded so; the message says why."""


class DecisionNeeded(ValueError):
    """What was given is no number of a decision, such as 12729/VPCP-KGVX."""


@transaction.atomic
def load_units(*, by: Actor) -> int:
    """Bring the units of core/data in; return how many rows were new or corrected.

    Loading again changes nothing and writes no line. Units that our files do not
    name stay as they are.
    """
    units, changes = loading.store_units(), loading.store_changes()
    if units or changes:
        journal.write(
            by=by,
            action="orgs.load-units",
            record="orgs.units:all",
            changes={"units": (None, str(units)), "changes": (None, str(changes))},
        )
    return units + changes


@transaction.atomic
def load_calendar(*, by: Actor) -> int:
    """Seed the working days; return how many were new or corrected.

    A day that an operator entered is never touched.
    """
    return _store(seeding.seed_days(), by=by, action="orgs.load-calendar")


@transaction.atomic
def open_year(*, by: Actor, year: int) -> int:
    """Add the public holidays of the year after the last known one; return how many.

    They await the yearly announcement. Raises CalendarUnknown for any other year,
    since the known years have no gap.
    """
    known = selectors.working_calendar().known
    if year != known.stop:
        raise CalendarUnknown(datetime.date(year, 1, 1))
    days = list(seeding.public_holidays(year, confirmed=False))
    return _store(days, by=by, action="orgs.open-year")


def _store(days: list[WorkingDay], *, by: Actor, action: str) -> int:
    stored = {day.date: day for day in WorkingDay.objects.select_for_update()}
    fresh = [day for day in days if _is_news(day, stored.get(day.date))]
    for day in fresh:
        old = stored.get(day.date)
        day.pk = old.pk if old else None
        day.save()
    if fresh:
        count = {"days": (None, str(len(fresh)))}
        journal.write(
            by=by, action=action, record="orgs.working-days:all", changes=count
        )
    return len(fresh)


def _is_news(day: WorkingDay, old: WorkingDay | None) -> bool:
    if old is None:
        return True
    fields = ("working", "reason", "decision", "source", "confirmed")
    differs = any(getattr(old, field) != getattr(day, field) for field in fields)
    return differs and old.source != DaySource.OPERATOR


@transaction.atomic
def set_day(
    *, by: Actor, date: datetime.date, working: bool, reason: str, decision: str
) -> WorkingDay:
    """Say by decision that a day is worked or not; a day already there is replaced.

    Raises DecisionNeeded unless ``decision`` is the number of an act, and
    CalendarUnknown for a year whose holidays do not stand yet.
    """
    number = decision_number(decision)
    if date.year not in selectors.working_calendar().known:
        raise CalendarUnknown(date)
    old = WorkingDay.objects.select_for_update().filter(date=date).first()
    day = WorkingDay(
        pk=old.pk if old else None,
        date=date,
        working=working,
        reason=reason.strip(),
        decision=number,
        source=DaySource.OPERATOR,
    )
    day.save()
    journal.write(
        by=by,
        action="orgs.set-day",
        record=f"orgs.working-day:{date.isoformat()}",
        changes={"working": (_state(old), _state(day))},
        why=number,
    )
    return day


@transaction.atomic
def list_remote(
    *,
    by: Actor,
    unit: Unit,
    since: datetime.date,
    decision: str,
    until: datetime.date | None = None,
) -> Unit:
    """Say by decision that a unit lies in a remote area from one day to another.

    What is received on those days has the longer terms. The former days of the unit
    are replaced. Raises DecisionNeeded, and ValueError where ``until`` comes first.
    """
    number = decision_number(decision)
    if until is not None and until < since:
        raise ValueError("a listing ends after it began")
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    before = _remote(unit)
    unit.remote, unit.remote_since, unit.remote_until = True, since, until
    unit.remote_decision = number
    unit.save(
        update_fields=["remote", "remote_since", "remote_until", "remote_decision"]
    )
    journal.write(
        by=by,
        action="orgs.list-remote",
        record=f"orgs.unit:{unit.code}",
        changes={"remote": (before, _remote(unit))},
        why=number,
    )
    return unit


def _remote(unit: Unit) -> str | None:
    if not unit.remote:
        return None
    return f"{unit.remote_since or ''}/{unit.remote_until or ''}"


def decision_number(text: str) -> str:
    """Return the number of an act as it is written; DecisionNeeded if it is none.

    >>> decision_number(" 12729/VPCP-KGVX ")
    '12729/VPCP-KGVX'
    """
    number = text.strip()
    if not _DECISION.fullmatch(number):
        raise DecisionNeeded(text)
    return number


def _state(day: WorkingDay | None) -> str | None:
    if day is None:
        return None
    return "working" if day.working else "off"


@transaction.atomic
def found(
    *,
    by: Actor,
    parent: Unit,
    suffix: str,
    name: str,
    kind: Kind,
    valid_from: datetime.date | None = None,
    decision: str = "",
    former: bool = False,
) -> Unit:
    """Make a body that works in a territory: a department, an inspectorate, …

    Its code is the parent's with ``suffix`` (``P86.SNV``), its level the parent's.
    ``former``: it worked in a unit that has ended, and ended with it.
    Raises NotFounded for a code in use or malformed, for a parent that has ended
    (that has not, for a former body) and for a territory or People's Committee:
    those are the parent itself.
    """
    code = f"{parent.code}.{suffix}"
    if kind in (Kind.TERRITORY, Kind.PEOPLES_COMMITTEE):
        raise NotFounded(f"{parent.code} is its own People's Committee")
    if not _SUFFIX.fullmatch(suffix) or len(code) > 24:
        raise NotFounded(f"malformed code {code}")
    if (parent.valid_to is not None) is not former:
        raise NotFounded(f"{parent.code} ended on {parent.valid_to}")
    if Unit.objects.filter(code=code).exists():
        raise NotFounded(f"{code} stands already")
    unit = Unit.objects.create(
        code=code,
        name=name,
        level=Level(parent.level),
        kind=kind,
        parent=parent,
        valid_from=valid_from or parent.valid_from,
        valid_to=parent.valid_to,
        **name_keys(name),
    )
    journal.write(
        by=by,
        action="orgs.found",
        record=f"orgs.unit:{code}",
        changes={"kind": (None, str(kind))},
        why=decision,
    )
    return unit
