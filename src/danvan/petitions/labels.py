"""The words on screen for the codes of the room."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import courses, eligibility
from danvan.core.casework.workflow import Kind, State
from danvan.core.casework.workflow import Step as Verb
from danvan.petitions.models import Channel, Field, Forwarder

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
    State.SUSPENDED: "pink",
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
    Verb.CONCLUDE: pgettext_lazy("step", "Conclude"),
    Verb.ANSWER: pgettext_lazy("step", "Answer"),
    Verb.CLOSE: pgettext_lazy("step", "Close"),
    Verb.WITHDRAW: pgettext_lazy("step", "Record a withdrawal"),
}
CHANNELS: Words = {
    Channel.ONLINE: _("Online"),
    Channel.COUNTER: _("At the counter"),
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


def reasons() -> list[tuple[str, str]]:
    """Return the reasons of ineligibility as choices, in the reader's language."""
    language = "en" if get_language() == "en" else "vi"
    return [(code, said[language]) for code, said in eligibility.LABELS.items()]


def reason(code: str) -> str:
    """Return one reason in words."""
    return dict(reasons())[code]


def actor(label: str) -> str:
    """Return who acted, in words: the post, the citizen or the system."""
    known = {"public": _("The citizen"), "system": _("The system")}
    return str(known.get(label, label))
