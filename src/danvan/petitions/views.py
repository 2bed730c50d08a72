"""The office's pages on petitions."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework.changes import NotAllowed
from danvan.core.casework.workflow import Step, StepNotAllowed
from danvan.petitions import case_page, labels, pages, selectors
from danvan.petitions.queue_pages import query_of
from danvan.petitions.queue_views import pane_of
from danvan.petitions.selectors import Case
from danvan.petitions.services import SomebodyWasFirst
from danvan.petitions.step_forms import StepForm


@require_safe
@requires(Right.PETITIONS_READ)
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one petition and what can be done next."""
    return _case_page(request, case_page.find(request, pk))


@require_POST
@requires(Right.PETITIONS_READ)
def take(request: HttpRequest, pk: uuid.UUID, verb: Step) -> HttpResponse:
    """Take one step; the right to it is held in the petition's own unit."""
    viewer, shown = viewer_of(request), case_page.find(request, pk)
    if verb not in {way.step for way in shown.ways}:
        return _refused(request, shown, verb)
    form = pages.step_form(shown, verb, viewer, request.POST)
    if not form.is_valid():
        return _not_in_order(request, shown, form)
    by = viewer.actor(selectors.acting_unit(viewer, shown, verb))
    try:
        form.take(by=by, now=timezone.now())
    except (SomebodyWasFirst, StepNotAllowed):
        return _too_late(request, pk, form)
    except NotAllowed as no:
        form.add_error(None, labels.said(no.said))
        return _case_page(request, shown, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    done = {"step": labels.VERBS[verb], "number": shown.petition.number}
    said = _("%(step)s: recorded for %(number)s.") % done
    if _beside_the_list(request):
        return pane_of(request, pk, query_of(request.GET), said=said)
    messages.success(request, said)
    return redirect("petitions:case", pk)


def _case_page(
    request: HttpRequest,
    shown: Case,
    form: StepForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = pages.of_case(shown, viewer_of(request), form)
    return render(request, "petitions/case.html", context, status=status)


def _beside_the_list(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _not_in_order(request: HttpRequest, shown: Case, form: StepForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if _beside_the_list(request):
        query = query_of(request.GET)
        return pane_of(request, shown.petition.pk, query, form, status)
    return _case_page(request, shown, form, status)


def _refused(request: HttpRequest, shown: Case, verb: Step) -> HttpResponse:
    """Tell a late clerk, who gets his words back, from one without the right."""
    sent = {key.rpartition("-")[2]: value for key, value in request.POST.items()}
    if sent.get("version") == str(shown.petition.version):
        raise PermissionDenied
    form = pages.step_form(shown, verb, viewer_of(request), request.POST)
    return _too_late(request, shown.petition.pk, form)


def _too_late(request: HttpRequest, pk: uuid.UUID, form: StepForm) -> HttpResponse:
    """Say what a colleague did meanwhile, and give back what was typed.

    Where the step is still open its form stands there, filled in, for the petition
    as it is now; else the words are shown to be copied.
    """
    shown, viewer = case_page.find(request, pk), viewer_of(request)
    late: dict[str, Any] = {"late": pages.meanwhile(shown, form)}
    if _beside_the_list(request):
        query, late = query_of(request.GET), {**late, "typed": form.typed()}
        return pane_of(request, pk, query, status=HTTPStatus.CONFLICT, **late)
    again = pages.bound_again(shown, form, viewer)
    context = dict(pages.of_case(shown, viewer, again))
    context |= {"form": None, "typed": [] if again else form.typed(), **late}
    return render(request, "petitions/case.html", context, status=HTTPStatus.CONFLICT)
