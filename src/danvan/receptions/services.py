"""What the counter does with visits; each function is one transaction."""

import datetime
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework import deadlines, reception
from danvan.core.casework.deadlines import DeadlineUnknown
from danvan.core.casework.representation import LABELS, Fault, representatives
from danvan.core.casework.workflow import Kind as Content
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import services as petitions
from danvan.petitions.models import Channel, Matter, Petition
from danvan.petitions.services import Letter
from danvan.receptions.errors import NotInOrder, SessionIsOver
from danvan.receptions.models import Session, State
from danvan.receptions.visits import (
    Competence,
    Outcome,
    Present,
    SealedVisit,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One of several who came."""

    name: str
    address: str = ""
    represents: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down of a visit: who came, about what, and what it led to."""

    content: Content
    summary: str
    outcome: Outcome
    name: str = ""
    address: str = ""
    phone: str = ""
    id_number: str = ""
    people: int = 1
    request: str = ""
    previous: str = ""
    settled_by: str = ""
    competence: Competence = Competence.OWN
    letter: bool = False
    answer: str = ""
    ground: str = ""
    papers: str = ""
    guided_to: str = ""
    guide_document: str = ""
    forwarded_to: str = ""
    forward_document: str = ""
    follow_up: str = ""
    present: tuple[Person, ...] = ()


_REFUSAL = {
    "vi": "Căn cứ từ chối tiếp không có hiệu lực vào ngày này.",
    "en": "This ground of refusal is not in force on that day.",
}


@transaction.atomic
def register(
    *,
    told: Told,
    session: Session,
    by: Actor,
    now: datetime.datetime,
    key: uuid.UUID,
    matter: uuid.UUID | None = None,
    petition: Petition | None = None,
    synthetic: bool = False,
    number: int | None = None,
) -> Visit:
    """Write a visit into the book; the same ``key`` again returns what it made.

    ``matter`` is an earlier one of this unit that it is about; ``petition`` the
    letter it joins (its matter is then taken). A planned session is held from its
    first visit on. Raises NotInOrder (representatives, ground) and SessionIsOver.
    """
    if known := Visit.objects.filter(idempotency_key=key).first():
        return known
    told = _tidied(told)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state == State.MISSED:
        raise SessionIsOver
    on = timezone.localdate(now)
    _check(told, on)
    about = _matter(session.unit, on, matter, petition)
    visit = written(
        told,
        session=session,
        number=number or _next_number(session.unit, on.year),
        at=now,
        matter=about,
        key=key,
    )
    visit.petition, visit.synthetic = petition, synthetic
    earlier = Visit.objects.filter(unit=session.unit, matter=about)
    visit.again = earlier.exclude(outcome=Outcome.REFUSED).exists()
    visit.due_code, visit.due = _term(visit)
    visit.save(force_insert=True)
    Present.objects.bulk_create(
        Present(
            visit=visit,
            position=n,
            name=p.name,
            address=p.address,
            represents=p.represents,
        )
        for n, p in enumerate(told.present, 1)
    )
    hold(session)
    journal.write(
        by=by,
        action="reception.visit",
        record=visit.record,
        changes={
            "number": (None, f"{visit.number}-{visit.year}"),
            "content": (None, visit.content),
            "outcome": (None, visit.outcome),
            "unit": (None, session.unit.code),
            "due": (None, visit.due.isoformat() if visit.due else None),
        },
    )
    return visit


def written(
    told: Told,
    *,
    session: Session,
    number: int,
    at: datetime.datetime,
    matter: Matter,
    key: uuid.UUID,
) -> Visit:
    """Return the row of the book for what was told; nothing is stored."""
    on = timezone.localdate(at)
    said = {f.name: getattr(told, f.name) for f in fields(told)}
    del said["present"]
    return Visit(
        **said,
        session=session,
        unit=session.unit,
        year=on.year,
        number=number,
        received_at=at,
        on=on,
        matter=matter,
        idempotency_key=key,
    )


@transaction.atomic
def register_sealed(*, session: Session, by: Actor, now: datetime.datetime) -> None:
    """Note that somebody came, for the counts alone: the book shows no line of it.

    Its number is drawn at random, outside the book's own, so that no gap tells the
    unit's staff, of whom one may be accused. What is told goes to the vault
    (`vault:receive`).
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state == State.MISSED:
        raise SessionIsOver
    on = timezone.localdate(now)
    row = SealedVisit.objects.create(
        session=session,
        unit=session.unit,
        year=on.year,
        number=_outside(),
        on=on,
    )
    hold(session)
    journal.write(
        by=by,
        action="reception.sealed",
        record=f"receptions.sealed:{row.pk}",
        changes={"unit": (None, session.unit.code)},
        sealed=True,
    )


@transaction.atomic
def to_petition(*, visit: uuid.UUID, by: Actor, now: datetime.datetime) -> Petition:
    """Make the letter of a visit a petition of the unit; again: the same petition."""
    found = Visit.objects.select_for_update().get(pk=visit)
    if found.petition is not None:
        return found.petition
    petition = petitions.register(
        letter=Letter(
            kind=Content(found.content),
            channel=Channel.COUNTER,
            what=found.summary,
            request=found.request,
            name=found.name,
            phone=found.phone,
            address=found.address,
        ),
        unit=found.unit,
        by=by,
        now=now,
        key=uuid.uuid5(found.pk, "petition"),
        synthetic=found.synthetic,
    )
    petition.matter, petition.people = found.matter, found.people
    petition.save(update_fields=["matter", "people"])
    _attach(found, petition, by, now)
    return petition


@transaction.atomic
def join(
    *, visit: uuid.UUID, petition: Petition, by: Actor, now: datetime.datetime
) -> Visit:
    """Attach a visit to a petition already here, and to its matter.

    Raises NotInOrder for another unit's petition.
    """
    found = Visit.objects.select_for_update().get(pk=visit)
    if petition.unit_id != found.unit_id:
        raise NotInOrder({"vi": "Đơn không thuộc đơn vị này.", "en": "Another unit's."})
    if petition.matter is None:
        petition.matter = found.matter
        petition.save(update_fields=["matter"])
    elif petition.matter_id != found.matter_id:
        earlier = Visit.objects.filter(unit=found.unit, matter=petition.matter)
        found.again = earlier.exclude(outcome=Outcome.REFUSED).exists()
        found.matter = petition.matter
        found.save(update_fields=["matter", "again"])
    _attach(found, petition, by, now)
    return found


@transaction.atomic
def finish(
    *, visit: uuid.UUID, by: Actor, today: datetime.date, follow_up: str = ""
) -> Visit:
    """Note that what was due was done (notice sent, answer given), and how it went."""
    found = Visit.objects.select_for_update().get(pk=visit)
    found.follow_up = _clean(follow_up) or found.follow_up
    if found.due and not found.done_on:
        found.done_on = today
    found.save(update_fields=["follow_up", "done_on"])
    journal.write(
        by=by,
        action="reception.follow-up",
        record=found.record,
        changes={"follow_up": journal.CHANGED, "done": (None, _iso(found.done_on))},
    )
    return found


def _attach(
    visit: Visit, petition: Petition, by: Actor, now: datetime.datetime
) -> None:
    visit.petition = petition
    if visit.due_code == "DL-TCD-01":  # the petition has a clock of its own
        visit.done_on = timezone.localdate(now)
    visit.save(update_fields=["petition", "done_on"])
    journal.write(
        by=by,
        action="reception.join",
        record=visit.record,
        changes={"petition": (None, str(petition.pk))},
    )


def _check(told: Told, on: datetime.date) -> None:
    if told.outcome == Outcome.REFUSED:
        if told.ground not in {rule.code for rule in reception.refusals(on)}:
            raise NotInOrder(_REFUSAL)
        return
    least, most = representatives(told.people)
    chosen = sum(person.represents for person in told.present) or 1
    if most and chosen > most:
        raise NotInOrder(LABELS[Fault.TOO_MANY])
    if chosen < least:
        raise NotInOrder(LABELS[Fault.MISSING])


def _matter(
    unit: Unit, on: datetime.date, matter: uuid.UUID | None, petition: Petition | None
) -> Matter:
    if petition is not None:
        if petition.unit_id != unit.pk:
            raise NotInOrder(
                {"vi": "Đơn không thuộc đơn vị này.", "en": "Another unit's."}
            )
        if petition.matter is None:
            petition.matter = Matter.objects.create(unit=unit, opened_on=on)
            petition.save(update_fields=["matter"])
        return petition.matter
    if matter is not None:
        return Matter.objects.get(pk=matter, unit=unit)
    return Matter.objects.create(unit=unit, opened_on=on)


def _term(visit: Visit) -> tuple[str, datetime.date | None]:
    code = ""
    if visit.outcome == Outcome.REFUSED:
        rules = {r.code: r for r in reception.refusals(visit.on)}
        code = "DL-TCD-02" if rules[visit.ground].notice else ""
    elif visit.outcome == Outcome.TAKEN:
        code = "DL-TCD-01"
    if not code:
        return "", None
    try:
        found = deadlines.compute_for_now(code, visit.on, working_calendar())
    except DeadlineUnknown:
        return "", None
    return code, found.due


def lock_book(unit: Unit, year: int) -> None:
    """Let nobody else give a number of the unit's book until the transaction ends."""
    with connection.cursor() as cursor:
        name = f"receptions_book {unit.pk} {year}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _next_number(unit: Unit, year: int) -> int:
    """Return the next number of the book; one at a time for a unit and a year."""
    lock_book(unit, year)
    found = Visit.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1


def _outside() -> int:
    """Return a number that no book reaches."""
    return 100_000_000 + secrets.randbelow(900_000_000)


def hold(session: Session) -> None:
    """Note that a planned session takes place."""
    if session.state == State.PLANNED:
        session.state = State.HELD
        session.save(update_fields=["state"])


def _tidied(told: Told) -> Told:
    said: dict[str, Any] = {
        f.name: _clean(value) if type(value) is str else value
        for f in fields(told)
        for value in [getattr(told, f.name)]
    }
    listed: Sequence[Person] = told.present
    said["present"] = tuple(
        Person(_clean(p.name), _clean(p.address), p.represents) for p in listed
    )
    said["people"] = max(told.people, len(listed), 1)
    if told.outcome != Outcome.REFUSED:
        said["ground"] = ""
    return Told(**said)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
