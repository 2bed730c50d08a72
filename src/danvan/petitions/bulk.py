"""One step for many petitions: selected, looked at beforehand, done in chunks.

Each petition takes the step by the service that a single one takes it by, in a
transaction of its own with its own line in the journal; so a batch that stops in
the middle, or is sent twice, goes on where it stood.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.actor import Actor
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.rules import Said
from danvan.core.casework.workflow import Kind, Step, StepNotAllowed
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import needs, selectors, services
from danvan.petitions.batches import Fate, Why
from danvan.petitions.course import SomebodyWasFirst, Turn
from danvan.petitions.models import (
    Assignment,
    Batch,
    BatchItem,
    Competence,
    Condition,
    Execution,
    Petition,
)

MOST = 500
CHUNK = 25
UNDO_OPEN = datetime.timedelta(minutes=10)


class NothingSelected(ValueError):
    """A batch needs at least one petition that its maker sees."""


class Decided(ValueError):
    """Another step was decided on for this batch before."""


class TooLate(ValueError):
    """The ten minutes are over."""


@dataclass(frozen=True, slots=True)
class Line:
    """One petition of a batch as it would fare; ``why`` is empty where it is done."""

    item: BatchItem
    petition: Petition
    why: str = ""
    said: Said = field(default_factory=dict)  # the law's own reason, by language
    back_to: Unit | None = None  # giving it back there undoes the step


@transaction.atomic
def start(
    *,
    petitions: Iterable[Petition],
    owner: str,
    unit: Unit,
    query: str,
    now: datetime.datetime,
) -> Batch:
    """Keep what was selected, `MOST` at most, in the versions that are shown.

    Raises NothingSelected.
    """
    selected = list(petitions)[:MOST]
    if not selected:
        raise NothingSelected
    batch = Batch.objects.create(
        owner_id=uuid.UUID(owner), unit=unit, query=query, made_at=now
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, petition=p, position=n, version=p.version)
        for n, p in enumerate(selected, start=1)
    )
    return batch


def mine(viewer: Viewer, pk: uuid.UUID) -> Batch:
    """Return a batch of the viewer's own; Batch.DoesNotExist otherwise."""
    if not viewer.user_id:
        raise Batch.DoesNotExist
    return Batch.objects.select_related("unit").get(
        pk=pk, owner=uuid.UUID(viewer.user_id)
    )


def units_of(
    verb: Step, batch: Batch, viewer: Viewer, today: datetime.date
) -> list[Unit]:
    """Return the units that the step can name, for all units in the batch."""
    if verb not in {Step.ASSIGN, Step.TRANSFER}:
        return []
    here = Unit.objects.filter(
        pk__in=Petition.objects.visible_to(viewer)
        .filter(pk__in=batch.items.values("petition"))
        .values("unit")
    )
    found: dict[int, Unit] = {}
    for unit in here:
        offered = (
            selectors.assignable(viewer, unit, today)
            if verb is Step.ASSIGN
            else selectors.receivers(unit, today)
        )
        found |= {one.pk: one for one in offered}
    return list(found.values())


def preview(
    batch: Batch,
    viewer: Viewer,
    verb: Step,
    words: Mapping[str, Any],
    today: datetime.date,
) -> list[Line]:
    """Return how each petition of the batch that still waits would fare now."""
    items = list(batch.items.filter(fate=Fate.WAITING))
    seen = _seen(viewer, [item.petition_id for item in items])
    whereto = _assignable(viewer, seen.values(), verb, today)
    unfinished = _unfinished(seen, verb)
    lines = []
    for item in items:
        petition = seen.get(item.petition_id)
        if petition is None:
            gone = Petition(pk=item.petition_id)
            lines.append(Line(item, gone, Why.GONE))
            continue
        why = _why_not(viewer, item, petition, verb, words, whereto)
        said: Said = {}
        if not why and petition.pk in unfinished:
            why, said = Why.LAW, needs.SOMETHING_LEFT.said
        back = None if why else _back_to(petition, verb)
        lines.append(Line(item, petition, why, said, back))
    return lines


