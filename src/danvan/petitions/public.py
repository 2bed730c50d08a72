"""What the public's pages may call: plain values in, plain values out.

Runs as the database role of the portal, which can read no petition: everything
goes through the functions of migration 0002.
"""

import datetime
import json
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from danvan.core.actor import PUBLIC
from danvan.core.casework import deadlines
from danvan.core.casework import number as numbers
from danvan.core.casework.deadlines import Deadline, DeadlineUnknown
from danvan.core.casework.workflow import Kind, State, Step
from danvan.files.verdict import FILES
from danvan.journal import services as journal
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Unit
from danvan.orgs.selectors import Place
from danvan.petitions import receipts, resemblance, terms
from danvan.petitions.errors import NotStored
from danvan.petitions.models import Petition
from danvan.petitions.settlement import Content
from danvan.vault import receipts as sealed_receipts

__all__ = [
    "LIMITS",
    "MOST_ATTACHMENTS",
    "Attachment",
    "Deadline",
    "Intake",
    "NotInOrder",
    "NotStored",
    "Place",
    "Receipt",
    "Status",
    "StatusStep",
    "Throttled",
    "receiving_unit_code",
    "receiving_unit_name",
    "say",
    "status",
    "submit",
    "time_to_complain",
    "unit_name",
    "units_for_place",
]

# Characters; longer texts are refused by the database as well.
LIMITS = {
    "what": 20_000,
    "request": 20_000,
    "place": 300,
    "name": 120,
    "phone": 30,
    "address": 300,
    "on_behalf_of": 120,
    "decision": 300,
}
MOST_ATTACHMENTS = FILES
LONGEST_COMMENT = 1000
_TRIES_FOR_A_NUMBER = 5


class NotInOrder(ValueError):
    """An intake that the citizen's form should have caught; names the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class Throttled(Exception):
    """Too many wrong codes for this number, or in the whole country; try later."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that `files.services.take` has passed and put on disk; bytes in ``size``."""

    id: uuid.UUID
    name: str
    content_type: str
    size: int
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen wrote. ``unit_code`` is a commune's or province's code."""

    kind: Literal["feedback", "complaint"]
    what: str
    request: str
    unit_code: str
    place: str
    anonymous: bool
    name: str
    phone: str
    address: str
    on_behalf_of: str
    decision: str
    decision_received: datetime.date | None
    attachments: tuple[Attachment, ...]
    language: str
    subject: str = ""  # a code of `Subject`


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen keeps; ``code`` is 12 digits and shown nowhere else."""

    number: str
    code: str
    received: datetime.date
    unit_name: str
    reply_by: datetime.date
    explanation: dict[str, str]


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step: the state it led to, the day; whereto and why not, if it says so."""

    label_code: str
    on: datetime.date
    to: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """Where a petition stands; ``reply_by`` is of the term that runs or ran last."""

    number: str
    state_code: str
    unit_name: str
    received: datetime.date
    reply_by: datetime.date | None
    explanation: dict[str, str]
    steps: tuple[StatusStep, ...]
    answer: str | None
    said: str = ""  # what the person said of the result: a code of `Content`
    sealed: bool = False  # then nothing but state and days is told


def units_for_place(province_code: str | None) -> list[Place]:
    """Return today's provinces, or the communes of one; empty for an unknown code."""
    today = timezone.localdate()
    if province_code is None:
        return orgs.provinces(today)
    return orgs.communes(province_code, today)


def receiving_unit_name(place_code: str) -> str:
    """Return who will receive what is sent about a place; NotInOrder if unknown."""
    return receiving_unit(place_code).name


def receiving_unit_code(place_code: str) -> str:
    """Return the code of who handles what happens there; NotInOrder if unknown."""
    return receiving_unit(place_code).code


def unit_name(code: str) -> str:
    """Return how a letter addresses a unit of today; NotInOrder if unknown."""
    unit = Unit.objects.as_of(timezone.localdate()).filter(code=code).first()
    if unit is None:
        raise NotInOrder("unit_code")
    return unit.office_name


def time_to_complain(
    decision_received: datetime.date, *, disciplinary: bool = False
) -> Deadline | None:
    """Return the last day to complain about a decision, with its explanation.

    Law on Complaints 2011, article 9: 90 days; article 48: 15 where it is a
    ``disciplinary`` one. None for a decision from before
    that law, whose time is over in any case.
    """
    try:
        return deadlines.compute_for_now(
            "DL-KN-00",
            decision_received,
            orgs.working_calendar(),
            disciplinary=disciplinary,
        )
    except DeadlineUnknown:
        return None


