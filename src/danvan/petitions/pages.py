"""What the templates of the room show, put together as plain values."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    paper_facts,
    selectors,
)
from danvan.petitions.models import Deadline, Outcome, Petition
from danvan.petitions.models import Step as Taken
from danvan.petitions.selectors import Case
from danvan.petitions.step_forms import FORMS, StepForm

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    petition: Petition
    kind: Words
    state: Words
    colour: str


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
    late: bool
    replaced: bool  # the letter is of another kind, or a copy: it no longer counts


def rows(petitions: Sequence[Petition]) -> list[Row]:
    """Return the lines of the queue."""
    return [
        Row(p, labels.KINDS[p.kind], labels.STATES[p.state], labels.COLOURS[p.state])
        for p in petitions
    ]


def clock(today: datetime.date) -> Mapping[str, Any]:
    """Return what a deadline light needs beside the date."""
    return {"today": today, "calendar": without_end(working_calendar())}


def of_case(case: Case, viewer: Viewer, bound: StepForm | None) -> Mapping[str, Any]:
    """Return what the page of a petition shows; ``bound`` replaces its own form."""
    petition = case.petition
    return {
        "petition": petition,
        "kind": labels.KINDS[petition.kind],
        "state": labels.STATES[petition.state],
        "colour": labels.COLOURS[petition.state],
        "channel": labels.CHANNELS[petition.channel],
        "field": labels.FIELDS.get(petition.field, ""),
        "terms": [_term(term) for term in reversed(case.deadlines)],
        "files": case.files,
        "events": [_event(step) for step in case.steps],
        "ways": [_way(way, case, viewer, bound) for way in case.ways],
        "form": bound,
        "papers": _papers(case, viewer),
        **_classified(case, viewer),
        "may_leave": viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)
        and leaving.may_leave(petition),
        **clock(timezone.localdate()),
        **alike_pages.of_case(petition, viewer),
        "advice": advice.lines(petition, viewer),
    }


def of_receipt(petition: Petition) -> Mapping[str, Any]:
    """Return what the paper for the citizen shows."""
    first = petition.deadlines.first()
    return {"petition": petition, "term": _term(first) if first else None}


def step_form(
    case: Case, verb: Step, viewer: Viewer, data: Mapping[str, Any] | None = None
) -> StepForm:
    """Return the form of a step, with the units that it offers."""
    units = _offered(verb, case.petition, viewer)
    return FORMS[verb](data, petition=case.petition, verb=verb, units=units)


def _offered(verb: Step, petition: Petition, viewer: Viewer) -> Sequence[Unit]:
    today = timezone.localdate()
    if verb is Step.ASSIGN:
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
        main=way.step is not Step.WITHDRAW,
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
    makes = selectors.paper_unit(viewer, petition) is not None
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
        label=labels.STATES[step.to_state],
        on=step.on,
        by=labels.actor(step.actor_label),
        to=step.to_name,
        reasons=[labels.reason(code) for code in step.reasons],
        note=step.note,
        reply=reply.text if reply else "",
        document=reply.document if reply else "",
    )


def _term(term: Deadline) -> Term:
    language = "en" if get_language() == "en" else "vi"
    return Term(
        name=rule(term.code, term.start).name[language],
        due=term.due,
        sentence=term.sentence_en if language == "en" else term.sentence_vi,
        law=", ".join(part for part in (term.article, term.act) if part),
        ended_on=term.ended_on,
        late=term.ended_on is not None and term.ended_on > term.due,
        replaced=term.outcome in {Outcome.REPLACED, Outcome.JOINED},
    )
