"""What a petition tells a paper about it, as texts, on the day it is made."""

import datetime
from collections.abc import Sequence

from danvan.core.casework import competence, complexity, courses
from danvan.core.casework.competence import NobodyCompetent, Office
from danvan.core.casework.routing import LABELS
from danvan.core.casework.workflow import Kind, Step
from danvan.papers import letterhead
from danvan.petitions import drafts, routing
from danvan.petitions.classification import Classification
from danvan.petitions.models import Instance, Petition
from danvan.petitions.selectors import Case

_KINDS = {Kind.COMPLAINT: "khiếu nại", Kind.FEEDBACK: "kiến nghị, phản ánh"}
_SHORT = 600  # characters of the letter that begin its summary
MANY = 5


def facts(case: Case, said: Classification | None, on: datetime.date) -> dict[str, str]:
    """Return every fact by its name in `core/data/papers/fields.toml`, and drafts."""
    petition = case.petition
    kind = _KINDS[Kind(petition.kind)]
    values = {
        "number": petition.number,
        "received": _day(petition.received_on),
        "written": _day(petition.written_on),
        "matter": kind,
        "Matter": kind[:1].upper() + kind[1:],
        "sender": petition.name,
        "sender_or": f"ông/bà {petition.name}" if petition.name else "người gửi đơn",
        "address": petition.address or "không ghi",
        "decision": petition.decision,
        "office": petition.unit.office_name,
        "head": letterhead.head_name(petition.unit),
        "forwarder": petition.forwarded_by,
        "forward_letter": petition.forward_letter,
        "forward_date": _day(petition.forward_date),
        "many": str(petition.people) if petition.people >= MANY else "",
        "due": _day(petition.due),
        "term": case.leading.sentence_vi if case.leading else "",
        "originals": "có" if petition.originals else "",
        "files": "\n".join(file.name for file in case.files),
        "today": _day(on),
        "subject": _summary(petition),
        "until": _day(petition.due),
        "ground": "",
        "remedy": remedy(petition, said, on),
    }
    values |= _told(case)
    if said is not None:
        values |= _way(petition, said)
    return values


def remedy(petition: Petition, said: Classification | None, on: datetime.date) -> str:
    """Return the rights that a decision made on that day prints; dated by law."""
    if petition.kind != Kind.COMPLAINT:
        return ""
    against = said.against if said and said.against else ""
    office = Office(against) if against else routing.office_of(petition.unit)
    if office is None:
        return ""
    try:
        instance = petition.instance or Instance.FIRST
        return competence.remedy(instance, office, on).words["vi"]
    except NobodyCompetent:
        return ""


def _way(petition: Petition, said: Classification) -> dict[str, str]:
    way = routing.propose(petition, said)
    reasons = drafts.reasons(petition, said, way)
    return {
        "ground": drafts.law(way.route.ground),
        "body": drafts.body(way),
        "reasons": reasons,
        "text": drafts.reply(petition, said, way),
        "proposal": f"{_action(way)} theo {drafts.law(way.route.ground)}.",
        "parts": "\n".join(
            _KINDS[Kind(part)].capitalize() + ": " for part in said.parts
        ),
    }


def _action(way: routing.Proposal) -> str:
    return LABELS[way.route.action]["vi"]


def _told(case: Case) -> dict[str, str]:
    """Return what steps already taken say: to whom it was given, what was answered."""
    told: dict[str, str] = {}
    for step in case.steps:
        if step.verb == Step.ASSIGN:
            told["unit"] = step.to_name
        if step.verb in {Step.TRANSFER, Step.DEMAND, Step.REMIND, Step.INFORM}:
            told["body"] = step.to_name
        reply = getattr(step, "reply", None)
        if reply is not None and step.verb in {Step.ANSWER, Step.EXPLAIN, Step.RETURN}:
            told["text"] = reply.text
        if step.verb == Step.DETERMINE:
            told["reasons"] = _criteria(step.determination.criteria)
        if step.verb == Step.INFORM:
            told["text"] = step.note
        if step.verb == Step.CONCLUDE and step.note:
            told["findings"] = step.note
    return told


def _criteria(letters: Sequence[str]) -> str:
    """Return the criteria of a complex matter that hold, one a line."""
    words = complexity.labels()
    return "\n".join(words[complexity.Criterion(letter)]["vi"] for letter in letters)


def offered(case: Case, said: Classification | None, on: datetime.date) -> list[str]:
    """Return the codes of the papers for where the case stands, without doubles.

    Those of the way that is proposed, of the last step, of the steps that come next
    and of intake.
    """
    petition = case.petition
    found: list[str] = []
    if said is not None and petition.state in {"received", "screened"}:
        found += routing.propose(petition, said).papers
    course = courses.course_of(Kind(petition.kind), petition.instance)
    lines = courses.transitions(course)
    last = case.steps[-1].verb if case.steps else ""
    for line in lines:
        stands = line.target == petition.state and line.step == last
        if stands and line.span.holds_on(on):
            found += line.papers
    for line in case.ways:
        found += line.papers
    return list(dict.fromkeys([*found, "TCD_02"]))


def _summary(petition: Petition) -> str:
    told = " ".join(petition.what.split())
    return told if len(told) <= _SHORT else told[:_SHORT].rsplit(" ", 1)[0] + "…"


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
