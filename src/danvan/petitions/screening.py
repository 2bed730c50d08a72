"""Classifying a letter and taking the way that the law names for it."""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from danvan.core.actor import Actor
from danvan.core.casework.classify import Competence
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.routing import Action
from danvan.core.casework.workflow import Kind, State, Step
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.petitions import advice, course, onward, routing, services
from danvan.petitions.classification import Classification
from danvan.petitions.course import SomebodyWasFirst, Turn, Words
from danvan.petitions.errors import NotHere
from danvan.petitions.models import (
    KINDS,
    Condition,
    Instance,
    Link,
    LinkKind,
    Petition,
)
from danvan.petitions.models import (
    Competence as Whose,
)
from danvan.petitions.services import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the clerk found, one decision an axis; codes of `core.casework`."""

    kind: Kind
    subject: str
    parts: Sequence[str]
    own: Sequence[str] = ()
    competence: str = Competence.OWN
    progress: str = "new"
    instance: int = 0
    failing: Sequence[str] = ()
    cases: Sequence[str] = ()
    against: str = ""
    competent: str = ""
    translated: bool = False
    body: str = ""
    people: int = 1
    originals: bool = False
    field: str = ""
    about: str = ""  # a code of `codes.Subject`


@transaction.atomic
def classify(*, found: Found, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Write the classification down; a letter classified before is classified again.

    Raises NotHere for a denunciation, which leaves (`leaving.hand_to_vault`).
    """
    if found.kind not in KINDS or Kind.DENUNCIATION in found.parts:
        raise NotHere
    petition = Petition.objects.get(pk=turn["petition"])
    received = petition.state == State.RECEIVED
    step = Step.SCREEN if received else Step.RECLASSIFY
    petition = course.take(step, Words(note=note, changes=_columns(found)), turn)
    if received:
        advice.note(petition)
    today = timezone.localdate(turn["now"])
    _store(petition, found, turn["by"], today)
    return petition


@transaction.atomic
def follow(
    *,
    branch: str,
    reply: str = "",
    to_name: str = "",
    to_unit: Unit | None = None,
    **turn: Unpack[Turn],
) -> Petition:
    """Take the way that was shown as ``branch``; the clerk pressed it.

    Raises SomebodyWasFirst where the letter was classified otherwise meanwhile.
    """
    petition = course.locked(turn)
    said = Classification.objects.filter(petition=petition).first()
    if said is None:
        raise SomebodyWasFirst
    way = routing.propose(petition, said)
    if way.route.branch != branch:
        raise SomebodyWasFirst
    if way.step is Step.TRANSFER:
        return services.transfer(to_name=to_name, to_unit=to_unit, reply=reply, **turn)
    words = Words(reply=reply)
    if way.step in {Step.RETURN, Step.DEMAND}:
        words["to_name"] = to_name
    if codes := _reasons(petition, said, way.route.action):
        words["reasons"] = codes
    return course.take(way.step, words, turn)


@transaction.atomic
def open_part(
    *, kind: Kind, what: str, request: str = "", **turn: Unpack[Turn]
) -> Petition:
    """Open one content of a mixed letter as a matter of its own, of the same day.

    Only a content within the unit's own competence; the letter is counted once.
    Raises NotHere for any other.
    """
    whole = course.locked(turn)
    said = Classification.objects.filter(petition=whole).first()
    if said is None or kind not in routing.assess(whole, said).openable:
        raise NotHere
    part = services.register(
        letter=_part_of(whole, kind, what, request),
        unit=whole.unit,
        by=turn["by"],
        # Its clock began when the letter came.
        now=whole.received_at,
        key=uuid.uuid4(),
        synthetic=whole.synthetic,
    )
    Link.objects.create(
        petition=part,
        of=whole,
        kind=LinkKind.PART,
        on=timezone.localdate(turn["now"]),
        actor_label=turn["by"].label,
    )
    journal.write(
        by=turn["by"],
        action="petition.open-part",
        record=part.record,
        changes={"of": (None, whole.number), "kind": (None, kind)},
    )
    return part


@transaction.atomic
def remind(*, to_name: str, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Urge whoever has it (đôn đốc); the letter stays where it stands."""
    return course.take(Step.REMIND, Words(to_name=to_name, note=note), turn)


@transaction.atomic
def note_reply(*, note: str = "", **turn: Unpack[Turn]) -> Petition:
    """Write down that the body it went to answered."""
    return course.take(Step.REPLY_IN, Words(note=note), turn)


def _columns(found: Found) -> Mapping[str, Any]:
    own = found.competence == Competence.OWN
    return {
        "kind": found.kind,
        "mixed": len(set(found.parts)) > 1,
        "condition": Condition.INELIGIBLE if found.failing else Condition.ELIGIBLE,
        "failing": [r.value for r in Reason if r in set(found.failing)],
        "competence": Whose.OWN if own else Whose.OTHER,
        "body": found.body,
        "people": found.people,
        "originals": found.originals,
        "instance": found.instance if found.kind is Kind.COMPLAINT else Instance.NONE,
        "field": found.field,
        "subject": found.about,
    }


_ASIDE = frozenset(
    {
        *("kind", "failing", "instance", "body", "people", "originals", "field"),
        "about",
    }
)


def _store(petition: Petition, found: Found, by: Actor, today: datetime.date) -> None:
    values = {k: v for k, v in asdict(found).items() if k not in _ASIDE}
    lists = {k: list(values[k]) for k in ("parts", "own", "cases")}
    Classification.objects.update_or_create(
        petition=petition,
        defaults={**values, **lists, "on": today, "actor_label": by.label},
    )
    journal.write(
        by=by,
        action="petition.classify",
        record=petition.record,
        changes={
            "subject": (None, found.subject),
            "competence": (None, str(found.competence)),
            "condition": (None, petition.condition),
            "progress": (None, found.progress),
        },
    )


def _reasons(petition: Petition, said: Classification, action: Action) -> Sequence[str]:
    kinds: Mapping[Action, Callable[[], Sequence[str]]] = {
        Action.REFUSE: lambda: said.cases,
        Action.FILE: lambda: petition.failing,
        Action.GUIDE: lambda: petition.failing,
        Action.RETURN: lambda: petition.failing,
        Action.EXPLAIN: lambda: onward.settled(Kind(petition.kind)),
    }
    return kinds[action]() if action in kinds else ()


def _part_of(whole: Petition, kind: Kind, what: str, request: str) -> Letter:
    return Letter(
        kind=kind,
        channel=whole.channel,  # type: ignore[arg-type] # its code
        what=what,
        request=request,
        place=whole.place,
        decision=whole.decision if kind is Kind.COMPLAINT else "",
        decision_received=whole.decision_received if kind is Kind.COMPLAINT else None,
        anonymous=whole.anonymous,
        name=whole.name,
        phone=whole.phone,
        address=whole.address,
        on_behalf_of=whole.on_behalf_of,
        language=whole.language,
    )
