"""What is written in a book; each function is one transaction and one journal line."""

import datetime
import unicodedata
import uuid
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.registers import load
from danvan.core.registers.kind import Edition, Kind, Type
from danvan.core.registers.read import Values, stored
from danvan.files import services as files
from danvan.files.services import Taken
from danvan.journal import services as journal
from danvan.journal.line import NotForTheJournal, check_code
from danvan.orgs.models import Unit
from danvan.registers import checking, locking, reach
from danvan.registers.errors import KeyTaken, NotInOrder, NotKept, Superseded
from danvan.registers.models import Entry, Source

_TOLD = frozenset({Type.COUNT, Type.MEASURE, Type.DATE, Type.CHOICE, Type.UNIT})


@transaction.atomic
def enter(
    *,
    kind: Kind,
    unit: Unit,
    day: datetime.date | None,
    written: Mapping[str, str],
    key: uuid.UUID,
    source: Source,
    by: Actor,
    now: datetime.datetime,
    attached: Sequence[Taken] = (),
    synthetic: bool = False,
) -> Entry:
    """Write a line; the same ``key`` again returns the line it made.

    ``written`` maps keys of fields to words as people write them, of a file to the id
    of what is ``attached``. Raises NotKept,
    NotInOrder (all problems at once), PeriodLocked, KeyTaken. Warnings refuse nothing.
    """
    if known := _known(key, kind.id, unit):
        return known
    if not reach.keeps(kind, unit):
        raise NotKept(kind.id)
    day, values = _read(kind, unit, day, written, now)
    locking.refuse_locked(kind.id, unit, [day])
    entry = _line(kind, unit, day, values, key=key, by=by, now=now, source=source)
    entry.synthetic = synthetic
    _add(entry, attached, by)
    journal.write(
        by=by,
        action="registers.enter",
        record=entry.record,
        changes=_changes(entry, {}, None),
    )
    return entry


@transaction.atomic
def correct(
    *,
    entry: uuid.UUID,
    written: Mapping[str, str],
    reason: str,
    key: uuid.UUID,
    by: Actor,
    now: datetime.datetime,
    day: datetime.date | None = None,
    attached: Sequence[Taken] = (),
) -> Entry:
    """Put a new line in the place of one that stands; the old one stays readable.

    Also in a closed period; but no line is moved into one from another ``day``. Raises Superseded, NotInOrder, PeriodLocked, KeyTaken.
    """
    old, known = _taken(entry, key)
    if known:
        return known
    kind = load.known()[old.kind]
    day, values = _read(kind, old.unit, day or old.day, written, now)
    if day != old.day:
        locking.refuse_locked(old.kind, old.unit, [day])
    new = _line(kind, old.unit, day, values, key=key, by=by, now=now)
    return _replace(old, new, reason, "registers.correct", by, attached)


@transaction.atomic
def cancel(
    *,
    entry: uuid.UUID,
    reason: str,
    key: uuid.UUID,
    by: Actor,
    now: datetime.datetime,
) -> Entry:
    """Correct a line to nothing; it stays readable. Raises Superseded, KeyTaken."""
    old, known = _taken(entry, key)
    if known:
        return known
    kind = load.known()[old.kind]
    new = _line(kind, old.unit, old.day, {}, key=key, by=by, now=now)
    new.void, new.standing = True, False
    return _replace(old, new, reason, "registers.cancel", by)


def _replace(
    old: Entry,
    new: Entry,
    reason: str,
    action: str,
    by: Actor,
    attached: Sequence[Taken] = (),
) -> Entry:
    old.standing = False
    old.save(update_fields=["standing"])
    new.corrects, new.reason = old, unicodedata.normalize("NFC", reason).strip()
    new.synthetic = old.synthetic
    _add(new, attached, by)
    journal.write(
        by=by,
        action=action,
        record=new.record,
        changes={
            "corrects": (None, str(old.pk)),
            **_changes(new, old.values, old.day),
            "reason": journal.CHANGED,
        },
    )
    return new


def _taken(entry: uuid.UUID, key: uuid.UUID) -> tuple[Entry, Entry | None]:
    """Lock a line to correct, and what the key made of it before."""
    rows = Entry.objects.select_related("unit").select_for_update(of=("self",))
    old = rows.get(pk=entry)
    known = _known(key, old.kind, old.unit)
    if known is not None:
        if known.corrects_id != old.pk:
            raise KeyTaken
        return old, known
    if not old.standing:
        raise Superseded
    return old, None


def _known(key: uuid.UUID, kind: str, unit: Unit) -> Entry | None:
    """Return what a key made; who comes with the same one meanwhile waits."""
    with connection.cursor() as cursor:
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(sql, [f"registers_key {key}"])
    found = Entry.objects.filter(key=key).select_related("unit").first()
    if found is not None and (found.kind, found.unit_id) != (kind, unit.pk):
        raise KeyTaken
    return found


def _add(entry: Entry, attached: Sequence[Taken], by: Actor) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as why:
        # The key of a unit whose books may not be seen from here.
        if "_key_" in str(why):
            raise KeyTaken from None
        raise
    for taken in attached:
        files.record(taken=taken, owner=entry.record, by=by)


def _read(
    kind: Kind,
    unit: Unit,
    day: datetime.date | None,
    written: Mapping[str, str],
    now: datetime.datetime,
) -> tuple[datetime.date, Values]:
    today = timezone.localdate(now)
    found = checking.check(kind, unit, day, written, today=today)
    if day is None or not found.is_good:
        raise NotInOrder(found.problems)
    return day, found.values


def _line(
    kind: Kind,
    unit: Unit,
    day: datetime.date,
    values: Values,
    *,
    key: uuid.UUID,
    by: Actor,
    now: datetime.datetime,
    source: Source = Source.FORM,
) -> Entry:
    kept = stored(values)
    edition = kind.on(day) or kind.latest
    return Entry(
        kind=kind.id,
        unit=unit,
        day=day,
        values=kept,
        key=key,
        source=source,
        made_at=now,
        actor_label=by.label,
        digest=checking.digest(kind.id, day, kept),
        folded=checking.folded(edition, kept),
    )


def _changes(
    entry: Entry, before: Mapping[str, str], day: datetime.date | None
) -> dict[str, journal.Change]:
    kind = load.known()[entry.kind]
    edition = kind.on(entry.day) or kind.latest
    keys = sorted({*entry.values, *before})
    return {
        "kind": (None, entry.kind),
        "unit": (None, entry.unit.code),
        "day": (day.isoformat() if day else None, entry.day.isoformat()),
        **{
            f"values.{key}": _told(edition, key, before.get(key), entry.values.get(key))
            for key in keys
            if before.get(key) != entry.values.get(key)
        },
    }


def _told(
    edition: Edition, key: str, before: str | None, after: str | None
) -> journal.Change:
    """Return what the journal may hold of a field: counts, dates and codes."""
    field = edition.by_key.get(key)
    if field is None or field.type not in _TOLD:
        return journal.CHANGED
    try:
        for value in (before, after):
            if value is not None:
                check_code(key, value)
    except NotForTheJournal:  # long as a telephone number
        return journal.CHANGED
    return before, after
