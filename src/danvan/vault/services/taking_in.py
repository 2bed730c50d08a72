"""Sealing a case for its receiver, and giving one on paper its number."""

import dataclasses
import datetime
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from danvan.core.actor import Actor
from danvan.core.casework import number as numbers
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.vault import sealing
from danvan.vault.errors import NotFounded
from danvan.vault.models import CaseState, SealedCase
from danvan.vault.scope import scoped
from danvan.vault.sealing import IDENTITY, STORY, Contents, Place

NOT_IN_USE = "55000"  # vault_intake: the key was retired while we sealed


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known of a case without opening it. ``deadline`` by the law's clock.

    ``code_hash`` is what is kept of the receipt's code (Argon2id), if there is one;
    it is bound to ``number``, which is drawn here where none is given.
    """

    receiver: str  # code of the unit
    received_on: datetime.date
    deadline: datetime.date | None
    idempotency_key: uuid.UUID
    code_hash: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class _PublicKey:
    unit_id: int
    key_id: int
    epoch: int
    public: bytes


def seal(*, case: NewCase, identity: Contents, story: Contents, by: Actor) -> str:
    """Seal and store a case for its receiver; returns its number.

    Runs in a process that holds public keys only: nothing stored here can be
    read back by it. The same idempotency key again gives the same number.
    Raises `NotFounded` where the receiver has no key.
    """
    parts = {IDENTITY: identity, STORY: story}
    try:
        return _seal(case, parts, by)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != NOT_IN_USE:
            raise
        # A new epoch began between our reading the key and our writing.
        return _seal(case, parts, by)


def new_number(received_on: datetime.date) -> str:
    """Draw a random number of no unit's series; the database refuses the rare double."""
    return numbers.make(received_on.year, secrets.choice)


@transaction.atomic
def register_paper(*, case: NewCase, by: Actor, closed: bool = False) -> str:
    """Give a case kept in a paper register its random number; no person is stored.

    ``closed``: the register says that it has ended. A case that stands there already
    stays as it is.
    """
    unit = Unit.objects.get(code=case.receiver)
    case_id = uuid.uuid4()
    number = _store(case, case_id, unit.pk, None, (), by)
    if closed:
        with scoped(user_id="", units=[unit.pk]):
            rows = SealedCase.objects.filter(pk=case_id, state=CaseState.RECEIVED)
            rows.update(state=CaseState.CLOSED)
    return number


@transaction.atomic
def _seal(case: NewCase, parts: Mapping[str, Contents], by: Actor) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_public_key(%s)", [case.receiver])
        row = cursor.fetchone()
    if row is None:
        raise NotFounded
    key = _PublicKey(row[0], row[1], row[2], bytes(row[3]))
    case_id = uuid.uuid4()
    sealed = tuple(
        sealing.seal(
            contents, Place(case_id, case.receiver, key.epoch, name), key.public
        )
        for name, contents in parts.items()
    )
    return _store(case, case_id, key.unit_id, key.key_id, sealed, by)


def _store(
    case: NewCase,
    case_id: uuid.UUID,
    unit_id: int,
    key_id: int | None,
    sealed: tuple[sealing.Sealed, ...],
    by: Actor,
) -> str:
    columns = {
        "id": str(case_id),
        "number": case.number or new_number(case.received_on),
        "receiver_id": unit_id,
        "received_on": case.received_on.isoformat(),
        "deadline": case.deadline and case.deadline.isoformat(),
        "on_paper": not sealed,
        "code_hash": case.code_hash,
        "idempotency_key": str(case.idempotency_key),
        "key_id": key_id,
    }
    blobs = [(s.place.compartment, blob) for s in sealed for blob in s.blobs]
    told = [{"id": str(b.id), "kind": b.kind, "compartment": c} for c, b in blobs]
    # In the receiver's chain: the counter it came over may be the accused's.
    line = journal.prepare(
        by=dataclasses.replace(by, unit_code=case.receiver),
        action="vault.receive",
        record=f"vault.case:{case_id}",
        sealed=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT vault_intake(%s, %s, %s::bytea[], %s, %s::bytea[], %s)",
            [
                json.dumps(columns),
                json.dumps(told),
                [blob.data for _compartment, blob in blobs],
                json.dumps([{"compartment": s.place.compartment} for s in sealed]),
                [s.wrapped for s in sealed],
                json.dumps(line),
            ],
        )
        (number,) = cursor.fetchone()
    return str(number)
