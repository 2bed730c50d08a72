"""Sealed cases: taken in, assigned, opened, passed on, taken back, shredded.

Every line stands in the journal of the unit that handles the case, never in
that of the unit whose counter it came over. `unseal` and its like commit the
line before a byte is opened, so they cannot run inside a transaction.
"""

import dataclasses
import datetime
import json
import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

from danvan.accounts.models import User
from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.core.casework import number as numbers
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.vault import opening, providers, sealing, selectors
from danvan.vault.errors import NotFounded, Refused
from danvan.vault.models import (
    Access,
    CaseState,
    KeyState,
    SealedBlob,
    SealedCase,
    UnitKey,
    Wrap,
)
from danvan.vault.opening import Ask, Door
from danvan.vault.scope import scoped, seen_by
from danvan.vault.sealing import IDENTITY, STORY, Blob, Contents, FileNote, Place
from danvan.vault.selectors import OpeningRow

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
class Unsealed:
    """What a compartment holds, and who opened it."""

    fields: Mapping[str, str] = field(repr=False)
    files: tuple[FileNote, ...]
    history: list[OpeningRow] = field(repr=False)


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
def register_paper(*, case: NewCase, by: Actor) -> str:
    """Give a case kept in a paper register its random number; no person is stored."""
    unit = Unit.objects.get(code=case.receiver)
    return _store(case, uuid.uuid4(), unit.pk, None, (), by)


@transaction.atomic
def assign(
    *, case_id: uuid.UUID, user: User, viewer: Viewer, now: datetime.datetime
) -> Access:
    """Let an officer of one's unit open a case; nobody assigns himself.

    Raises `Refused` (``absent``, ``role``).
    """
    with seen_by(viewer):
        case = _find(case_id)
        unit_id = _unit_of(case, viewer.units(Right.SEALED_ASSIGN))
        if str(user.pk) == viewer.user_id:
            raise Refused("role")
        access, made = Access.objects.get_or_create(
            case=case, unit_id=unit_id, user=user, ended_at=None,
            defaults={"made_at": now},
        )  # fmt: skip
        if made:
            change = {"officer": (None, str(user.pk))}
            _write(viewer.actor(unit_id), "vault.assign", case.record, change)
    return access


@transaction.atomic
def end_assignment(*, access_id: int, viewer: Viewer, now: datetime.datetime) -> None:
    """Take a case from an officer again. Raises `Refused` (``absent``)."""
    with seen_by(viewer):
        access = Access.objects.filter(pk=access_id, ended_at=None).first()
        if access is None or not viewer.may(Right.SEALED_ASSIGN, access.unit_id):
            raise Refused("absent")
        access.ended_at = now
        access.save(update_fields=["ended_at"])
        change = {"officer": (str(access.user_id), None)}
        record = f"vault.case:{access.case_id}"
        _write(viewer.actor(access.unit_id), "vault.end-assignment", record, change)


def unseal(*, ask: Ask, now: datetime.datetime) -> Unsealed:
    """Open the text of a compartment; its files are told by name and id.

    The journal's line is committed first. Raises `Refused`, whose line is
    committed too, and shows nothing then. With the text comes who opened it
    before, this time included.
    """
    door = opening.go_through(ask, now=now)
    blob = _blob(door, kind=sealing.TEXT)
    opened = sealing.open_text(_plain(blob), door.key, _place(blob))
    return Unsealed(opened.fields, opened.files, selectors.openings(door))


def unseal_file(*, ask: Ask, file: uuid.UUID, now: datetime.datetime) -> bytes:
    """Open one file of a compartment, under a line of its own; as `unseal`."""
    door = opening.go_through(ask, now=now, file=file)
    blob = _blob(door, kind=sealing.FILE)
    return sealing.open_file(_plain(blob), door.key, _place(blob))


