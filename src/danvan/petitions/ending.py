"""How a petition ends, and how it begins again: execution, withdrawal, reopening."""

import uuid
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from danvan.accounts import scope
from danvan.core.casework import competence
from danvan.core.casework.workflow import Kind
from danvan.core.casework.workflow import Step as Verb
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level, Unit
from danvan.petitions import course, services, settling
from danvan.petitions.course import Turn, Words
from danvan.petitions.matters import Link, LinkKind, Matter
from danvan.petitions.models import Channel, Instance, Petition
from danvan.petitions.needs import Given
from danvan.petitions.settlement import Content, Satisfaction


@transaction.atomic
def execute(*, unit: Unit, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Have the decision executed by a unit, once it has legal effect."""
    return course.take(Verb.EXECUTE, Words(to_name=unit.name, note=note), turn)


@transaction.atomic
def record(*, note: str, **turn: Unpack[Turn]) -> Petition:
    """Put on file what was executed so far."""
    return course.take(Verb.RECORD, Words(note=note), turn)


@transaction.atomic
def resolve(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Confirm that the matter is resolved: answered, and nothing left to execute."""
    today = timezone.localdate(turn["now"])
    words = Words(note=note, changes={"resolved_on": today})
    return course.take(Verb.RESOLVE, words, turn)


@transaction.atomic
def publish(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Note where the decision was made public."""
    return course.take(Verb.PUBLISH, Words(note=note), turn)


@transaction.atomic
def sue(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Note that the person went to court."""
    return course.take(Verb.SUE, Words(note=note), turn)


@transaction.atomic
def withdraw(*, signed: bool = True, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Record that the person took the whole letter back, in writing and signed."""
    words = Words(note=note, given=Given(signed=signed))
    return course.take(Verb.WITHDRAW, words, turn)


@transaction.atomic
def drop_part(*, note: str, signed: bool = True, **turn: Unpack[Turn]) -> Petition:
    """Record that the person took a part back; ``note`` says which."""
    words = Words(note=note, given=Given(signed=signed))
    return course.take(Verb.DROP_PART, words, turn)


@transaction.atomic
def rate(
    *, answer: str, comment: str = "", online: bool = False, **turn: Unpack[Turn]
) -> Petition:
    """Note how the person takes the result; a later word replaces an earlier one."""
    today = timezone.localdate(turn["now"])

    def keep(petition: Petition, _step: object) -> None:
        Satisfaction.objects.update_or_create(
            petition=petition,
            defaults={
                "answer": Content(answer),
                "comment": comment,
                "on": today,
                "online": online,
            },
        )

    return course.take(Verb.RATE, Words(file=keep), turn)


@transaction.atomic
def ask_reopen(*, note: str, **turn: Unpack[Turn]) -> Petition:
    """Note that the person asks for a closed matter to be opened again."""
    return course.take(Verb.ASK_REOPEN, Words(note=note), turn)


@transaction.atomic
def deny_reopen(*, reply: str, **turn: Unpack[Turn]) -> Petition:
    """Refuse to open it again; the person reads why."""
    words = Words(reply=reply, given=Given(reasons=[reply] if reply else []))
    return course.take(Verb.DENY_REOPEN, words, turn)


@transaction.atomic
def reopen(*, note: str, **turn: Unpack[Turn]) -> Petition:
    """Open it again, as a new petition of the same unit that continues this one."""
    old = course.locked(turn)
    new = _continued(old, old.unit, Instance(old.instance), turn)
    words = Words(note=note, to_name=new.number)
    words |= {"given": Given(reasons=[note] if note else [])}
    return course.take(Verb.REOPEN, words, turn)


@transaction.atomic
def appeal(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Note that the complaint goes to the second instance, and begin it there.

    That is the province the unit stands in; where the body is none of this system
    only its name is kept.
    """
    old = course.locked(turn)
    above = second_instance(old, turn)
    if above is not None:
        new = _continued(old, above, Instance.SECOND, turn)
        to_name = f"{above.office_name}, {new.number}"
    else:
        to_name = _office_above(old, turn)
    return course.take(Verb.APPEAL, Words(note=note, to_name=to_name), turn)


def second_instance(petition: Petition, turn: Turn) -> Unit | None:
    """Return the unit of this system that settles the second time, if there is one."""
    today = timezone.localdate(turn["now"])
    unit = petition.unit
    whole = (UnitKind.TERRITORY, UnitKind.PEOPLES_COMMITTEE)
    if unit.level == Level.PROVINCE and unit.kind in whole:
        return None
    above = (u for u in orgs.ancestors(unit, today) if u.level == Level.PROVINCE)
    place = next((u for u in above if u.kind in whole), None)
    if place is None:
        return None
    committee = Unit.objects.as_of(today).filter(
        parent=place, kind=UnitKind.PEOPLES_COMMITTEE
    )
    return committee.order_by("pk").first() or place


def _office_above(petition: Petition, turn: Turn) -> str:
    today = timezone.localdate(turn["now"])
    office = settling.office_of(petition)
    body = competence.competent_body(Kind.COMPLAINT, 2, office, today).office
    return competence.office_words(body)["vi"] if body else "Tòa án"


def _continued(old: Petition, unit: Unit, instance: Instance, turn: Turn) -> Petition:
    """Take the letter in again where it goes on, linked to where it comes from."""
    with scope.as_system("a matter goes on in a unit that may be another"):
        new = services.register(
            letter=services.letter_of(old, Channel(old.channel)),
            unit=unit,
            by=turn["by"],
            now=turn["now"],
            key=uuid.uuid4(),
            synthetic=old.synthetic,
            instance=instance,
        )
        new.matter = old.matter or _matter_of(old, turn)
        new.people, new.field = old.people, old.field
        new.save(update_fields=["matter", "people", "field"])
        Link.objects.create(
            petition=new,
            of=old,
            kind=LinkKind.CONTINUATION,
            on=timezone.localdate(turn["now"]),
            actor_label=turn["by"].label,
        )
    return new


def _matter_of(old: Petition, turn: Turn) -> Matter:
    """Open the matter that the letter is about, which both are of from now on."""
    matter = Matter.objects.create(
        unit=old.unit, opened_on=min(old.received_on, timezone.localdate(turn["now"]))
    )
    Petition.objects.filter(pk=old.pk).update(matter=matter)
    return matter
