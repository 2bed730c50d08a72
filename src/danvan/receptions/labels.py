"""The words on screen for the codes of the room."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import duty, reception
from danvan.core.casework.ground import Ground
from danvan.core.casework.workflow import Kind as Content
from danvan.receptions.models import Kind, State
from danvan.receptions.visits import Competence, Outcome

if TYPE_CHECKING:
    import datetime

    from django.utils.functional import _StrPromise

Words = Mapping[str, "_StrPromise"]

KINDS: Words = {
    Kind.REGULAR: _("Regular reception"),
    Kind.PERIODIC: _("Periodic reception"),
    Kind.UNSCHEDULED: _("Unscheduled reception"),
}
STATES: Words = {
    State.PLANNED: pgettext_lazy("session", "Planned"),
    State.HELD: pgettext_lazy("session", "Held"),
    State.DELEGATED: pgettext_lazy("session", "Delegated"),
    State.MISSED: pgettext_lazy("session", "Missed"),
}
COLOURS: Mapping[str, str] = {
    State.PLANNED: "blue",
    State.HELD: "green",
    State.DELEGATED: "purple",
    State.MISSED: "red",
}
CONTENTS: Words = {
    Content.FEEDBACK: _("Feedback"),
    Content.COMPLAINT: _("Complaint"),
}
OUTCOMES: Words = {
    Outcome.ANSWERED: pgettext_lazy("visit", "Answered on the spot"),
    Outcome.TAKEN: pgettext_lazy("visit", "Letter taken in"),
    Outcome.GUIDED: pgettext_lazy("visit", "Guided elsewhere"),
    Outcome.JOINED: pgettext_lazy("visit", "Joined to an earlier matter"),
    Outcome.REFUSED: pgettext_lazy("visit", "Refused on a legal ground"),
}
COMPETENCES: Words = {
    Competence.OWN: _("Within our competence"),
    Competence.OTHER: _("Outside our competence"),
}


def language() -> str:
    """Return the language of texts that come by language: vi or en."""
    return "en" if get_language() == "en" else "vi"


def say(words: Mapping[str, str]) -> str:
    """Return a text of core in the reader's language."""
    return words[language()]


def post(code: str) -> str:
    """Return what a post is called; an officer's session has none."""
    return say(duty.post_words(duty.Post(code))) if code else str(_("Officer on duty"))


def law(found: Ground) -> str:
    """Return article and act as they are cited."""
    return f"{found.article}, {found.act}"


def refusals(on: "datetime.date") -> list[tuple[str, str]]:
    """Return the grounds of refusal of that day as choices, each with its article."""
    return [
        (r.code, f"{say(r.words)} ({r.ground.article})") for r in reception.refusals(on)
    ]


def refusal(code: str, on: "datetime.date") -> str:
    """Return one ground in words; empty for none."""
    return dict(refusals(on)).get(code, "")


def unscheduled(on: "datetime.date") -> list[tuple[str, str]]:
    """Return the cases of unscheduled reception as choices."""
    return [(r.code, say(r.words)) for r in reception.unscheduled(on)]