def pass_on(
    *,
    ask: Ask,
    to: Unit,
    extract: Contents | None,
    whole: Collection[str] = (),
    now: datetime.datetime,
) -> None:
    """Pass a case on to another unit: a redacted extract, unless ``whole`` is named.

    ``ask`` is for the story, whose holder passes on. ``whole`` names
    compartments (IDENTITY, STORY) given as they are, where the law asks for
    it; each is an opening of its own. Raises `Refused` (``extract`` without
    either, ``accused`` when the story names that unit), `NotFounded`.
    """
    if extract is None and not whole:
        raise Refused("extract")
    _active_key(to)
    doors = {
        STORY: opening.go_through(dataclasses.replace(ask, compartment=STORY), now=now)
    }
    told = _blob(doors[STORY], kind=sealing.TEXT)
    story = sealing.open_text(_plain(told), doors[STORY].key, _place(told))
    if to.code in story.fields.get("accused_units", "").split():
        opening.note_refusal(ask, "accused")
        raise Refused("accused")
    for compartment in set(whole) - {STORY}:
        doors[compartment] = opening.go_through(
            dataclasses.replace(ask, compartment=compartment), now=now
        )
    door = doors[STORY]
    with scoped(user_id=ask.viewer.user_id, units=[door.unit_id, to.pk]):
        # Locked against a rotation that would destroy this key meanwhile.
        target = _active_key(to, locked=True)
        given = [doors[compartment] for compartment in sorted(whole)]
        for opened in given:
            _give_key(opened, to, target)
        if extract is not None:
            _give_extract(door, extract, to, target)
        names = [*sorted(whole), *([sealing.EXTRACT] if extract else [])]
        changes = {"to": (None, to.code), "parts": (None, "+".join(names))}
        _write(ask.viewer.actor(door.unit_id), "vault.pass-on", ask.record, changes)


@transaction.atomic
def take_back(*, case_id: uuid.UUID, from_unit: Unit, viewer: Viewer) -> None:
    """Delete every key of the case that another unit was given; only the receiver may.

    An extract made for that unit goes with it. What was read stays known.
    """
    with seen_by(viewer):
        case = _find(case_id)
        mine = viewer.units(Right.SEALED_OPEN)
        if case.receiver_id not in mine or from_unit.pk == case.receiver_id:
            raise Refused("role")
        _assigned(case, case.receiver_id, viewer)
    with scoped(user_id=viewer.user_id, units=[case.receiver_id, from_unit.pk]):
        extract = sealing.extract_for(from_unit.code)
        # The blobs first: without the keys they can no longer be seen.
        SealedBlob.objects.filter(case=case, compartment=extract).delete()
        Wrap.objects.filter(case=case, compartment=extract).delete()
        Wrap.objects.filter(case=case, unit=from_unit).delete()
        change = {"from": (from_unit.code, None)}
        _write(viewer.actor(case.receiver_id), "vault.take-back", case.record, change)


@transaction.atomic
def close(*, case_id: uuid.UUID, viewer: Viewer) -> None:
    """Mark a case as closed; it stays sealed and readable until it is shredded."""
    with seen_by(viewer):
        case = _received(case_id, viewer)
        before, case.state = case.state, CaseState.CLOSED
        case.save(update_fields=["state"])
        change = {"state": (str(before), str(case.state))}
        _write(viewer.actor(case.receiver_id), "vault.close", case.record, change)


@transaction.atomic
def shred(*, case_id: uuid.UUID, viewer: Viewer, decision: str) -> None:
    """Delete all keys and ciphertexts of a closed case at the end of retention.

    ``decision`` is the number of the act that says so. The neutral row stays.
    """
    with seen_by(viewer):
        case = _received(case_id, viewer)
        if case.state != CaseState.CLOSED:
            raise Refused("role")
    everyone = Unit.objects.values_list("pk", flat=True).filter(seal_keys__isnull=False)
    with scoped(user_id=viewer.user_id, units=set(everyone) | {case.receiver_id}):
        SealedBlob.objects.filter(case=case).delete()
        Wrap.objects.filter(case=case).delete()
        actor = viewer.actor(case.receiver_id)
        journal.write(by=actor, action="vault.shred", record=case.record, why=decision)


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


