"""Where a petition stands, for who has its code, and what he says of the result."""

import unicodedata
import uuid
from typing import Any

from django.db import connection, transaction

from danvan.core.actor import PUBLIC
from danvan.core.casework import number as numbers
from danvan.core.casework.workflow import State, Step
from danvan.journal import services as journal
from danvan.petitions import receipts
from danvan.petitions.public.door import call, day, to_json
from danvan.petitions.public.values import (
    LONGEST_COMMENT,
    NotInOrder,
    Receipt,
    Status,
    StatusStep,
    Throttled,
    storable,
)
from danvan.petitions.settlement import Content
from danvan.vault import receipts as sealed_receipts


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
    said = call("SELECT petitions_status(%s, %s, %s)", [known, *hashes])
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
    if not storable(comment):
        raise NotInOrder("comment")
    try:
        known = numbers.normalise(number)
    except numbers.NotANumber:
        return "wrong"
    hashed = receipts.code_hash(known, receipts.normalise_code(code))
    with transaction.atomic():
        return _say(known, hashed, answer, unicodedata.normalize("NFC", comment))


def _say(known: str, hashed: str, answer: str, comment: str) -> str:
    settled = call("SELECT petitions_settled(%s, %s)", [known, hashed])
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
    arguments = [known, hashed, answer, comment, to_json(line)]
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


def _status(said: dict[str, Any]) -> Status:
    return Status(
        number=said["number"],
        state_code=said["state"],
        unit_name=said["unit_name"],
        received=day(said["received_on"]),
        reply_by=day(said["due"]),
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
        received=day(said["received_on"]),
        reply_by=day(said["due"]) if said["due"] else None,
        explanation={"vi": "", "en": ""},
        steps=(),
        answer=None,
        sealed=True,
    )


def _step(said: dict[str, Any]) -> StatusStep:
    # Within the office, who works on it is nobody's business but the office's.
    to = said["to"] if said["state"] == "transferred" else ""
    return StatusStep(said["state"], day(said["on"]), to, tuple(said["reasons"]))
