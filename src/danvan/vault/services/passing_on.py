"""Passing a case on, redacted by default, and taking it back."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from danvan.accounts.rights import Right, Viewer
from danvan.orgs.models import Unit
from danvan.vault import conflicts, lines, opening, providers, sealing
from danvan.vault.course_selectors import look
from danvan.vault.errors import NotFounded, Refused
from danvan.vault.models import (
    BlindTag,
    KeyState,
    SealedBlob,
    UnitKey,
    VerifierKey,
    Wrap,
)
from danvan.vault.opening import Ask, Door
from danvan.vault.scope import scoped, seen_by
from danvan.vault.sealing import STORY, Contents, Place
from danvan.vault.services import coursing
from danvan.vault.services.finding import check_assigned, find
from danvan.vault.services.reading import blob_of, place_of, plain


def pass_on(
    *,
    ask: Ask,
    to: Unit,
    extract: Contents | None,
    whole: Collection[str] = (),
    seconds: Mapping[str, uuid.UUID | None] = MappingProxyType({}),
    forward: bool = False,
    now: datetime.datetime,
) -> None:
    """Pass a case on to another unit: a redacted extract, unless ``whole`` is named.

    ``ask`` is for the story, whose holder passes on. ``whole`` names
    compartments (IDENTITY, STORY) given as they are, where the law asks for
    it; each is an opening of its own, with the approval that ``seconds`` names for
    it (that of ``ask`` where it names none). ``forward``: this is the one forwarding to
    the competent unit (LTC 24.2), which then has the case whole, and its course.
    Raises `Refused` (``extract`` without either, ``whole``, ``accused`` when the
    story accuses that unit), `course_rules.NotAllowed`, `NotFounded`.
    """
    if extract is None and not whole:
        raise Refused("extract")
    if forward:
        _check_forward(ask, to, whole, now)
    _active_key(to)
    doors = {
        STORY: opening.go_through(
            dataclasses.replace(ask, compartment=STORY), now=now, holders_only=True
        )
    }
    told = blob_of(doors[STORY], kind=sealing.TEXT)
    story = sealing.open_text(plain(told), doors[STORY].key, place_of(told))
    if conflicts.accuses(story.fields, to, timezone.localdate(now), settles=forward):
        opening.note_refusal(ask, "accused")
        raise Refused("accused")
    for compartment in set(whole) - {STORY}:
        doors[compartment] = opening.go_through(
            dataclasses.replace(
                ask,
                compartment=compartment,
                second=seconds.get(compartment, ask.second),
            ),
            now=now,
            holders_only=True,
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
        if forward:
            at = coursing.locked(ask.case_id, ask.viewer)
            coursing.forward(at, to, ask.viewer, now)
        names = [*sorted(whole), *([sealing.EXTRACT] if extract else [])]
        changes = {"to": (None, to.code), "parts": (None, "+".join(names))}
        lines.write(
            by=ask.viewer.actor(door.unit_id),
            action="vault.pass-on",
            record=ask.record,
            changes=changes,
        )


@transaction.atomic
def take_back(*, case_id: uuid.UUID, from_unit: Unit, viewer: Viewer) -> None:
    """Delete every key of the case that another unit was given; only the receiver may.

    An extract made for that unit goes with it. What was read stays known. What was
    forwarded to the competent unit stays there (`Refused`, ``forwarded``).
    """
    with seen_by(viewer):
        case = find(case_id)
        mine = viewer.units(Right.SEALED_OPEN)
        if case.receiver_id not in mine or from_unit.pk == case.receiver_id:
            raise Refused("role")
        check_assigned(case, case.receiver_id, viewer)
        if coursing.forwarded_to(case, from_unit):
            raise Refused("forwarded")
    with scoped(user_id=viewer.user_id, units=[case.receiver_id, from_unit.pk]):
        extract = sealing.extract_for(from_unit.code)
        # The blobs first: without the keys they can no longer be seen.
        SealedBlob.objects.filter(case=case, compartment=extract).delete()
        Wrap.objects.filter(case=case, compartment=extract).delete()
        Wrap.objects.filter(case=case, unit=from_unit).delete()
        VerifierKey.objects.filter(access__case=case, unit=from_unit).delete()
        BlindTag.objects.filter(case=case, unit=from_unit).delete()
        change = {"from": (from_unit.code, None)}
        lines.write(
            by=viewer.actor(case.receiver_id),
            action="vault.take-back",
            record=case.record,
            changes=change,
        )


def _check_forward(
    ask: Ask, to: Unit, whole: Collection[str], now: datetime.datetime
) -> None:
    """Refuse a second forwarding, and one that keeps a part back."""
    with seen_by(ask.viewer):
        at = look(ask.case_id, ask.viewer)
        coursing.check_forward(at, to, now)
        held = Wrap.objects.filter(case=at.case, unit=at.unit)
        parts = set(held.values_list("compartment", flat=True))
    if not {STORY, sealing.IDENTITY} & parts <= set(whole):
        raise Refused("whole")


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
