"""The office's pages on petitions."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework.workflow import Step, StepNotAllowed
from danvan.petitions import case_page, labels, pages, selectors
from danvan.petitions.forms import QueueForm
from danvan.petitions.selectors import Case, Filters
from danvan.petitions.services import SomebodyWasFirst
from danvan.petitions.step_forms import StepForm

ON_A_PAGE = 25


@require_safe
@requires(Right.PETITIONS_READ)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what is to be done, the most urgent first."""
    viewer, today = viewer_of(request), timezone.localdate()
    units = selectors.units_of_queue(viewer)
    form = QueueForm(request.GET, units=units)
    filters = form.filters()
    found = selectors.queue(viewer, filters, today)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "rows": pages.rows(list(page))}
    context |= {"several": len(units) > 1, "filtered": filters != Filters()}
    return render(request, "petitions/queue.html", {**context, **pages.clock(today)})


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
        return _case_page(request, shown, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    by = viewer.actor(selectors.acting_unit(viewer, shown, verb))
    try:
        form.take(by=by, now=timezone.now())
    except (SomebodyWasFirst, StepNotAllowed):
        return _too_late(request, pk, form)
    done = {"step": labels.VERBS[verb], "number": shown.petition.number}
    messages.success(request, _("%(step)s: recorded for %(number)s.") % done)
    return redirect("petitions:case", pk)


def _case_page(
    request: HttpRequest,
    shown: Case,
    form: StepForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = pages.of_case(shown, viewer_of(request), form)
    return render(request, "petitions/case.html", context, status=status)


def _refused(request: HttpRequest, shown: Case, verb: Step) -> HttpResponse:
    """Tell a late clerk, who gets his words back, from one without the right."""
    sent = {key.rpartition("-")[2]: value for key, value in request.POST.items()}
    if sent.get("version") == str(shown.petition.version):
        raise PermissionDenied
    form = pages.step_form(shown, verb, viewer_of(request), request.POST)
    return _too_late(request, shown.petition.pk, form)


def _too_late(request: HttpRequest, pk: uuid.UUID, form: StepForm) -> HttpResponse:
    """Show the petition as a colleague left it, and what was typed if it still fits."""
    shown = case_page.find(request, pk)
    context = dict(pages.of_case(shown, viewer_of(request), None))
    context |= {"late": True, "typed": form.typed()}
    return render(request, "petitions/case.html", context, status=HTTPStatus.CONFLICT)