def _unfinished(keys: Iterable[uuid.UUID], verb: Step) -> frozenset[uuid.UUID]:
    """Return those with an order that is not done yet, which cannot be closed."""
    if verb is not Step.CLOSE:
        return frozenset()
    left = Execution.objects.filter(petition__in=list(keys), done_on__isnull=True)
    return frozenset(left.values_list("petition", flat=True))


def _seen(viewer: Viewer, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Petition]:
    assigned = Assignment.objects.select_related("unit").order_by("pk")
    found = Petition.objects.visible_to(viewer).filter(pk__in=keys)
    found = found.select_related("unit").defer("what", "request", "folded")
    return {
        p.pk: p
        for p in found.prefetch_related(Prefetch("assignments", queryset=assigned))
    }


def _assignable(
    viewer: Viewer, petitions: Iterable[Petition], verb: Step, today: datetime.date
) -> Mapping[int, frozenset[int]]:
    if verb is not Step.ASSIGN:
        return {}
    return {
        unit.pk: frozenset(u.pk for u in selectors.assignable(viewer, unit, today))
        for unit in {p.unit for p in petitions}
    }


def _why_not(
    viewer: Viewer,
    item: BatchItem,
    petition: Petition,
    verb: Step,
    words: Mapping[str, Any],
    whereto: Mapping[int, frozenset[int]],
) -> str:
    if petition.version != item.version:
        return Why.CHANGED
    if verb not in {way.step for way in selectors.open_ways(petition)}:
        return Why.STATE
    if selectors.way_for(viewer, petition, verb) is None:
        return Why.RIGHT
    if verb is Step.ASSIGN and words["unit"] not in whereto.get(petition.unit_id, ()):
        return Why.UNIT
    if verb is Step.TRANSFER and words.get("to_unit") == petition.unit_id:
        return Why.UNIT
    return _on_record(petition) if verb is Step.ACCEPT else ""


def _on_record(petition: Petition) -> str:
    """Say what somebody put on record that speaks against accepting it.

    One petition is accepted on its page, where the failing conditions stand beside
    the step; among many nobody would see them.
    """
    if petition.condition == Condition.INELIGIBLE:
        return Why.FAILING
    return Why.FOREIGN if petition.competence == Competence.OTHER else ""


def _back_to(petition: Petition, verb: Step) -> Unit | None:
    """Return who had it: only giving it anew can be taken back by the course."""
    if verb is not Step.ASSIGN or petition.state != "assigned":
        return None
    given = list(petition.assignments.all())
    return given[-1].unit if given else None


@transaction.atomic
def decide(
    *,
    batch: Batch,
    verb: Step,
    words: Mapping[str, Any],
    by: Actor,
    now: datetime.datetime,
) -> Batch:
    """Say which step is taken; the same again changes nothing. Raises Decided."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.verb:
        if (batch.verb, batch.words) != (verb, dict(words)):
            raise Decided
        return batch
    batch.verb, batch.words, batch.decided_at = verb, dict(words), now
    batch.save(update_fields=["verb", "words", "decided_at"])
    journal.write(
        by=by,
        action="petition.bulk",
        record=batch.record,
        changes={
            "step": (None, str(verb)),
            "petitions": (None, str(batch.items.count())),
        },
    )
    return batch


def run(
    *, batch: Batch, viewer: Viewer, now: datetime.datetime, today: datetime.date
) -> int:
    """Take the step for the next `CHUNK` that wait; return how many wait after it."""
    verb = Step(batch.verb)
    calendar = working_calendar()
    lines = preview(batch, viewer, verb, batch.words, today)
    for line in lines[:CHUNK]:
        _settle(line, batch, viewer, now, calendar)
    if not lines[CHUNK:]:
        _forget_texts(batch)
    return len(lines[CHUNK:])


def _forget_texts(batch: Batch) -> None:
    """Keep codes alone: what was written stands with each petition's own step."""
    kept = {k: v for k, v in batch.words.items() if k not in {"note", "reply"}}
    Batch.objects.filter(pk=batch.pk).update(words=kept)


