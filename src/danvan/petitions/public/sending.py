"""Taking a letter in, all or nothing."""

import datetime
import unicodedata
import uuid
from dataclasses import asdict

from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone

from danvan.core.actor import PUBLIC
from danvan.core.casework import deadlines
from danvan.core.casework.deadlines import Deadline, DeadlineUnknown
from danvan.core.casework.workflow import Kind
from danvan.journal import services as journal
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Unit
from danvan.petitions import receipts, resemblance, terms
from danvan.petitions.errors import NotStored
from danvan.petitions.models import Petition
from danvan.petitions.public.door import call, day, to_json
from danvan.petitions.public.places import receiving_unit
from danvan.petitions.public.values import (
    LIMITS,
    MOST_ATTACHMENTS,
    Intake,
    NotInOrder,
    Receipt,
    storable,
)

_TRIES_FOR_A_NUMBER = 5


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
        if len(text := getattr(draft, field)) > most or not storable(text)
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
    said = call(_TAKE_IN, [*map(to_json, (petition, files, line)), petition_id, kept])
    return Receipt(
        number=said["number"],
        code=code,
        received=day(said["received_on"]),
        unit_name=said["unit_name"],
        reply_by=day(said["due"]),
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
    return to_json(asdict(kept))
