"""The course of a case by the law: where it stands, and one step at a time."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.permissions import viewer_of
from danvan.core.casework import changes
from danvan.core.casework.courses import Need, Transition
from danvan.orgs.models import Unit
from danvan.vault import case_pages, case_people, course_labels, course_pages, grants
from danvan.vault import services as vault
from danvan.vault.case_selectors import CaseFile
from danvan.vault.case_web import (
    ASK,
    bare_ask,
    case_of,
    cookie_of,
    handlers,
    no_store,
    refused,
    status,
)
from danvan.vault.course_forms import CourseStep
from danvan.vault.course_rules import NotAllowed, ways
from danvan.vault.course_selectors import CourseFile
from danvan.vault.errors import Refused
from danvan.vault.opening import Ask
from danvan.vault.sealing import EXTRACT, STORY


@require_safe
@handlers
@no_store
def course(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show every step and term of the course, each with its ground."""
    file, today = case_of(request, pk), timezone.localdate()
    shown = course_pages.whole(file.case, viewer_of(request), today)
    if shown["course"] is None:
        raise Http404
    context = {"case": file.case, **shown, **case_pages.clock(today)}
    return render(request, "vault/course.html", context)


@sensitive_post_parameters("note")
@require_http_methods(ASK)
@handlers
@no_store
@sensitive_variables()
def step(request: HttpRequest, pk: uuid.UUID, step: str) -> HttpResponse:
    """Ask what the law wants for a step; then take it."""
    file = case_of(request, pk)
    found, line = _line(request, file, step)
    ask = _ask(request, file)
    form = _form(request, file, found, line, ask)
    if form.is_valid():
        try:
            _take(request, file, line, ask, form)
        except Refused as why:
            return refused(request, why, pk)
        except NotAllowed as why:
            form.add_error(None, str(course_labels.NOT_ALLOWED[why.code]))
        except changes.NotAllowed as why:
            form.add_error(None, course_labels.said(why.said))
        else:
            messages.success(request, _("The step is taken."))
            return redirect("vault:course", pk)
    context = {
        "case": file.case,
        "form": form,
        "title": course_labels.step_name(line.step),
        "law": course_pages.law(line),
        "certain": line.ground.certain,
        "open_first": Need.BODY in line.needs and ask is None and not _paper(file),
        "transfers": line.step == "transfer" and not _paper(file),
    }
    return render(request, "vault/course_step.html", context, status=status(form))


def _line(
    request: HttpRequest, file: CaseFile, step: str
) -> tuple[CourseFile, Transition]:
    """Return the line of the table, if the viewer can take the step now; else 404."""
    found = course_pages.found(file.case, viewer_of(request))
    if found is None:
        raise Http404
    able = ways(found.at.standing, found.at.seats, timezone.localdate())
    line = next((way for way in able if way.step == step), None)
    if line is None:
        raise Http404
    return found, line


def _form(
    request: HttpRequest,
    file: CaseFile,
    found: CourseFile,
    line: Transition,
    ask: Ask | None,
) -> CourseStep:
    today = timezone.localdate()
    given = ask is not None or _paper(file)
    return CourseStep(
        request.POST if request.method == "POST" else None,
        line=line,
        today=today,
        seq=found.at.seq,
        units=Unit.objects.exclude(pk=file.unit.pk).order_by("level", "name")
        if given
        else None,
        officers=case_people.seated_verifiers(file.unit, viewer_of(request), today),
        note=ask is not None,
    )


def _take(
    request: HttpRequest,
    file: CaseFile,
    line: Transition,
    ask: Ask | None,
    form: CourseStep,
) -> None:
    vault.take_step(
        case_id=file.case.pk,
        step=line.step,
        said=form.said(),
        on=form.cleaned_data["on"],
        viewer=viewer_of(request),
        now=timezone.now(),
        seq=form.cleaned_data["seq"],
        ask=ask,
        note=form.cleaned_data.get("note", "").strip(),
    )


def _ask(request: HttpRequest, file: CaseFile) -> Ask | None:
    """Return what was said when the content was opened, if it is open."""
    if not file.mine:
        return None
    parts = {part.partition(":")[0] for part in file.parts}
    part = next((p for p in (STORY, EXTRACT) if p in parts), None)
    if part is None:
        return None
    bare = bare_ask(request, file, part)
    return grants.find(request.session, cookie_of(request), bare, now=timezone.now())


def _paper(file: CaseFile) -> bool:
    return file.case.on_paper
