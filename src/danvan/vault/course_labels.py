"""What the pages of the course call things."""

import datetime
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import courses
from danvan.core.casework.complexity import Criterion, labels
from danvan.core.casework.courses import Course, Outcome, State, Step
from danvan.vault.course_rules import grounds
from danvan.vault.models import SealedTerm, TermOutcome

Words = Promise | str

# Why the rules do not let a step be taken.
NOT_ALLOWED: Mapping[str, Words] = {
    "step": _("The case does not stand where this step can be taken any more."),
    "role": _("This step is for somebody else of the unit."),
    "forwarded": _(
        "A denunciation is forwarded once only: this unit received it so already."
    ),
    "overdue": _("The term of settlement has not passed yet."),
    "day": _("The day lies before the last step or is still to come."),
    "first": _("Somebody took a step meanwhile. Look at the case again."),
    "need": _("Something that the step must bring is missing."),
}
# Measures that protect a denouncer (Law on Denunciations, articles 56 to 58).
MEASURES: Mapping[str, Words] = {
    "secrecy": _("Keeping the information secret"),
    "work": _("Protecting post, work and place of work"),
    "life": _("Protecting life, health, property and honour"),
    "ended": _("Ending the measures of protection"),
}
# Facts of a step that are yes or no.
MARKS: Mapping[str, Words] = {
    "danger": _("The head was told at once"),
    "places": _("Several places to check"),
    "not_own": _("Another body is competent"),
    "follow_up": _("A follow-up denunciation"),
    "overdue": _("The body below is late"),
    "posted": _("Posted at the office"),
    "outside": _("To a body that has no vault here"),
}
OUTCOMES: Mapping[str, Words] = {
    TermOutcome.MET: _("Met in time"),
    TermOutcome.LATE: _("Met late"),
    TermOutcome.LAPSED: _("Fell away"),
}


def language() -> str:
    """Return the language of core's words."""
    return "en" if get_language() == "en" else "vi"


def said(words: Mapping[str, str]) -> str:
    """Return core's words in the language of the page."""
    return words[language()]


def step_name(step: str) -> str:
    """Say a step in words; what is taken further here is a denunciation."""
    if step == Step.APPEAL:
        return gettext("Note a follow-up denunciation")
    return said(courses.words(Step(step)))


def state_name(state: str) -> str:
    """Say a state in words."""
    return said(courses.words(State(state)))


def course_name(course: str) -> str:
    """Say a course in words."""
    return said(courses.words(Course(course)))


def term_name(term: SealedTerm) -> str:
    """Say what a term is for."""
    found = said(term.trace[0]["name"])
    return found[:1].upper() + found[1:]


def reasons(course: str, step: str, on: datetime.date) -> dict[str, str]:
    """Return what a step may be grounded on, by code."""
    found = grounds(Course(course), Step(step), on)
    return {code: said(words) for code, words in found}


def criteria() -> dict[str, str]:
    """Return the criteria of complexity, by letter."""
    named = labels()
    return {str(c): f"{c}) {said(named[c])}" for c in Criterion}


def outcomes(course: str) -> dict[str, str]:
    """Return what a conclusion can say, by code."""
    found: tuple[Outcome, ...] = courses.outcomes(Course(course))
    return {str(code): said(courses.words(code)) for code in found}
