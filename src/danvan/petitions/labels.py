"""The words on screen for the codes of the room."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import courses, eligibility
from danvan.core.casework.ground import Ground
from danvan.core.casework.workflow import Kind, State
from danvan.core.casework.workflow import Step as Verb
from danvan.petitions import queue
from danvan.petitions.batches import Why
from danvan.petitions.matters import LinkKind
from danvan.petitions.models import (
    Channel,
    Competence,
    Condition,
    Field,
    Forwarder,
    Petition,
    Subject,
)
from danvan.petitions.settlement import Content, ExecutionKind, WatchGround

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# By code, which is a string in the database.
Words = Mapping[str, "_StrPromise"]


def _said(code: State | Verb) -> str:
    return courses.words(code)["en" if get_language() == "en" else "vi"]


def _core(code: State | Verb) -> "_StrPromise":
    """The tables of the courses bring words of their own."""
    return cast("_StrPromise", lazy(_said, str)(code))


KINDS: Words = {
    Kind.FEEDBACK: _("Feedback"),
    Kind.COMPLAINT: _("Complaint"),
}
# What a letter is about where the law has terms of its own for it.
SUBJECTS: Words = {
    Subject.DISCIPLINE: _("A disciplinary decision"),
    Subject.DISMISSAL: _("A disciplinary dismissal"),
    Subject.REGULATION: _("An administrative regulation"),
}
DISCIPLINE = [
    ("", pgettext_lazy("discipline", "No")),
    (Subject.DISCIPLINE.value, SUBJECTS[Subject.DISCIPLINE]),
    (Subject.DISMISSAL.value, SUBJECTS[Subject.DISMISSAL]),
]
STATES: Words = {
    **{state: _core(state) for state in State},
    State.RECEIVED: _("Received"),
    State.SCREENED: _("Screened"),
    State.ACCEPTED: _("Accepted"),
    State.GUIDED: _("Guided elsewhere"),
    State.TRANSFERRED: _("Transferred"),
    State.FILED: _("Filed without action"),
    State.ASSIGNED: _("Being verified"),
    State.CONCLUDED: _("Concluded"),
    State.ANSWERED: _("Answered"),
    State.CLOSED: _("Closed"),
}
COLOURS: Mapping[str, str] = {
    **dict.fromkeys(State, "grey"),
    State.REFUSED: "red",
    State.VERIFIED: "yellow",
    State.INVITED: "orange",
    State.HEARD: "yellow",
    State.SUSPENDED: "magenta",
    State.EXECUTING: "orange",
    State.RESOLVED: "green",
    State.REOPEN_ASKED: "blue",
    State.RECEIVED: "blue",
    State.SCREENED: "teal",
    State.ACCEPTED: "purple",
    State.GUIDED: "grey",
    State.TRANSFERRED: "grey",
    State.FILED: "grey",
    State.ASSIGNED: "orange",
    State.CONCLUDED: "yellow",
    State.ANSWERED: "green",
    State.CLOSED: "grey",
}
VERBS: Words = {
    **{verb: _core(verb) for verb in Verb},
    Verb.RECEIVE: _("Received"),
    Verb.SCREEN: pgettext_lazy("step", "Screen"),
    Verb.ACCEPT: pgettext_lazy("step", "Accept"),
    Verb.GUIDE: pgettext_lazy("step", "Guide the person elsewhere"),
    Verb.TRANSFER: pgettext_lazy("step", "Transfer to the competent body"),
    Verb.FILE: pgettext_lazy("step", "File without action"),
    Verb.ASSIGN: pgettext_lazy("step", "Assign for verification"),
    Verb.DETERMINE: pgettext_lazy("step", "Extend the term: a complex matter"),
    Verb.CONCLUDE: pgettext_lazy("step", "Conclude"),
    Verb.ANSWER: pgettext_lazy("step", "Answer"),
    Verb.CLOSE: pgettext_lazy("step", "Close"),
    Verb.WITHDRAW: pgettext_lazy("step", "Record a withdrawal"),
    Verb.APPEAL: pgettext_lazy("step", "Note a second complaint"),
}
CHANNELS: Words = {
    Channel.ONLINE: _("Online"),
    Channel.COUNTER: _("At the counter"),
    Channel.BOX: _("In the suggestion box"),
    Channel.POST: _("By post"),
    Channel.FORWARDED: _("Forwarded by another body"),
    Channel.LEADER: _("Handed on by a leader"),
    Channel.MAILBOX: _("Broadcaster's mailbox"),
    Channel.DIALOGUE: _("At a dialogue"),
    Channel.PHONE: _("By telephone"),
    Channel.ZALO: _("By Zalo"),
    Channel.EMAIL: _("By e-mail"),
}
FORWARDERS: Words = {
    Forwarder.DEPUTY: _("A deputy"),
    Forwarder.COUNCIL: _("The People's Council"),
    Forwarder.FRONT: _("The Fatherland Front or a member organisation"),
    Forwarder.PRESS: _("The press"),
    Forwarder.PARTY: _("A body of the Party"),
    Forwarder.BODY: _("Another body"),
}
FIELDS: Words = {
    Field.LAND: _("Land"),
    Field.BUILDING: _("Building and planning"),
    Field.ENVIRONMENT: _("Environment"),
    Field.SOCIAL: _("Social policy"),
    Field.HEALTH: _("Health"),
    Field.EDUCATION: _("Education"),
    Field.CIVIL_STATUS: _("Civil status"),
    Field.ORDER: _("Security and order"),
    Field.CONDUCT: _("Conduct of officials"),
    Field.OTHER: _("Other field"),
}
CONTENT: Words = {
    Content.SATISFIED: _("Satisfied"),
    Content.PARTLY: _("Partly satisfied"),
    Content.WRONG: _("Not right yet"),
}
EXECUTIONS: Words = {
    ExecutionKind.MONEY_STATE: _("Money to be recovered for the State (đồng)"),
    ExecutionKind.MONEY_BODY: _("Money to be returned to an organisation (đồng)"),
    ExecutionKind.MONEY_PERSON: _("Money to be returned to a person (đồng)"),
    ExecutionKind.LAND_STATE: _("Land to be recovered for the State (m²)"),
    ExecutionKind.LAND_BODY: _("Land to be returned to an organisation (m²)"),
    ExecutionKind.LAND_PERSON: _("Land to be returned to a person (m²)"),
    ExecutionKind.PERSON: _("Persons to be dealt with (people)"),
    ExecutionKind.INVESTIGATORS: _("Persons handed to the investigators (people)"),
    ExecutionKind.WORK: _("Something to be done (times)"),
}
# What the other petition is to this one: where this is the later, or the earlier.
LINKS: "Mapping[str, tuple[_StrPromise, _StrPromise]]" = {
    LinkKind.DUPLICATE: (_("Repeats"), _("Is repeated by")),
    LinkKind.CONTINUATION: (_("Goes on from"), _("Goes on in")),
    LinkKind.PART: (_("Is a part of"), _("Has a part in")),
}
GROUNDS: Words = {
    WatchGround.COMPLEX: _("Complex"),
    WatchGround.PROLONGED: _("Prolonged"),
    WatchGround.CROWDED: _("Crowded"),
    WatchGround.LEVEL_SKIPPING: _("Goes past its level"),
}

# Why a petition is left out of a step for many.
SKIPPED: Words = {
    Why.STATE: _("The law’s course has no such step from its present state"),
    Why.RIGHT: _("In its unit this step is not yours to take"),
    Why.CHANGED: _("A colleague handled it since you selected it"),
    Why.UNIT: _("It cannot be given to that unit"),
    Why.GONE: _("You do not see it any more"),
    Why.FAILING: _("A condition is on record as not met; decide it on its own page"),
    Why.FOREIGN: _("It is on record as another body’s to settle"),
    Why.LAW: _("The law does not allow it yet"),
}
CONDITIONS: Words = {
    Condition.ELIGIBLE: _("In order"),
    Condition.INELIGIBLE: _("Not in order"),
}
COMPETENCES: Words = {
    Competence.OWN: _("Ours to settle"),
    Competence.OTHER: _("Another body’s to settle"),
}
# What the queue can be narrowed to by its terms, and the orders it can have.
LEFT: Words = {
    queue.OVERDUE: _("Overdue"),
    queue.VERY_LATE: _("Very late"),
    queue.TODAY: _("Due today"),
    queue.IN_3: _("Due within 3 working days"),
    queue.IN_7: _("Due within 7 working days"),
    queue.STILL: _("No term runs"),
}
SORTS: Words = {
    queue.URGENT: _("The most urgent first"),
    "new": _("The newest first"),
    "old": _("The oldest first"),
}


def reasons() -> list[tuple[str, str]]:
    """Return the reasons of ineligibility as choices, in the reader's language."""
    language = "en" if get_language() == "en" else "vi"
    return [(code, said[language]) for code, said in eligibility.LABELS.items()]


