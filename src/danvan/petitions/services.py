"""Everything the office does with a petition; each function is one transaction."""

import datetime
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import intake
from danvan.core.casework.workflow import Kind, State, Step
from danvan.files import services as files
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions import advice, course, receipts, resemblance
from danvan.petitions.course import SomebodyWasFirst as SomebodyWasFirst
from danvan.petitions.course import Turn, Words
from danvan.petitions.errors import NotHere, NotStored, NotThisWay
from danvan.petitions.models import KINDS, Channel, Forwarder, Petition, Signatory
from danvan.petitions.signatories import Signed

Attachment = files.Taken


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says and who sent it."""

    kind: Kind
    channel: Channel
    what: str = ""
    request: str = ""
    place: str = ""
    decision: str = ""
    decision_received: datetime.date | None = None
    anonymous: bool = False
    name: str = ""
    phone: str = ""
    address: str = ""
    on_behalf_of: str = ""
    language: str = "vi"
    forwarder: str = ""  # a code of Forwarder
    forwarded_by: str = ""
    forward_letter: str = ""
    forward_date: datetime.date | None = None
    written_on: datetime.date | None = None
    originals: bool = False
    people: int = 1  # who signed
    subject: str = ""  # a code of Subject


_WORDS = [f.name for f in fields(Letter) if f.default == "" or f.name == "language"]


@transaction.atomic
def register(
    *,
    letter: Letter,
    unit: Unit,
    by: Actor,
    now: datetime.datetime,
    key: uuid.UUID,
    attachments: Iterable[files.Taken] = (),
    calendar: WorkingCalendar | None = None,
    synthetic: bool = False,
    origin: Petition | None = None,
    received_on: datetime.date | None = None,
    signatories: Iterable[Signed] = (),
    instance: int = 0,
) -> Petition:
    """Take a letter in at the counter, from the post or from another body.

    ``received_on``: the day it came, from which the law's term runs (None: today).
    The same ``key`` again returns the petition it made and writes nothing.
    Raises NotHere for a denunciation, which the vault takes in, NotThisWay where
    such a content does not come by such a way, and NotStored when the database
    refuses; nothing is stored then.
    """
    if known := Petition.objects.filter(idempotency_key=key).first():
        return known
    if letter.kind not in KINDS:
        raise NotHere
    day = received_on or timezone.localdate(now)
    admission = intake.admit(intake.Source(letter.channel), letter.kind, day)
    if admission.guidance:
        raise NotThisWay(admission.guidance)
    petition = _first_row(letter, unit, now, key)
    petition.received_on = day
    petition.synthetic, petition.origin = synthetic, origin
    petition.instance = instance
    if not _inserted(petition):
        return Petition.objects.get(idempotency_key=key)
    turn = Turn(petition=petition.pk, version=1, by=by, now=now)
    if calendar is not None:
        turn["calendar"] = calendar
    course.append_first(petition, turn)
    petition.save(update_fields=["due"])
    resemblance.note(petition)
    journal.write(
        by=by,
        action="petition.receive",
        record=petition.record,
        changes={
            "state": (None, petition.state),
            "kind": (None, petition.kind),
            "channel": (None, petition.channel),
            "unit": (None, unit.code),
            "due": (None, course.iso(petition.due)),
        },
    )
    Signatory.objects.bulk_create(
        Signatory(petition=petition, position=place, **asdict(signed))
        for place, signed in enumerate(signatories, start=1)
    )
    for taken in attachments:
        files.record(taken=taken, owner=petition.record, by=by)
    return petition


@transaction.atomic
def screen(
    *,
    kind: Kind | None = None,
    field: str = "",
    note: str = "",
    **turn: Unpack[Turn],
) -> Petition:
    """Say what the letter is: its kind, unless right already, and its field of law.

    A letter that turns out to be a denunciation leaves by `leaving.hand_to_vault`.
    """
    if kind is not None and kind not in KINDS:
        raise NotHere
    changes: dict[str, str | bool] = {"field": field}
    if kind is not None:
        changes["kind"] = kind
    petition = course.take(Step.SCREEN, Words(note=note, changes=changes), turn)
    advice.note(petition)
    return petition


@transaction.atomic
def accept(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Accept for settling; that it is complex is determined afterwards, on file."""
    return course.take(Step.ACCEPT, Words(note=note), turn)


