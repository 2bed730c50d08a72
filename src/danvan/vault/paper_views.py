"""Papers of a denunciation: neutral ones at once, his own from an open identity."""

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from danvan.accounts.permissions import viewer_of
from danvan.files.answers import DOCX, to_save
from danvan.orgs.models import Unit
from danvan.vault import course_pages, grants, papers, papers_text, services
from danvan.vault.case_selectors import CaseFile
from danvan.vault.case_web import (
    bare_ask,
    case_of,
    cookie_of,
    handlers,
    no_store,
    refused,
)
from danvan.vault.course_selectors import CourseFile
from danvan.vault.errors import Refused
from danvan.vault.papers_words import Facts
from danvan.vault.sealing import IDENTITY
from danvan.writers.official import official


@require_POST
@handlers
@no_store
@sensitive_variables()
def paper(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    """Make one paper; one that is addressed to the sender, from his open identity."""
    file = case_of(request, pk)
    course = course_pages.found(file.case, viewer_of(request))
    offers = papers.offered(file.case, course) if course else []
    if course is None or not any(o.url == request.path for o in offers):
        raise Http404
    person: Mapping[str, str] = {}
    if papers.TEMPLATES[name].personal and IDENTITY in file.parts:
        try:
            opened = _person(request, file)
        except Refused as why:
            return refused(request, why, pk)
        if opened is None:
            return redirect("vault:open", pk, IDENTITY)
        person = opened
    made = official(papers_text.paper(name, _facts(course, person)))
    return to_save(made, f"{file.case.number}-{name}.docx", DOCX)


def _person(request: HttpRequest, file: CaseFile) -> Mapping[str, str] | None:
    """Open the identity under a line of its own; None where it is not open."""
    bare = bare_ask(request, file, IDENTITY)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    if ask is None:
        return None
    return services.unseal(ask=ask, now=timezone.now()).fields


def _facts(course: CourseFile, person: Mapping[str, str]) -> Facts:
    at = course.at
    steps = {step.step: step for step in course.steps}
    code = steps["transfer"].facts.get("to", "") if "transfer" in steps else ""
    unit = Unit.objects.filter(code=code).first() if code else None
    return Facts(
        number=at.case.number,
        received_on=at.received,
        unit=Unit.objects.select_related("parent").get(pk=at.unit.pk),
        steps=steps,
        settle_due=at.settle_due,
        to=unit.office_name if unit else "",
        person=person,
    )