def reason(code: str) -> str:
    """Return one reason in words: of ineligibility, or a case the law names."""
    language = "en" if get_language() == "en" else "vi"
    return dict(reasons()).get(code) or _cases().get(code, {}).get(language, code)


def cases(petition: Petition, verb: str, today: datetime.date) -> list[tuple[str, str]]:
    """Return the cases the law names for a step, as choices with their article."""
    language = "en" if get_language() == "en" else "vi"
    return [
        (case.code, f"{case.words[language]} ({case.ground.article})")
        for case in courses.cases(
            _course(petition), Verb(verb), today, State(petition.state)
        )
    ]


def needs(petition: Petition, verb: Verb) -> frozenset[courses.Need]:
    """Return what a step that is open to the petition asks for."""
    for line in courses.ways(_course(petition), State(petition.state)):
        if line.step == verb:
            return line.needs
    return frozenset()


def outcome(code: str) -> str:
    """Return what a conclusion says, in words."""
    language = "en" if get_language() == "en" else "vi"
    said = courses.words(courses.Outcome(code))[language]
    return said[:1].upper() + said[1:]


def said(words: Mapping[str, str]) -> str:
    """Return words that come by language in the reader's."""
    return words["en" if get_language() == "en" else "vi"]


@cache
def _cases() -> Mapping[str, Mapping[str, str]]:
    """The words of all cases by code; a code means the same in every course here."""
    last = datetime.date.max
    return {
        case.code: case.words
        for course in (courses.Course.COMPLAINT_FIRST, courses.Course.FEEDBACK)
        for verb in Verb
        for case in courses.cases(course, verb, last)
    }


def _course(petition: Petition) -> courses.Course:
    return courses.course_of(Kind(petition.kind), petition.instance)


def skipped(why: str, words: Mapping[str, str]) -> str:
    """Return why a step for many left a petition out, with the law's own reason."""
    return f"{SKIPPED[why]}: {said(words)}" if words else str(SKIPPED[why])


def law(ground: Ground) -> str:
    """Return article and act, and that nobody read it where nobody did."""
    said = f"{ground.article}, {ground.act}"
    return said if ground.certain else f"{said} ({_('Check against the gazette')})"


def actor(label: str) -> str:
    """Return who acted, in words: the post, the citizen or the system."""
    known = {"public": _("The citizen"), "system": _("The system")}
    return str(known.get(label, label))