def submit(draft: Intake, *, idempotency_key: uuid.UUID) -> Receipt:
    """Take a petition in, all or nothing; the same key again gives the same receipt.

    Raises NotInOrder (with the fields that are not), NotStored (the database
    refused) and OperationalError (it is away); nothing is stored then.
    """
    draft = _tidied(draft)
    _check(draft)
    unit = receiving_unit(draft.unit_code)
    for _ in range(_TRIES_FOR_A_NUMBER):
        try:
            return _take_in(draft, unit, idempotency_key)
        except OperationalError:
            raise
        except DatabaseError as error:
            refused = NotStored(error)
        if "number" not in refused.constraint:
            break
    raise refused


def status(number: str, code: str) -> Status | None:
    """Return where a petition stands; None for a wrong pair.

    Both may be typed in any habit (case, groups). Raises Throttled after ten
    wrong codes for one number in an hour, right or wrong code alike.
    """
    try:
        known = numbers.normalise(number)
    except numbers.NotANumber:
        return None
    typed = receipts.normalise_code(code)
    # Both hashes every time, the slow one too: what it costs tells nothing.
    hashes = [receipts.code_hash(known, typed), sealed_receipts.code_hash(known, typed)]
    said = _call("SELECT petitions_status(%s, %s, %s)", [known, *hashes])
    if said["result"] == "throttled":
        raise Throttled
    if said["result"] != "found":
        return None
    return _sealed(said) if said.get("sealed") else _status(said)


def say(number: str, code: str, *, answer: str, comment: str = "") -> str:
    """Take in how the person finds the result: satisfied, partly or wrong; once.

    ``wrong`` of a closed matter asks for it to be opened again. Returns "kept",
    "said" (there is an answer already), "early" (nothing is settled yet) or "wrong"
    (the pair). Raises Throttled as `status` does, and NotInOrder.
    """
    if answer not in Content.values or len(comment) > LONGEST_COMMENT:
        raise NotInOrder("answer")
    if not _storable(comment):
        raise NotInOrder("comment")
    try:
        known = numbers.normalise(number)
    except numbers.NotANumber:
        return "wrong"
    hashed = receipts.code_hash(known, receipts.normalise_code(code))
    with transaction.atomic():
        return _say(known, hashed, answer, unicodedata.normalize("NFC", comment))


