"""States and steps in words for somebody who never saw an office from inside."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import eligibility
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.workflow import State
from danvan.petitions.public import Status


@dataclass(frozen=True, slots=True)
class Words:
    """A state: its name, what it means for the writer, its colour."""

    name: str | Promise
    meaning: str | Promise
    colour: str


WORDS: Mapping[str, Words] = {
    State.RECEIVED: Words(
        _("Received"), _("The office has it. Somebody will read it soon."), "blue"
    ),
    State.SCREENED: Words(
        _("Read"), _("Somebody has read it. Now it is decided who answers."), "blue"
    ),
    State.ACCEPTED: Words(
        _("Taken on"), _("The office has taken it on and will settle it."), "teal"
    ),
    State.GUIDED: Words(
        _("Another office is right for it"),
        _("This office may not settle it. Below is where to turn."),
        "purple",
    ),
    State.TRANSFERRED: Words(
        _("Passed on"),
        _("It was passed on to the office that may settle it."),
        "purple",
    ),
    State.FILED: Words(
        _("Put on file"), _("It will not be settled. The reason is below."), "grey"
    ),
    State.ASSIGNED: Words(
        _("Being looked into"), _("Somebody is looking into what happened."), "orange"
    ),
    State.CONCLUDED: Words(
        _("Looked into"),
        _("The facts are clear. The answer is being written."),
        "orange",
    ),
    State.ANSWERED: Words(_("Answered"), _("The answer is below."), "green"),
    State.CLOSED: Words(_("Closed"), _("The matter is closed."), "grey"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the course: its name, its day, whereto and why not."""

    name: str | Promise
    on: str
    to: str
    reasons: tuple[str, ...]


def words_of(state_code: str) -> Words:
    """Return the words for a state."""
    return WORDS[state_code]


def steps_of(status: Status) -> list[Line]:
    """Return the course of a petition, the newest step first."""
    language = "en" if get_language() == "en" else "vi"
    return [
        Line(
            name=WORDS[step.label_code].name,
            on=f"{step.on:%d/%m/%Y}",
            to=step.to,
            reasons=tuple(
                eligibility.LABELS[Reason(code)][language] for code in step.reasons
            ),
        )
        for step in reversed(status.steps)
    ]
