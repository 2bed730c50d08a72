"""A unit's own reception book (form 03/TCD) taken in from .xlsx.

Rows about denunciations are taken without name, address or content: their number
and day alone. The same file twice makes no doubles; the file is not kept.
"""

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework.workflow import Kind as Content
from danvan.core.text.fold import fold
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.readers import xlsx
from danvan.readers.errors import Unreadable as Unreadable
from danvan.receptions import services
from danvan.receptions.models import Kind, Session, State
from danvan.receptions.services import Told
from danvan.receptions.sheet import COLUMNS, MOST, SEALED
from danvan.receptions.visits import Competence, Outcome, SealedVisit, Visit

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_KINDS = {
    **dict.fromkeys(("kn", "khieu nai"), Content.COMPLAINT),
    **dict.fromkeys(
        ("knpa", "kien nghi, phan anh", "kien nghi", "phan anh"), Content.FEEDBACK
    ),
    **dict.fromkeys(("tc", "to cao"), Content.DENUNCIATION),
}
_ACCEPTED = "KN, KNPA, TC"
_MOST_PEOPLE = 9_999


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number in the sheet, the cell, a code."""

    row: int
    cell: str
    code: str  # number, day, future, name, summary, kind, people, taken, long


@dataclass(frozen=True, slots=True)
class Row:
    """A row in order; ``told`` is None for one about a denunciation."""

    line: int
    number: int
    on: datetime.date
    told: Told | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds; ``headed`` False: no row of headings was found."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import."""

    visits: int
    sealed: int
    known: int  # stood in the book already
    faults: tuple[Fault, ...]


def read(data: bytes, *, today: datetime.date) -> Read:
    """Read a book; Unreadable for what is no .xlsx or too large."""
    table: dict[int, dict[int, str]] = {}
    document = xlsx.read(data, "book.xlsx")
    for block in document.blocks:
        if block.table == 0 and block.row is not None and block.column is not None:
            text = document.text[block.span.start : block.span.end]
            table.setdefault(block.row, {})[block.column] = text.strip()
    head = next(
        (n for n, r in table.items() if "ngay tiep" in fold(r.get(1, ""))), None
    )
    if head is None or len(table) > MOST + head + 10:
        return Read((), (), headed=False)
    rows, faults = [], []
    for number in sorted(n for n in table if n > head):
        cells = [table[number].get(c, "") for c in range(len(COLUMNS))]
        if cells[:3] == ["1", "2", "3"] or not any(cells):
            continue  # the row of codes; an empty one
        found = _row(number + 1, cells, today)
        if isinstance(found, Row):
            rows.append(found)
        elif found:
            faults += found
    return Read(tuple(rows), tuple(faults))


@transaction.atomic
def take_in(
    *, rows: Sequence[Row], unit: Unit, by: Actor, today: datetime.date
) -> Taken:
    """Write the rows into the unit's book, those that stand there already left out."""
    visits = sealed = known = 0
    faults: list[Fault] = []
    for row in rows:
        key = uuid.uuid5(
            uuid.NAMESPACE_URL, f"03/TCD {unit.code} {row.on.year} {row.number}"
        )
        held = {"unit": unit, "year": row.on.year, "number": row.number}
        if SealedVisit.objects.filter(**held).exists():
            known += row.told is None
            if row.told is not None:
                faults.append(Fault(row.line, f"A{row.line}", "taken"))
        elif there := Visit.objects.filter(**held).first():
            known += there.idempotency_key == key
            if there.idempotency_key != key:
                faults.append(Fault(row.line, f"A{row.line}", "taken"))
        elif row.told is None:
            session = _session(unit, row.on, today)
            SealedVisit.objects.create(**held, session=session, on=row.on)
            sealed += 1
        else:
            services.register(
                told=row.told,
                session=_session(unit, row.on, today),
                by=by,
                now=timezone.make_aware(
                    datetime.datetime.combine(row.on, datetime.time(8))
                ),
                key=key,
                number=row.number,
            )
            visits += 1
    journal.write(
        by=by,
        action="reception.import",
        record=f"orgs.unit:{unit.code}",
        changes={"visits": (None, str(visits)), "known": (None, str(known))},
    )
    return Taken(visits, sealed, known, tuple(faults))


def _session(unit: Unit, on: datetime.date, today: datetime.date) -> Session:
    found = Session.objects.filter(unit=unit, on=on, post="").exclude(
        state=State.MISSED
    )
    return found.first() or Session.objects.create(
        unit=unit,
        kind=Kind.REGULAR,
        on=on,
        starts=datetime.time(7, 30),
        ends=datetime.time(17),
        place="Theo sổ tiếp công dân",
        state=State.HELD,
        planned_on=today,
    )


def _row(line: int, cells: list[str], today: datetime.date) -> Row | list[Fault]:
    if cells[2] == SEALED and not cells[1]:
        return []  # our own mark of a number kept apart, without its day
    faults: list[Fault] = []

    def wrong(column: int, code: str) -> None:
        faults.append(Fault(line, f"{'ABCDEFGHIJKL'[column]}{line}", code))

    number = int(cells[0]) if re.fullmatch(r"\d{1,6}", cells[0]) else 0
    if not number:
        wrong(0, "number")
    on = _day(cells[1])
    if on is None:
        wrong(1, "day")
    elif on > today:
        wrong(1, "future")
    content = _KINDS.get(fold(cells[5]))
    if content is None:
        wrong(5, "kind")
    if content is Content.DENUNCIATION and number and on:
        return faults or Row(line, number, on, None)
    people = cells[6].replace(".", "") or "1"
    if not people.isdecimal() or not 1 <= int(people[:9]) <= _MOST_PEOPLE:
        wrong(6, "people")
    for column, longest in (
        (2, 400),
        (3, 30),
        (4, 4_000),
        (7, 200),
        (9, 200),
        (10, 200),
        (11, 500),
    ):
        if len(cells[column]) > longest:
            wrong(column, "long")
    name, _sep, address = _split(cells[2])
    if not name:
        wrong(2, "name")
    elif len(name) > 120 or len(address) > 300:
        wrong(2, "long")
    if not cells[4]:
        wrong(4, "summary")
    if faults or on is None or content is None:
        return faults
    return Row(line, number, on, _told(cells, content, int(people), name, address))


def _told(
    cells: list[str], content: Content, people: int, name: str, address: str
) -> Told:
    guided, _a, guide_document = _split(cells[9])
    forwarded, _b, forward_document = _split(cells[10])
    own = bool(cells[8])
    guided_away = bool(guided) and not own
    return Told(
        content=content,
        summary=cells[4],
        outcome=Outcome.GUIDED if guided_away else Outcome.ANSWERED,
        name=name,
        address=address,
        id_number=cells[3],
        people=people,
        settled_by=cells[7],
        competence=Competence.OWN if own else Competence.OTHER,
        letter=bool(guided or forwarded),
        guided_to=guided[:200],
        guide_document=guide_document[:60],
        forwarded_to=forwarded[:200],
        forward_document=forward_document[:60],
        follow_up=cells[11],
    )


def _split(text: str) -> tuple[str, str, str]:
    for mark in (";", "\n", ","):
        if mark in text:
            first, sep, rest = text.partition(mark)
            return first.strip(), sep, rest.strip()
    return text.strip(), "", ""


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    if not found:
        return None
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
