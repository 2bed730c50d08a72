"""Appointments through the one door of the database, for portal and office alike.

The code is derived from the idempotency key; what is kept of it is an HMAC bound to
the telephone, under a key outside the database.
"""

import datetime
import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.petitions import receipts
from danvan.receptions.errors import NoSeat, Throttled
from danvan.receptions.models import Appointment
from danvan.receptions.visits import digits


@dataclass(frozen=True, slots=True)
class Slip:
    """What the holder of an appointment keeps; ``code`` is 12 digits."""

    on: datetime.date
    starts: datetime.time
    place: str
    unit: str
    post: str
    online: bool
    code: str = ""
    id: uuid.UUID | None = None


@transaction.atomic
def book(
    *,
    slot: int,
    name: str,
    phone: str,
    key: uuid.UUID,
    by: Actor,
    now: datetime.datetime,
    synthetic: bool = False,
) -> Slip:
    """Take a free seat of an hour; the same ``key`` again gives the same slip.

    Raises NoSeat: the hour is full or closed, or the telephone has two already.
    """
    pk, code, called = uuid.uuid4(), receipts.code_for(key), digits(phone)
    values = {
        "id": pk,
        "slot_id": slot,
        "name": _clean(name),
        "phone": _clean(phone),
        "phone_key": called,
        "code_hash": _hash(called, code),
        "idempotency_key": key,
        "made_at": now,
        "synthetic": synthetic,
    }
    line = journal.prepare(
        by=by,
        action="reception.book",
        record=f"receptions.appointment:{pk}",
        changes={"slot": (None, str(slot))},
    )
    said = _call("receptions_book(%s, %s)", [_json(values), _json(line)])
    if said["result"] != "booked":
        raise NoSeat(said["result"])
    return _slip(said, code)


def find(*, phone: str, code: str) -> Slip | None:
    """Return the live appointment of a telephone and a code; None for a wrong pair.

    Raises Throttled after ten wrong codes for a telephone in an hour.
    """
    typed, called = receipts.normalise_code(code), digits(phone)
    said = _call("receptions_appointment_of(%s, %s)", [called, _hash(called, typed)])
    if said["result"] == "throttled":
        raise Throttled
    return _slip(said, typed) if said["result"] == "found" else None


@transaction.atomic
def cancel(*, phone: str, code: str, by: Actor) -> bool:
    """Give the seat back; False where telephone and code fit nothing. Throttled."""
    found = find(phone=phone, code=code)
    if found is None:
        return False
    line = journal.prepare(
        by=by, action="reception.cancel", record=f"receptions.appointment:{found.id}"
    )
    arguments = [found.id, _hash(digits(phone), found.code), _json(line)]
    return bool(_call("receptions_cancel(%s, %s, %s)", arguments))


def published(
    unit: int, first: datetime.date, last: datetime.date
) -> list[dict[str, Any]]:
    """Return the published sessions of a unit between two days, as the database says."""
    rows: list[dict[str, Any]] = _call(
        "receptions_schedule(%s, %s, %s)", [unit, first, last]
    )
    return rows


@transaction.atomic
def arrive(*, appointment: uuid.UUID, by: Actor, now: datetime.datetime) -> bool:
    """Note at the counter that who booked has come."""
    found = Appointment.objects.select_for_update().get(pk=appointment)
    if found.cancelled_at is not None or found.arrived_at is not None:
        return False
    found.arrived_at = now
    found.save(update_fields=["arrived_at"])
    journal.write(by=by, action="reception.arrive", record=found.record)
    return True


def sweep(*, before: datetime.date) -> int:
    """Forget who booked hours long past; return how many appointments went."""
    old = Appointment.objects.annotate(on=F("slot__session__on")).filter(on__lt=before)
    deleted, _ = old.delete()
    return deleted


def _hash(called: str, code: str) -> str:
    return receipts.code_hash(f"appointment:{called}", code)


def _slip(said: Mapping[str, Any], code: str) -> Slip:
    return Slip(
        on=datetime.date.fromisoformat(said["on"]),
        starts=datetime.time.fromisoformat(said["starts"]),
        place=said["place"],
        unit=said["unit"],
        post=said["post"],
        online=said["online"],
        code=code,
        id=uuid.UUID(said["id"]) if "id" in said else None,
    )


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _json(value: object) -> str:
    return json.dumps(value, default=str)


def _call(function: str, arguments: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}",  # a call written here # nosemgrep: statements-are-whole
            arguments,
        )
        (said,) = cursor.fetchone()
    return json.loads(said) if isinstance(said, str) else said
