"""Likely duplicates of a letter: compare, tie, take apart."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.workflow import StepNotAllowed
from danvan.petitions import alike_pages, duplicates, linking, resemblance
from danvan.petitions.alike_forms import LinkForm, UntieForm
from danvan.petitions.course import SomebodyWasFirst, Turn
from danvan.petitions.duplicates import Likely, Question, TooMany
from danvan.petitions.linking import NotLinked, Tie
from danvan.petitions.models import Petition
from danvan.petitions.register_forms import RegisterForm
from danvan.petitions.resemblance import Said


@never_cache
@require_safe
@requires(Right.PETITIONS_READ)
def alike(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the likely duplicates of a letter, each beside it."""
    return _alike_page(request, _own(request, pk))


@require_POST
@requires(Right.PETITIONS_SCREEN)
def link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tie the letter to another of the same unit."""
    petition = _own(request, pk, Right.PETITIONS_SCREEN)
    form = LinkForm(request.POST, petition=petition)
    if not form.is_valid():
        return _alike_page(request, petition, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    other = _own(request, said["of"])
    turn = _turn(request, petition, said["version"])
    try:
        if said["kind"] is Tie.DUPLICATE:
            linking.join(of=other, reply=said["reply"], **turn)
        else:
            linking.tie(of=other, kind=said["kind"], **turn)
    except (NotLinked, StepNotAllowed, SomebodyWasFirst) as refused:
        messages.error(request, _refusal(refused))
        return redirect("petitions:alike", pk)
    done = {"one": petition.number, "other": other.number}
    messages.success(request, _("%(one)s is tied to %(other)s.") % done)
    return redirect("petitions:case", pk)


@require_POST
@requires(Right.PETITIONS_SCREEN)
def unlink(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a tie back; the clock of a copy goes on."""
    petition = _own(request, pk, Right.PETITIONS_SCREEN)
    form = UntieForm(request.POST, petition=petition)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    turn = _turn(request, petition, said["version"])
    try:
        if said["kind"] is Tie.DUPLICATE:
            linking.separate(**turn)
        else:
            linking.untie(of=_own(request, said["of"]), kind=said["kind"], **turn)
    except (StepNotAllowed, SomebodyWasFirst) as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, _("The tie was taken back."))
    return redirect("petitions:case", pk)


def preview(
    request: HttpRequest, typed: RegisterForm
) -> tuple[RegisterForm, dict[str, Any]]:
    """Find the likely duplicates of a letter that is being typed in; nothing is kept.

    Returns the form to go on with and what the page shows beside it.
    """
    typed.is_valid()
    said = {**{k: typed.data[k] for k in typed.data}, **typed.cleaned_data}
    units = list(typed.units.values())
    unit = typed.units.get(said.get("unit") or 0, units[0])
    # A fresh form: nobody is told yet of what he has still to fill in.
    shown: dict[str, Any] = {k: v for k, v in said.items() if k != "attachments"}
    shown["signed"] = typed.data.get("signed", "")  # as typed, not as read
    form = RegisterForm(units=units, today=typed.today, initial=shown)
    context: dict[str, Any] = {"looked": True}
    words = Said(**{k: str(said.get(k) or "") for k in Said.__slots__})
    try:
        found = _look_up(request, Question(words, unit))
    except TooMany:
        context["too_many"] = True
    else:
        context["likely"] = alike_pages.compared(words.what, found, unit=unit.pk)
    return form, context


def _own(
    request: HttpRequest, pk: uuid.UUID, right: Right = Right.PETITIONS_READ
) -> Petition:
    """Return a petition of a unit in which the viewer holds the right, else 404."""
    viewer = viewer_of(request)
    seen = Petition.objects.visible_to(viewer).select_related("unit")
    petition = seen.filter(unit__in=viewer.units(right), pk=pk).first()
    if petition is None:
        raise Http404
    return petition


def _alike_page(
    request: HttpRequest,
    petition: Petition,
    form: LinkForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    viewer = viewer_of(request)
    context: dict[str, Any] = {"petition": petition, "form": form}
    try:
        said = resemblance.said_by(petition)
        question = Question(said, petition.unit, petition.field, petition)
        found = _look_up(request, question)
    except TooMany:
        status = HTTPStatus.TOO_MANY_REQUESTS
        context["too_many"] = True
    else:
        context |= _shown(petition, found, viewer, form)
    return render(request, "petitions/alike.html", context, status=status)


def _shown(
    petition: Petition, found: list[Likely], viewer: Viewer, form: LinkForm | None
) -> Mapping[str, Any]:
    return {
        "wide": duplicates.may_look_wide(viewer, petition),
        "may_join": alike_pages.may_join(petition),
        "likely": alike_pages.compared(
            petition.what,
            found,
            unit=petition.unit_id,
            case=petition,
            bound=form,
            may_link=alike_pages.may_link(viewer, petition),
        ),
    }


def _look_up(request: HttpRequest, question: Question) -> list[Likely]:
    now = timezone.now()
    return duplicates.look_up(
        question, viewer=viewer_of(request), now=now, today=timezone.localdate(now)
    )


def _turn(request: HttpRequest, petition: Petition, version: int) -> Turn:
    by = viewer_of(request).actor(petition.unit_id)
    return Turn(petition=petition.pk, version=version, by=by, now=timezone.now())


def _refusal(refused: Exception) -> str:
    if isinstance(refused, SomebodyWasFirst):
        return _("A colleague was first. Open the petition again and look.")
    if isinstance(refused, StepNotAllowed):
        return _("At this point of its course the letter can no longer become a copy.")
    said = {
        "itself": _("A letter cannot be tied to itself or to its own copy."),
        "elsewhere": _("Only letters of the same unit are tied together."),
        "closed": _("That letter is closed: tie this one as a continuation."),
        "tied": _("These two letters are tied already."),
    }
    return said[str(refused)]