@transaction.atomic
def guide(
    *, reply: str = "", reasons: Sequence[str] = (), **turn: Unpack[Turn]
) -> Petition:
    """Tell the person where to turn; for what is not ours or not in order."""
    return course.take(Step.GUIDE, Words(reply=reply, reasons=reasons), turn)


@transaction.atomic
def transfer(
    *, to_name: str, to_unit: Unit | None = None, reply: str = "", **turn: Unpack[Turn]
) -> Petition:
    """Send it to the competent body; a unit of this system receives it at once.

    There it is a petition of its own that continues this one: the citizen's
    number and code go on showing what happens.
    """
    petition = course.take(Step.TRANSFER, Words(to_name=to_name, reply=reply), turn)
    if to_unit is not None:
        with scope.as_system("a letter arrives in a unit that is not the sender's"):
            register(
                letter=letter_of(petition, Channel.FORWARDED),
                unit=to_unit,
                by=turn["by"],
                now=turn["now"],
                key=uuid.uuid4(),
                calendar=turn.get("calendar"),
                synthetic=petition.synthetic,
                origin=petition,
                signatories=_signed(petition),
            )
    return petition


@transaction.atomic
def file(*, reasons: Sequence[str], reply: str = "", **turn: Unpack[Turn]) -> Petition:
    """Keep it without action, for all the reasons at once (at least one)."""
    if not reasons:
        raise ValueError("filing without action needs a reason")
    return course.take(Step.FILE, Words(reasons=reasons, reply=reply), turn)


@transaction.atomic
def assign(*, unit: Unit, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Give it to the unit that looks into it."""
    return course.take(
        Step.ASSIGN, Words(unit=unit, to_name=unit.name, note=note), turn
    )


@transaction.atomic
def answer(*, reply: str = "", document: str = "", **turn: Unpack[Turn]) -> Petition:
    """Answer the citizen, who reads it with the receipt's code."""
    return course.take(Step.ANSWER, Words(reply=reply, document=document), turn)


@transaction.atomic
def close(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Close a case in which nothing is left to do."""
    return course.take(Step.CLOSE, Words(note=note), turn)


def _first_row(
    letter: Letter, unit: Unit, now: datetime.datetime, key: uuid.UUID
) -> Petition:
    today = timezone.localdate(now)
    number = receipts.new_number(today.year)
    said = {
        f.name: unicodedata.normalize("NFC", value).strip()
        if f.name in _WORDS
        else value
        for f in fields(letter)
        for value in [getattr(letter, f.name)]
    }
    return Petition(
        **said,
        number=number,
        state=State.RECEIVED,
        unit=unit,
        received_at=now,
        received_on=today,
        idempotency_key=key,
        code_hash=receipts.code_hash(number, receipts.code_for(key)),
        folded=Petition.fold(
            *(said[word] for word in ("what", "request", "name", "place"))
        ),
    )


def _inserted(petition: Petition) -> bool:
    """Insert the row; False if somebody with the same key was quicker."""
    try:
        with transaction.atomic():
            petition.save(force_insert=True)
    except IntegrityError as error:
        refused = NotStored(error)
        if "idempotency_key" not in refused.constraint:
            raise refused from None
        return False
    return True


def letter_of(petition: Petition, channel: Channel) -> Letter:
    """Return the letter that a petition took in, as it goes on elsewhere."""
    said = {f.name: getattr(petition, f.name) for f in fields(Letter)}
    sender: dict[str, object] = {"kind": Kind(petition.kind), "channel": channel}
    if channel is Channel.FORWARDED:
        sender |= {
            "forwarder": Forwarder.BODY,
            "forwarded_by": petition.unit.name[:200],
            "forward_letter": "",
            "forward_date": None,
        }
    return Letter(**(said | sender))


def _signed(petition: Petition) -> list[Signed]:
    return [Signed(s.name, s.address, s.represents) for s in petition.signatories.all()]
