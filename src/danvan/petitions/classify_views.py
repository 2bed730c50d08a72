"""The classification panel, and the way that the law then names."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework.workflow import State, StepNotAllowed
from danvan.petitions import classify_pages, screening, selectors
from danvan.petitions.classify_forms import ClassifyForm
from danvan.petitions.models import Petition
from danvan.petitions.route_forms import PartForm, RouteForm
from danvan.petitions.services import SomebodyWasFirst

_GET_POST = ["GET", "HEAD", "POST"]
_BAD = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(_GET_POST)
@requires(Right.PETITIONS_SCREEN)
def classify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the panel; what is decided there is written down, nothing more."""
    petition = _own(request, pk)
    said = selectors.classification(petition)
    data = request.POST if request.method == "POST" else None
    form = ClassifyForm(data, petition=petition, said=said)
    if form.is_valid() and form.leaves:
        return redirect("petitions:leave", pk)
    if form.is_valid():
        try:
            screening.classify(
                found=form.found(),
                note=form.cleaned_data["note"],
                **_turn(request, form),
            )
        except (SomebodyWasFirst, StepNotAllowed):
            return _late(request, pk)
        return redirect("petitions:route", pk)
    context = classify_pages.of_panel(petition, form)
    return _shown(request, "petitions/classify.html", context, form)


@require_http_methods(_GET_POST)
@requires(Right.PETITIONS_SCREEN)
def route(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the way the law names with its papers; one press takes it."""
    petition = _own(request, pk)
    said = selectors.classification(petition)
    if said is None:
        return redirect("petitions:classify", pk)
    shown = classify_pages.way(petition, said)
    data = request.POST if request.method == "POST" else None
    units = selectors.receivers(petition.unit, timezone.localdate())
    form = RouteForm(data, petition=petition, said=said, way=shown.way, units=units)
    if form.is_valid():
        try:
            screening.follow(**form.said(), **_turn(request, form))
        except (SomebodyWasFirst, StepNotAllowed):
            return _late(request, pk)
        done = {"step": shown.action, "number": petition.number}
        messages.success(request, _("%(step)s: recorded for %(number)s.") % done)
        return redirect("petitions:case", pk)
    context = classify_pages.of_route(petition, said, shown, form)
    return _shown(request, "petitions/route.html", context, form)


@require_http_methods(_GET_POST)
@requires(Right.PETITIONS_SCREEN)
def part(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open one content of a mixed letter as a matter of its own."""
    petition = _own(request, pk)
    said = selectors.classification(petition)
    openable = classify_pages.openable(petition, said)
    if not openable:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PartForm(data, petition=petition, openable=openable)
    if form.is_valid():
        try:
            new = screening.open_part(**form.said(), **_turn(request, form))
        except SomebodyWasFirst:
            return _late(request, pk)
        return redirect("petitions:case", new.pk)
    return _shown(request, "petitions/part.html", {"petition": petition}, form)


def _own(request: HttpRequest, pk: uuid.UUID) -> Petition:
    """Return a petition that waits for its way in the viewer's own unit, else 404."""
    viewer = viewer_of(request)
    try:
        petition = selectors.case(viewer, pk).petition
    except Petition.DoesNotExist:
        raise Http404 from None
    mine = viewer.may(Right.PETITIONS_SCREEN, petition.unit_id)
    if not mine or petition.state not in {State.RECEIVED, State.SCREENED}:
        raise Http404
    return petition


def _turn(request: HttpRequest, form: Any) -> Any:
    petition = form.petition
    return {
        "petition": petition.pk,
        "version": form.cleaned_data["version"],
        "by": viewer_of(request).actor(petition.unit_id),
        "now": timezone.now(),
    }


def _late(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    messages.error(
        request,
        _("A colleague was first. Nothing of yours was stored; look at it again."),
    )
    return redirect("petitions:case", pk)


def _shown(
    request: HttpRequest, template: str, context: Any, form: Any
) -> HttpResponse:
    status = _BAD if form.errors else HTTPStatus.OK
    return render(request, template, {**context, "form": form}, status=status)
