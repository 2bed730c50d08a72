"""The way that the law names for a classified letter; nothing here decides.

`core.casework` holds the rules; this puts a petition's columns before them.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from danvan.core.casework import classify, competence, rules
from danvan.core.casework.classify import Assessment, Letter
from danvan.core.casework.competence import Competent, NobodyCompetent, Office
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.ground import Ground
from danvan.core.casework.routing import (
    Action,
    Facts,
    Forwarder,
    Progress,
    Route,
    Subject,
    route,
    standing,
)
from danvan.core.casework.workflow import Kind, Step
from danvan.orgs.models import Kind as UnitKind
from danvan.orgs.models import Level, Unit
from danvan.petitions.classification import Classification
from danvan.petitions.codes import DISCIPLINARY
from danvan.petitions.codes import Subject as About
from danvan.petitions.models import Channel, Instance, LinkKind, Petition

# The step that follows the law's action; a denunciation takes none of them.
STEPS: Mapping[Action, Step] = {
    Action.PROPOSE: Step.ACCEPT,
    Action.ASSIGN: Step.ACCEPT,
    Action.REFUSE: Step.REFUSE,
    Action.GUIDE: Step.GUIDE,
    Action.SPLIT: Step.GUIDE,
    Action.RETURN: Step.RETURN,
    Action.FORWARD: Step.TRANSFER,
    Action.DEMAND: Step.DEMAND,
    Action.EXPLAIN: Step.EXPLAIN,
    Action.FILE: Step.FILE,
}
_IN_PERSON = frozenset({Channel.COUNTER, Channel.DIALOGUE})
_ON_PAPER = frozenset({Channel.BOX, Channel.POST, Channel.FORWARDED, Channel.LEADER})
_COMMITTEES = frozenset({UnitKind.TERRITORY, UnitKind.PEOPLES_COMMITTEE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The law's way out of a letter, the step that takes it, and what it rests on."""

    route: Route
    step: Step
    found: Assessment
    competent: Office | None

    @property
    def papers(self) -> tuple[str, ...]:
        """Return the codes of the papers it prints, those of its duties last."""
        more = (code for duty in self.route.duties for code in duty.papers)
        return tuple(dict.fromkeys((*self.route.papers, *more)))


def propose(petition: Petition, said: Classification) -> Proposal:
    """Return the one way out that the law names; raises NoRouting before 15/11/2021."""
    found = assess(petition, said)
    facts = Facts(
        subject=Subject(said.subject),
        standing=standing(found, acceptable=not said.cases),
        competence=classify.Competence(said.competence),
        forwarder=Forwarder(petition.forwarder or "none"),
        progress=Progress(said.progress),
        in_person=petition.channel in _IN_PERSON,
        originals=petition.originals,
        many=found.signatories is classify.Signatories.MANY,
    )
    way = route(facts, petition.received_on)
    competent = Office(said.competent) if said.competent else None
    return Proposal(way, STEPS[way.action], found, competent)


def assess(petition: Petition, said: Classification) -> Assessment:
    """Assess the letter on the six axes of article 6."""
    return classify.assess(
        Letter(
            received_on=petition.received_on,
            contents=frozenset(Kind(part) for part in said.parts),
            other=said.subject == Subject.OTHER,
            own=frozenset(Kind(part) for part in said.own),
            failing=frozenset(Reason(code) for code in petition.failing),
            people=petition.people,
            translated=said.translated,
            originals=petition.originals,
            body=classify.Body(petition.body) if petition.body else None,
        ),
        classify.Competence(said.competence),
    )


def foreseen(petition: Petition) -> list[Reason]:
    """Return the conditions that the record itself says are not met.

    The clerk sees them ticked; what a file lacks only he can tell.
    """
    nameless = petition.anonymous or not petition.name
    known = {
        Reason.NO_NAME: nameless,
        Reason.NO_ADDRESS: petition.anonymous or not petition.address,
        Reason.NO_DATE: petition.channel in _ON_PAPER and petition.written_on is None,
        Reason.TOO_LATE: _too_late(petition),
        Reason.DUPLICATE: petition.links.filter(kind=LinkKind.DUPLICATE).exists(),
    }
    return [reason for reason, holds in known.items() if holds]


def grounds(kind: Kind, on: datetime.date) -> Mapping[Reason, Ground]:
    """Return the article beside each condition of that kind of letter, on a day."""
    contents, failing = frozenset({kind}), frozenset(Reason)
    every = classify.assess(Letter(received_on=on, contents=contents, failing=failing))
    return {failing.reason: failing.ground for failing in every.failing}


def competent(
    kind: Kind, instance: int, against: str, on: datetime.date
) -> Competent | None:
    """Return who settles it by the law of that day; None where no rule says."""
    if not against:
        return None
    number = (instance or 1) if kind is Kind.COMPLAINT else 0
    try:
        return competence.competent_body(kind, number, Office(against), on)
    except NobodyCompetent:
        return None


def office_of(unit: Unit) -> Office | None:
    """Return the office in whose name a unit settles, if the table knows it."""
    if unit.kind in _COMMITTEES:
        heads = {
            Level.PROVINCE: Office.PROVINCE_CHAIR,
            Level.COMMUNE: Office.COMMUNE_CHAIR,
            Level.DISTRICT: Office.DISTRICT_CHAIR,
        }
        return heads.get(Level(unit.level))
    if unit.kind == UnitKind.DEPARTMENT and unit.level == Level.PROVINCE:
        return Office.DEPARTMENT_HEAD
    return None


def _too_late(petition: Petition) -> bool:
    got = petition.decision_received
    if got is None or petition.kind != Kind.COMPLAINT:
        return False
    second = petition.instance == Instance.SECOND
    try:
        law = rules.applicable(
            "DL-KN-04" if second else "DL-KN-00",
            got,
            disciplinary=petition.subject in DISCIPLINARY,
            dismissal=petition.subject == About.DISMISSAL,
        )
    except rules.DeadlineUnknown:  # from before that law: its time is over
        return True
    days = law.length(remote=second and petition.unit.remote_on(petition.received_on))
    return (petition.received_on - got).days > days
