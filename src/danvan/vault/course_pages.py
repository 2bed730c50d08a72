"""What the pages of the course show, put together as plain values."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.casework.courses import Transition
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.vault import course_labels, course_terms, course_trace, papers
from danvan.vault.course_rules import ways
from danvan.vault.course_selectors import CourseFile, course_file
from danvan.vault.errors import Refused
from danvan.vault.models import SealedCase, SealedStep, SealedTerm
from danvan.vault.scope import seen_by


@dataclass(frozen=True, slots=True)
class Way:
    """One step that can be taken, with its ground in law."""

    label: str
    url: str
    law: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what for, until when, how it is counted, how it ended."""

    name: str
    due: datetime.date | None
    sentence: str
    trace: Sequence[str]
    ended: datetime.date | None
    outcome: course_labels.Words
    late: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that was taken."""

    label: str
    on: datetime.date
    by: str
    law: str
    facts: Sequence[str]
    noted: bool


def found(case: SealedCase, viewer: Viewer) -> CourseFile | None:
    """Return the course as the viewer's unit has it; None where it has none."""
    try:
        with seen_by(viewer):
            return course_file(case.pk, viewer)
    except Refused:
        return None


def summary(
    case: SealedCase, viewer: Viewer, today: datetime.date
) -> Mapping[str, Any]:
    """Return what the page of a case shows of its course."""
    file = found(case, viewer)
    if file is None:
        return {"course": None}
    calendar = working_calendar()
    running = [_term(t, calendar) for t in file.terms if t.ended is None]
    return {
        "course": file,
        "course_name": course_labels.course_name(file.at.standing.course),
        "stage": course_labels.state_name(file.at.standing.state),
        "danger": file.danger and not file.at.standing.over,
        "terms": running,
        "steps_open": [
            _way(case, line) for line in ways(file.at.standing, file.at.seats, today)
        ],
    }


def whole(case: SealedCase, viewer: Viewer, today: datetime.date) -> Mapping[str, Any]:
    """Return what the page of the course shows."""
    shown = summary(case, viewer, today)
    file = shown["course"]
    if file is None:
        return shown
    calendar = working_calendar()
    return {
        **shown,
        "all_terms": [_term(term, calendar) for term in file.terms],
        "taken": _all_taken(file),
        "papers": papers.offered(case, file),
    }


def law(line: Transition) -> str:
    """Return article and act."""
    return f"{line.ground.article}, {line.ground.act}"


def _way(case: SealedCase, line: Transition) -> Way:
    url = reverse("vault:course-step", args=[case.pk, str(line.step)])
    label = course_labels.step_name(line.step)
    return Way(label, url, law(line), line.ground.certain)


def _term(term: SealedTerm, calendar: Any) -> Term:
    return Term(
        name=course_labels.term_name(term),
        due=term.due,
        sentence=course_terms.sentence(term, calendar, course_labels.language()),
        trace=course_trace.told(term.trace),
        ended=term.ended,
        outcome=course_labels.OUTCOMES.get(term.outcome, ""),
        late=term.outcome == "late",
    )


def _all_taken(file: CourseFile) -> list[Taken]:
    """Return the steps, the last one first; one query for the units they name."""
    codes = {c for s in file.steps for n in ("to", "from") if (c := s.facts.get(n))}
    units = Unit.objects.filter(code__in=codes) if codes else Unit.objects.none()
    names = {unit.code: unit.office_name for unit in units}
    return [_taken(step, names) for step in reversed(file.steps)]


def _taken(step: SealedStep, units: Mapping[str, str]) -> Taken:
    return Taken(
        label=course_labels.step_name(step.step),
        on=step.on,
        by=step.by.label,
        law=f"{step.article}, {step.act}",
        facts=_facts(step, units),
        noted=bool(step.note),
    )


def _facts(step: SealedStep, units: Mapping[str, str]) -> list[str]:
    facts = step.facts
    named = course_labels.reasons(step.course, step.step, step.on)
    told = [named.get(code, code) for code in facts.get("reasons", [])]
    told += [course_labels.criteria()[c] for c in facts.get("criteria", [])]
    if outcome := facts.get("outcome"):
        told.append(course_labels.outcomes(step.course)[outcome])
    if measure := facts.get("measure"):
        told.append(str(course_labels.MEASURES[measure]))
    if number := facts.get("decision"):
        told.append(_("Decision %(number)s") % {"number": number})
    if code := facts.get("to") or facts.get("from"):
        told.append(units.get(code, code))
    told += [
        str(words) for name, words in course_labels.MARKS.items() if facts.get(name)
    ]
    return told