def _say(known: str, hashed: str, answer: str, comment: str) -> str:
    settled = _call("SELECT petitions_settled(%s, %s)", [known, hashed])
    if settled["result"] == "throttled":
        raise Throttled
    if settled["result"] != "found":
        return str(settled["result"])
    asks = answer == Content.WRONG and settled["state"] == State.CLOSED
    changes: dict[str, journal.Change] = {"answer": (None, answer)}
    if asks:
        changes["state"] = (State.CLOSED, State.REOPEN_ASKED)
    line = journal.prepare(
        by=PUBLIC,
        action=f"petition.{Step.ASK_REOPEN if asks else Step.RATE}",
        record=f"petitions.petition:{settled['id']}",
        changes=changes,
    )
    arguments = [known, hashed, answer, comment, _json(line)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT petitions_say(%s, %s, %s, %s, %s)", arguments)
        return str(cursor.fetchone()[0])


def receipt_again(number: str, *, idempotency_key: uuid.UUID) -> Receipt | None:
    """Return the receipt of a petition sent under that key; None if there is none.

    For the citizen who pressed twice: nothing is written.
    """
    code = receipts.code_for(idempotency_key)
    found = status(number, code)
    if found is None or found.reply_by is None:
        return None
    return Receipt(
        number=found.number,
        code=code,
        received=found.received,
        unit_name=found.unit_name,
        reply_by=found.reply_by,
        explanation=found.explanation,
    )


def receiving_unit(place_code: str) -> Unit:
    """Return who handles what happens there: its People's Committee, or the place.

    Raises NotInOrder("unit_code") for a place that does not exist today.
    """
    units = Unit.objects.as_of(timezone.localdate())
    place = units.filter(code=place_code).first()
    if place is None:
        raise NotInOrder("unit_code")
    committee = units.filter(parent=place, kind=UnitKind.PEOPLES_COMMITTEE)
    return committee.order_by("id").first() or place


def _tidied(draft: Intake) -> Intake:
    texts = {
        field: unicodedata.normalize("NFC", getattr(draft, field)).strip()
        for field in LIMITS
    }
    if draft.anonymous:
        texts |= dict.fromkeys(("name", "phone", "address", "on_behalf_of"), "")
    fields = {name: getattr(draft, name) for name in Intake.__slots__}
    return Intake(**(fields | texts))


def _check(draft: Intake) -> None:
    wrong = [
        field
        for field, most in LIMITS.items()
        if len(text := getattr(draft, field)) > most or not _storable(text)
    ]
    needed = ["what"]
    if draft.kind == "complaint":
        needed += ["name", "address"]
    wrong += [field for field in needed if not getattr(draft, field)]
    if len(draft.attachments) > MOST_ATTACHMENTS:
        wrong.append("attachments")
    if draft.kind not in {Kind.FEEDBACK, Kind.COMPLAINT}:
        wrong.append("kind")
    if wrong:
        raise NotInOrder(*dict.fromkeys(wrong))


def _storable(text: str) -> bool:
    # PostgreSQL takes neither NUL nor a lone surrogate.
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


@transaction.atomic
def _take_in(draft: Intake, unit: Unit, key: uuid.UUID) -> Receipt:
    now = timezone.now()
    today = timezone.localdate(now)
    petition_id = uuid.uuid4()
    number = receipts.new_number(today.year)
    row = Petition(kind=draft.kind, subject=draft.subject, received_on=today, unit=unit)
    calendar = orgs.working_calendar()
    counted = terms.at_receipt(row, lambda: calendar)
    first, *beside = map(terms.plain, counted)
    fields = asdict(draft)
    files = fields.pop("attachments")
    code = receipts.code_for(key)
    petition = fields | {
        "id": petition_id,
        "number": number,
        "unit_id": unit.pk,
        "received_at": now,
        "received_on": today,
        "idempotency_key": key,
        "code_hash": receipts.code_hash(number, code),
        "folded": Petition.fold(draft.what, draft.request, draft.name, draft.place),
        "deadline": first,
        "beside": beside,
    }
    kept = _kept(draft, unit, today)
    # From here on all other intakes wait for this one: everything is reckoned by now.
    line = journal.prepare(
        by=PUBLIC,
        action="petition.receive",
        record=f"petitions.petition:{petition_id}",
        changes={
            "state": (None, "received"),
            "kind": (None, draft.kind),
            "unit": (None, unit.code),
            "due": (None, f"{terms.nearest(counted)}"),
        },
    )
    said = _call(_TAKE_IN, [*map(_json, (petition, files, line)), petition_id, kept])
    return Receipt(
        number=said["number"],
        code=code,
        received=_day(said["received_on"]),
        unit_name=said["unit_name"],
        reply_by=_day(said["due"]),
        explanation={"vi": said["vi"], "en": said["en"]},
    )


# One way to the database for both: the same letter sent again keeps its first likeness.
_TAKE_IN = """
WITH taken AS MATERIALIZED (SELECT petitions_intake(%s, %s, %s) AS said)
SELECT said, petitions_resemble(%s, %s) FROM taken
"""


def _kept(draft: Intake, unit: Unit, today: datetime.date) -> str:
    """Return what the letter is found by, as JSON."""
    said = {name: getattr(draft, name) for name in resemblance.Said.__slots__}
    province = resemblance.province_of(unit, today)
    kept = resemblance.row(resemblance.Said(**said), unit.pk, province)
    return _json(asdict(kept))


def _status(said: dict[str, Any]) -> Status:
    return Status(
        number=said["number"],
        state_code=said["state"],
        unit_name=said["unit_name"],
        received=_day(said["received_on"]),
        reply_by=_day(said["due"]),
        explanation={"vi": said["vi"], "en": said["en"]},
        steps=tuple(_step(step) for step in said["steps"]),
        answer=said["answer"],
        said=said.get("said") or "",
    )


def _sealed(said: dict[str, Any]) -> Status:
    return Status(
        number=said["number"],
        state_code=said["state"],
        unit_name="",
        received=_day(said["received_on"]),
        reply_by=_day(said["due"]) if said["due"] else None,
        explanation={"vi": "", "en": ""},
        steps=(),
        answer=None,
        sealed=True,
    )


def _step(said: dict[str, Any]) -> StatusStep:
    # Within the office, who works on it is nobody's business but the office's.
    to = said["to"] if said["state"] == "transferred" else ""
    return StatusStep(said["state"], _day(said["on"]), to, tuple(said["reasons"]))


def _call(sql: str, arguments: list[Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        said = cursor.fetchone()[0]
    answer: dict[str, Any] = json.loads(said) if isinstance(said, str) else said
    return answer


def _json(value: object) -> str:
    return json.dumps(value, default=str)


_day: Callable[[str], datetime.date] = datetime.date.fromisoformat