@transaction.atomic
def _settle(
    line: Line,
    batch: Batch,
    viewer: Viewer,
    now: datetime.datetime,
    calendar: WorkingCalendar,
) -> None:
    """Do one, or say why not, once: who comes second finds it no longer waiting."""
    waiting = BatchItem.objects.select_for_update(of=("self",))
    item = waiting.filter(pk=line.item.pk, fate=Fate.WAITING).first()
    if item is None:
        return
    why, said = line.why, line.said
    if not why:
        try:
            with transaction.atomic():
                _take(line, batch, viewer, now, calendar)
        except (SomebodyWasFirst, StepNotAllowed):
            why = Why.CHANGED
        except NotAllowed as no:
            why, said = Why.LAW, no.said
    item.fate, item.why = (Fate.SKIPPED, why) if why else (Fate.DONE, "")
    item.said, item.before = dict(said), None if why else line.back_to
    item.save(update_fields=["fate", "why", "said", "before"])


def _take(
    line: Line,
    batch: Batch,
    viewer: Viewer,
    now: datetime.datetime,
    calendar: WorkingCalendar,
) -> None:
    verb = Step(batch.verb)
    turn: Turn = {
        "petition": line.petition.pk,
        "version": line.item.version,
        "by": viewer.actor(line.petition.unit_id),
        "now": now,
        "calendar": calendar,
    }
    said = dict(batch.words)
    if verb is Step.SCREEN:
        kind = said.pop("kind", "")
        services.screen(kind=Kind(kind) if kind else None, **said, **turn)
    elif verb is Step.ASSIGN:
        unit = Unit.objects.get(pk=said.pop("unit"))
        services.assign(unit=unit, **said, **turn)
    elif verb is Step.TRANSFER:
        pk = said.pop("to_unit", None)
        unit_ = Unit.objects.get(pk=pk) if pk else None
        services.transfer(to_unit=unit_, **said, **turn)
    elif verb is Step.ACCEPT:
        services.accept(**said, **turn)
    else:
        services.close(**said, **turn)


def may_undo(batch: Batch, now: datetime.datetime) -> bool:
    """Say whether anything of the batch can still be taken back."""
    if batch.decided_at is None or now - batch.decided_at > UNDO_OPEN:
        return False
    return batch.items.filter(fate=Fate.DONE, before__isnull=False).exists()


def undo(*, batch: Batch, viewer: Viewer, now: datetime.datetime) -> None:
    """Give back what was given anew and nobody touched since. Raises TooLate."""
    if batch.decided_at is None or now - batch.decided_at > UNDO_OPEN:
        raise TooLate
    done = batch.items.filter(fate=Fate.DONE, before__isnull=False)
    for item in done.select_related("before"):
        _give_back(item, viewer, now)


@transaction.atomic
def _give_back(item: BatchItem, viewer: Viewer, now: datetime.datetime) -> None:
    rows = BatchItem.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=item.pk, fate=Fate.DONE).first()
    petition = Petition.objects.visible_to(viewer).filter(pk=item.petition_id).first()
    # One that went on since is not taken back behind somebody's back.
    if locked is None or petition is None or petition.version != item.version + 1:
        return
    if selectors.way_for(viewer, petition, Step.ASSIGN) is None or not item.before:
        return
    services.assign(
        unit=item.before,
        note=_("Taken back."),
        petition=petition.pk,
        version=petition.version,
        by=viewer.actor(petition.unit_id),
        now=now,
    )
    locked.fate = Fate.UNDONE
    locked.save(update_fields=["fate"])
