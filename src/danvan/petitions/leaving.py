"""A letter that turns out to be a denunciation leaves for the vault.

In one transaction its words are sealed (or stay on paper alone), and every row
and file of it goes. Its number, date of receipt and code live on in the vault.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from django.db import connection, transaction

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.casework import clock, deadlines
from danvan.core.casework.workflow import Kind, State, Step
from danvan.files import storage
from danvan.files.models import StoredFile
from danvan.journal import services as journal
from danvan.journal.models import sealed_chain
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.papers import services as papers
from danvan.petitions import course, receipts
from danvan.petitions.course import Turn
from danvan.petitions.errors import WentOn
from danvan.petitions.models import Petition
from danvan.petitions.settlement import WatchedMatter
from danvan.vault import receipts as sealed_receipts
from danvan.vault import services as vault
from danvan.vault.sealing import Contents, File
from danvan.vault.services import NewCase

_PERSON = ("name", "phone", "address", "on_behalf_of")
_TOLD = (
    *("what", "request", "place", "decision", "decision_received", "written_on"),
    *("forwarded_by", "forward_letter", "forward_date"),
)


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of the letter here: the number it keeps, and who has it now."""

    number: str
    receiver: Unit
    on_paper: bool


@transaction.atomic
def hand_to_vault(
    *,
    receiver: Unit,
    on_paper: bool,
    accused_units: Iterable[str] = (),
    **turn: Unpack[Turn],
) -> Left:
    """Hand a letter over to the vault of ``receiver`` and forget it here.

    ``on_paper``: nothing is sealed, for the clerk keeps the printed letter in
    the paper register. ``accused_units`` are codes, sealed with the story.
    Raises SomebodyWasFirst, WentOn, `vault.errors.NotFounded` (the receiver
    has no key) and Petition.DoesNotExist; nothing has changed then.
    """
    petition = course.locked(turn)
    if not may_leave(petition):
        raise WentOn
    by = turn["by"]
    with scope.as_system("the letter may continue one of another unit"):
        line = _line(petition)
        case = _case(line, receiver, turn)
        # Two chains get a line: in the order of their codes, against deadlock.
        early = by.unit_code < sealed_chain(receiver.code)
        if early:
            _note(petition, by)
        if on_paper:
            vault.register_paper(case=case, by=by)
        else:
            vault.seal(
                case=case,
                identity=_identity(line),
                story=_story(line, accused_units),
                by=by,
            )
        if not early:
            _note(petition, by)
    _forget(petition, line, receiver)
    return Left(line[-1].number, receiver, on_paper)


def may_leave(petition: Petition) -> bool:
    """Say whether the letter is still here: not closed, nor sent on."""
    return petition.state not in {State.TRANSFERRED, State.CLOSED}


def _line(petition: Petition) -> list[Petition]:
    """Return the petition and those it continues, the first of all last."""
    line = [petition]
    while line[-1].origin is not None:
        line.append(line[-1].origin)
    return line


def _case(line: list[Petition], receiver: Unit, turn: Turn) -> NewCase:
    """Describe the case: number, code and day are those of the first receipt."""
    first = line[-1]
    term = deadlines.compute_for_now(
        clock.STARTS[Kind.DENUNCIATION, Step.RECEIVE],
        first.received_on,
        turn.get("calendar") or working_calendar(),
        remote=receiver.remote_on(first.received_on),
    )
    code = receipts.code_for(first.idempotency_key)
    return NewCase(
        receiver=receiver.code,
        received_on=first.received_on,
        deadline=term.due,
        idempotency_key=sealed_receipts.stored_key(first.idempotency_key),
        code_hash=sealed_receipts.code_hash(first.number, code),
        number=first.number,
    )


def _identity(line: list[Petition]) -> Contents:
    """Gather who speaks, and the files: any of them may show a hand or a name."""
    said = {name: getattr(line[0], name) for name in _PERSON}
    signed = line[0].signatories.all()
    said["signatories"] = "\n".join(f"{s.name}, {s.address}" for s in signed)
    owners = [petition.record for petition in line]
    files = [
        File(
            name=stored.name,
            content_type=stored.content_type,
            data=storage.path_of(stored.pk).read_bytes(),
        )
        for stored in StoredFile.objects.filter(owner__in=owners)
    ]
    return Contents(said, tuple(files))


def _story(line: list[Petition], accused_units: Iterable[str]) -> Contents:
    """Gather what is told, and what the office noted or answered meanwhile."""
    said = {name: str(getattr(line[0], name) or "") for name in _TOLD}
    said["accused_units"] = " ".join(sorted(accused_units))
    said["course"] = "\n".join(_course(line))
    return Contents(said)


def _course(line: list[Petition]) -> Iterable[str]:
    for petition in reversed(line):
        for step in petition.steps.select_related("reply").order_by("seq"):
            reply = getattr(step, "reply", None)
            texts = [step.to_name, step.note, reply.text if reply else ""]
            said = "; ".join(text for text in texts if text)
            yield f"{step.on.isoformat()} {step.verb} {said}".strip()


def _note(petition: Petition, by: Actor) -> None:
    # Why it left stands in the vault alone.
    changes: dict[str, journal.Change] = {"state": (petition.state, None)}
    journal.write(
        by=by, action="petition.leave", record=petition.record, changes=changes
    )


def _forget(petition: Petition, line: list[Petition], receiver: Unit) -> None:
    _unwatch(petition)
    with scope.as_system("papers of other units about the same letter go with it"):
        papers_gone = papers.forget(owners=[p.record for p in line])
    with connection.cursor() as cursor:
        cursor.execute("SELECT petitions_hand_over(%s, %s)", [petition.pk, receiver.pk])
        (gone,) = cursor.fetchone()
    transaction.on_commit(lambda: _wipe([*gone, *papers_gone]))


def _unwatch(petition: Petition) -> None:
    """Take its matter off the leader's list, where no other letter is about it."""
    with scope.as_system("the matter may have letters in other units"):
        about = Petition.objects.filter(matter=petition.matter_id)
        if petition.matter_id and not about.exclude(pk=petition.pk).exists():
            WatchedMatter.objects.filter(matter=petition.matter_id).delete()


def _wipe(files: list[uuid.UUID]) -> None:
    """Take the bytes from the disk; what a crash leaves is swept later."""
    for file in files:
        storage.path_of(file).unlink(missing_ok=True)