def _blob(door: Door, *, kind: str) -> SealedBlob:
    """Read a ciphertext after the line is committed; `Refused` where there is none."""
    with scoped(user_id=door.user_id, units=[door.unit_id]):
        blobs = SealedBlob.objects.filter(
            case_id=door.case_id, compartment=door.compartment, kind=kind
        )
        found = (blobs.filter(pk=door.file) if door.file else blobs).first()
    if found is None:
        raise Refused("absent")
    return found


def _plain(blob: SealedBlob) -> Blob:
    return Blob(blob.pk, blob.kind, bytes(blob.data))


def _place(blob: SealedBlob) -> Place:
    return Place(blob.case_id, blob.unit_code, blob.epoch, blob.compartment)


def _active_key(unit: Unit, *, locked: bool = False) -> UnitKey:
    keys = UnitKey.objects.filter(unit=unit, state=KeyState.ACTIVE)
    if (key := (keys.select_for_update() if locked else keys).first()) is None:
        raise NotFounded
    return key


def _give_key(door: Door, to: Unit, target: UnitKey) -> None:
    place = Place(door.case_id, to.code, target.epoch, door.compartment)
    wrapped = providers.wrap(door.key, bytes(target.public), place.context())
    Wrap.objects.update_or_create(
        case_id=door.case_id, compartment=door.compartment, unit=to,
        defaults={"key": target, "wrapped": wrapped},
    )  # fmt: skip


def _give_extract(door: Door, extract: Contents, to: Unit, target: UnitKey) -> None:
    """Seal the extract anew for the other unit; a former one for it goes."""
    name = sealing.extract_for(to.code)
    place = Place(door.case_id, to.code, target.epoch, name)
    sealed = sealing.seal(extract, place, bytes(target.public))
    SealedBlob.objects.filter(case_id=door.case_id, compartment=name).delete()
    Wrap.objects.update_or_create(
        case_id=door.case_id, compartment=name, unit=to,
        defaults={"key": target, "wrapped": sealed.wrapped},
    )  # fmt: skip
    for blob in sealed.blobs:
        SealedBlob.objects.create(
            id=blob.id, case_id=door.case_id, compartment=name, kind=blob.kind,
            unit_code=to.code, epoch=target.epoch, data=blob.data,
        )  # fmt: skip


def _find(case_id: uuid.UUID) -> SealedCase:
    case = SealedCase.objects.filter(pk=case_id).first()
    if case is None:
        raise Refused("absent")
    return case


def _received(case_id: uuid.UUID, viewer: Viewer) -> SealedCase:
    """Find a case whose receiver the viewer works for and is assigned in."""
    case = _find(case_id)
    if case.receiver_id not in viewer.units(Right.SEALED_OPEN):
        raise Refused("role")
    _assigned(case, case.receiver_id, viewer)
    return case


def _assigned(case: SealedCase, unit_id: int, viewer: Viewer) -> None:
    found = Access.objects.filter(
        case=case, unit_id=unit_id, user=uuid.UUID(viewer.user_id), ended_at=None
    )
    if not found.exists():
        raise Refused("assignment")


def _unit_of(case: SealedCase, units: Collection[int]) -> int:
    """Say for which of his units the viewer acts on the case, else `Refused`."""
    given = Wrap.objects.filter(case=case, unit__in=units).values_list(
        "unit", flat=True
    )
    for unit_id in (case.receiver_id, *given):
        if unit_id in units:
            return unit_id
    raise Refused("role")


def _write(
    by: Actor, action: str, record: str, changes: Mapping[str, journal.Change]
) -> None:
    journal.write(by=by, action=action, record=record, changes=changes)
