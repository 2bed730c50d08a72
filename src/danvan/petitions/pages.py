"""What the templates of the room show, put together as plain values."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.deadlines import rule, without_end
from danvan.core.casework.workflow import State, Step, Transition
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.papers import labels as paper_labels
from danvan.papers import pages as paper_pages
from danvan.papers import selectors as paper_selectors
from danvan.papers.templates import templates
from danvan.petitions import (
    advice,
    alike_pages,
    classify_pages,
    labels,
    leaving,
    panels,
    paper_facts,
    selectors,
    terms,
    tracing,
)
from danvan.petitions.models import Deadline, Petition
from danvan.petitions.models import Step as Taken
from danvan.petitions.selectors import Case
from danvan.petitions.step_forms import FORMS, StepForm

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be done next, with its ground in law and its form."""

    verb: str
    label: Words
    law: str
    certain: bool
    form: StepForm
    main: bool  # to withdraw is possible, but not what one looks for


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the timeline."""

    label: Words
    on: datetime.date
    at: datetime.datetime
    by: str
    to: str
    reasons: Sequence[str]
    note: str
    reply: str
    document: str


@dataclass(frozen=True, slots=True)
class Term:
    """A legal term: what for, until when and why, in the reader's language."""

    name: str
    due: datetime.date
    sentence: str
    law: str
    ended_on: datetime.date | None
    stage: str  # a code of `lateness.Stage`, on the day it ended or today
    outcome: str  # a code of `Outcome`, "" while it runs
    trace: Sequence[str]


_RARE = frozenset({Step.WITHDRAW, Step.TERMINATE})


def clock(today: datetime.date) -> Mapping[str, Any]:
    """Return what a deadline light needs beside the date."""
    return {"today": today, "calendar": without_end(working_calendar())}


def of_case(
    case: Case,
    viewer: Viewer,
    bound: StepForm | None,
    panel: forms.Form | None = None,
) -> Mapping[str, Any]:
    """Return what the page of a petition shows; ``bound`` replaces its own form.

    ``panel``: a form of what is followed beside the steps that was not in order.
    """
    petition, today = case.petition, timezone.localdate()
    time = clock(today)
    return {
        "petition": petition,
        "kind": labels.KINDS[petition.kind],
        "state": labels.STATES[petition.state],
        "colour": labels.COLOURS[petition.state],
        "channel": labels.CHANNELS[petition.channel],
        "field": labels.FIELDS.get(petition.field, ""),
        "about": labels.SUBJECTS.get(petition.subject, ""),
        "terms": [_term(term, today) for term in reversed(case.deadlines)],
        "hand_over": panels.hand_over(case, time["calendar"], today),
        "effect": panels.effect(case, time["calendar"], today),
        "files": case.files,
        "events": [_event(step) for step in case.steps],
        "ways": [_way(way, case, viewer, bound) for way in case.ways],
        "form": bound or panel,
        "papers": _papers(case, viewer),
        **_classified(case, viewer),
        **panels.of_case(case, viewer, panel, today),
        "may_renew": viewer.may(Right.PETITIONS_REGISTER, petition.unit_id),
        "may_leave": viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)
        and leaving.may_leave(petition),
        **time,
        **alike_pages.of_case(petition, viewer, case.links),
        "advice": advice.lines(petition, viewer),
    }


def of_receipt(petition: Petition) -> Mapping[str, Any]:
    """Return what the paper for the citizen shows."""
    first = petition.deadlines.first()
    return {"petition": petition, "term": _term(first, first.start) if first else None}


def step_form(
    case: Case, verb: Step, viewer: Viewer, data: Mapping[str, Any] | None = None
) -> StepForm:
    """Return the form of a step, with the units that it offers."""
    units = _offered(verb, case.petition, viewer)
    return FORMS[verb](data, petition=case.petition, verb=verb, units=units)


def bound_again(case: Case, late: StepForm, viewer: Viewer) -> StepForm | None:
    """Return a form that came too late, filled in for the petition as it is now."""
    verb = Step(late.verb)
    if verb not in {way.step for way in case.ways}:
        return None
    data = QueryDict(mutable=True)
    data.update(late.data)
    data[f"{verb}-version"] = str(case.petition.version)
    return step_form(case, verb, viewer, data)


def meanwhile(case: Case, late: StepForm) -> list[Event]:
    """Return what was done since the page was opened whose form came too late."""
    try:
        seen = int(late["version"].value() or 0)
    except ValueError:
        seen = 0
    return [_event(step) for step in case.steps if step.seq > seen]


def _offered(verb: Step, petition: Petition, viewer: Viewer) -> Sequence[Unit]:
    today = timezone.localdate()
    if verb in {Step.ASSIGN, Step.EXECUTE}:
        return selectors.assignable(viewer, petition.unit, today)
    if verb is Step.TRANSFER:
        return selectors.receivers(petition.unit, today)
    return ()


def _way(way: Transition, case: Case, viewer: Viewer, bound: StepForm | None) -> Way:
    mine = bound is not None and bound.prefix == way.step
    return Way(
        verb=way.step,
        label=labels.VERBS[way.step],
        law=f"{way.ground.article}, {way.ground.act}",
        certain=way.ground.certain,
        form=bound if mine and bound else step_form(case, way.step, viewer),
        main=way.step not in _RARE,
    )


def _papers(case: Case, viewer: Viewer) -> Sequence[Any]:
    owner = case.petition.record
    found = paper_selectors.of_record(viewer, owner)
    return paper_pages.rows(found) if viewer.may(Right.PAPERS_READ) else ()


def _classified(case: Case, viewer: Viewer) -> Mapping[str, Any]:
    """Return what was found on the six axes, and which papers can be made now."""
    petition, today = case.petition, timezone.localdate()
    said = selectors.classification(petition)
    mine = viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)
    waits = petition.state in {State.RECEIVED, State.SCREENED}
    makes = selectors.may_make_papers(viewer, petition)
    codes = paper_facts.offered(case, said, today) if makes else []
    return {
        "classified": said,
        "may_classify": mine and waits,
        "way": classify_pages.way(petition, said) if said and waits and mine else None,
        "makeable": [
            (code, paper_labels.name(templates()[code]))
            for code in codes
            if code in templates()
        ],
        "failing": [labels.reason(code) for code in petition.failing],
    }


def _event(step: Taken) -> Event:
    reply = getattr(step, "reply", None)
    return Event(
        label=labels.VERBS[step.verb]
        if step.from_state == step.to_state
        else labels.STATES[step.to_state],
        on=step.on,
        at=step.at,
        by=labels.actor(step.actor_label),
        to=step.to_name,
        reasons=[labels.reason(code) for code in step.reasons],
        note=step.note,
        reply=reply.text if reply else "",
        document=reply.document if reply else "",
    )


def _term(term: Deadline, today: datetime.date) -> Term:
    language = "en" if get_language() == "en" else "vi"
    return Term(
        name=rule(term.code, term.start).name[language],
        due=term.due,
        sentence=term.sentence_en if language == "en" else term.sentence_vi,
        law=", ".join(part for part in (term.article, term.act) if part),
        ended_on=term.ended_on,
        stage=terms.stage(term, today).stage,
        outcome=term.outcome,
        trace=tracing.told(term.trace),
    )
