"""Everything that changes the units and the working days."""

import datetime
import re

from django.db import transaction

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs import loading, seeding
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
            action="load-units",
            record="orgs.units:all",
            changes={"units": (None, str(units)), "changes": (None, str(changes))},
        )
    return units + changes


@transaction.atomic
def load_calendar(*, by: Actor) -> int:
    """Seed the working days; return how many were new or corrected.

    A day that an operator entered is never touched.
    """
    stored = {day.date: day for day in WorkingDay.objects.select_for_update()}
    written = 0
    for day in seeding.seed_days():
        old = stored.get(day.date)
        if old is None or (old.source != DaySource.OPERATOR and _differs(old, day)):
            day.pk = old.pk if old else None
            day.save()
            written += 1
    if written:
        journal.write(
            by=by,
            action="load-calendar",
            record="orgs.working-days:all",
            changes={"days": (None, str(written))},
        )
    return written


def _differs(a: WorkingDay, b: WorkingDay) -> bool:
    fields = ("working", "reason", "decision", "source", "confirmed")
    return any(getattr(a, field) != getattr(b, field) for field in fields)


@transaction.atomic
def set_day(
    *, by: Actor, date: datetime.date, working: bool, reason: str, decision: str
) -> WorkingDay:
    """Say by decision that a day is worked or not; a day already there is replaced.

    Raises DecisionNeeded unless ``decision`` is the number of an act.
    """
    decision = " ".join(decision.split())
    if not _DECISION.fullmatch(decision):
        raise DecisionNeeded(decision)
    old = WorkingDay.objects.select_for_update().filter(date=date).first()
    day = WorkingDay(
        pk=old.pk if old else None,
        date=date,
        working=working,
        reason=reason.strip(),
        decision=decision,
        source=DaySource.OPERATOR,
    )
    day.save()
    journal.write(
        by=by,
        action="set-day",
        record=f"orgs.working-day:{date.isoformat()}",
        changes={"working": (_state(old), _state(day))},
        why=decision,
    )
    return day


def _state(day: WorkingDay | None) -> str | None:
    return None if day is None else "working" if day.working else "off"


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
) -> Unit:
    """Make a body that works in a territory: a department, an inspectorate, …

    Its code is the parent's with ``suffix`` (``P86.SNV``), its level the parent's.
    Raises NotFounded for a code in use or malformed, for a parent that has ended
    and for a territory or People's Committee: those are the parent itself.
    """
    code = f"{parent.code}.{suffix}"
    if kind in (Kind.TERRITORY, Kind.PEOPLES_COMMITTEE):
        raise NotFounded(f"{parent.code} is its own People's Committee")
    if not _SUFFIX.fullmatch(suffix) or len(code) > 24:
        raise NotFounded(f"malformed code {code}")
    if parent.valid_to is not None:
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
        **name_keys(name),
    )
    journal.write(
        by=by,
        action="found",
        record=f"orgs.unit:{code}",
        changes={"kind": (None, str(kind))},
        why=decision,
    )
    return unit
