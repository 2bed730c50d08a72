"""A unit's own reception book (form 03/TCD) is taken in, all its good rows at once.

Rows about denunciations are taken without name, address or content: their number
and day alone. The same file twice makes no doubles; the file is not kept.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions.models import Matter
from danvan.receptions import services
from danvan.receptions.models import Kind, Session, State
from danvan.receptions.reading import Fault, Row
from danvan.receptions.services import Told
from danvan.receptions.visits import SealedVisit, Visit

_CHUNK = 1_000  # rows of one statement


@dataclass(frozen=True, slots=True)
class Sorted:
    """What would come of a book's rows.

    ``known`` rows stand in the unit's book already; of ``taken`` ones the number
    does, with something else.
    """

    fresh: tuple[tuple[Row, Told], ...]
    sealed: tuple[Row, ...]
    known: int
    taken: tuple[Fault, ...]


def sort(rows: Sequence[Row], unit: Unit) -> Sorted:
    """Hold rows against the unit's book; nothing is stored. Two queries."""
    held = {"unit": unit, "year__in": {row.on.year for row in rows}}
    apart = set(SealedVisit.objects.filter(**held).values_list("year", "number"))
    visits = {
        (year, number): key
        for year, number, key in Visit.objects.filter(**held).values_list(
            "year", "number", "idempotency_key"
        )
    }
    fresh: list[tuple[Row, Told]] = []
    sealed, known, taken = [], 0, []
    for row in rows:
        place = (row.on.year, row.number)
        if place in apart or place in visits:
            same = (
                row.told is None if place in apart else visits[place] == _key(unit, row)
            )
            known += same
            if not same:
                taken.append(Fault(row.line, f"A{row.line}", "taken"))
        elif row.told is None:
            sealed.append(row)
            apart.add(place)
        else:
            fresh.append((row, row.told))
            visits[place] = _key(unit, row)
    return Sorted(tuple(fresh), tuple(sealed), known, tuple(taken))


@transaction.atomic
def take_in(
    *,
    rows: Sequence[Row],
    unit: Unit,
    file_hash: str,
    by: Actor,
    today: datetime.date,
) -> Sorted:
    """Write the rows into the unit's book, but for those whose number stands there.

    One line in the journal, with the file's SHA-256 and how many visits it made. A
    file that brings nothing new leaves none.
    """
    for year in sorted({row.on.year for row in rows}):
        services.lock_book(unit, year)
    found = sort(rows, unit)
    days = {row.on for row, _told in found.fresh} | {row.on for row in found.sealed}
    sessions = {on: _session(unit, on, today) for on in sorted(days)}
    for start in range(0, len(found.fresh), _CHUNK):
        _store(found.fresh[start : start + _CHUNK], unit, sessions)
    SealedVisit.objects.bulk_create(
        SealedVisit(
            unit=unit,
            year=row.on.year,
            number=row.number,
            on=row.on,
            session=sessions[row.on],
        )
        for row in found.sealed
    )
    if found.fresh or found.sealed:
        journal.write(
            by=by,
            action="reception.import",
            record=f"orgs.unit:{unit.code}",
            changes={
                "file": (None, file_hash),
                "rows": (None, str(len(found.fresh))),
            },
        )
    return found


def _store(
    rows: Sequence[tuple[Row, Told]],
    unit: Unit,
    sessions: dict[datetime.date, Session],
) -> None:
    matters = [Matter(unit=unit, opened_on=row.on) for row, _told in rows]
    Matter.objects.bulk_create(matters)
    visits = [
        services.written(
            told,
            session=sessions[row.on],
            number=row.number,
            at=timezone.make_aware(datetime.datetime.combine(row.on, datetime.time(8))),
            matter=matter,
            key=_key(unit, row),
        )
        for (row, told), matter in zip(rows, matters, strict=True)
    ]
    for visit in visits:
        visit.keep_keys()
    Visit.objects.bulk_create(visits)


def _key(unit: Unit, row: Row) -> uuid.UUID:
    """Know a row again by its place in the book."""
    name = f"03/TCD {unit.code} {row.on.year} {row.number}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def _session(unit: Unit, on: datetime.date, today: datetime.date) -> Session:
    there = Session.objects.filter(unit=unit, on=on, post="")
    found = there.exclude(state=State.MISSED).first()
    if found is not None:
        services.hold(found)
        return found
    return Session.objects.create(
        unit=unit,
        kind=Kind.REGULAR,
        on=on,
        starts=datetime.time(7, 30),
        ends=datetime.time(17),
        place="Theo sổ tiếp công dân",
        state=State.HELD,
        planned_on=today,
    )
