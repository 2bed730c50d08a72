"""The page by which a letter leaves the register for good."""

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.orgs.models import Unit
from danvan.petitions import leaving, selectors
from danvan.petitions.errors import WentOn
from danvan.petitions.leaving import Left
from danvan.petitions.leaving_forms import LeaveForm
from danvan.petitions.models import Petition
from danvan.petitions.services import SomebodyWasFirst
from danvan.vault import counter
from danvan.vault.routing import SEALED, Routed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_SCREEN)
def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who may receive the letter, then hand it over and show what to do."""
    petition = _own(request, pk)
    concerned = counter.concerned(petition.unit, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = LeaveForm(data, petition=petition, concerned=concerned)
    if form.is_valid():
        routed = counter.route(
            petition.unit, form.answers(), on=timezone.localdate(), told=petition.what
        )
        if _in_order(form, routed) and (left := _hand(request, petition, form, routed)):
            elsewhere = left.receiver.pk != petition.unit_id
            context = {"left": left, "elsewhere": elsewhere}
            return render(request, "petitions/left.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "petition": petition}
    return render(request, "petitions/leave.html", context, status=status)


def _own(request: HttpRequest, pk: uuid.UUID) -> Petition:
    """Return a petition that the viewer's own unit may let go, else 404."""
    viewer = viewer_of(request)
    try:
        petition = selectors.case(viewer, pk).petition
    except Petition.DoesNotExist:
        raise Http404 from None
    if not viewer.may(Right.PETITIONS_SCREEN, petition.unit_id):
        raise Http404
    if not leaving.may_leave(petition):
        raise Http404
    return petition


def _in_order(form: LeaveForm, routed: Routed) -> bool:
    if routed.unit is None:
        language = "en" if get_language() == "en" else "vi"
        above = {"above": routed.above[language]}
        form.add_error(
            None,
            _(
                "No body in this system may receive this letter. The competent body"
                " is: %(above)s. Ask the head of your unit."
            )
            % above,
        )
    elif routed.mode != SEALED and not form.cleaned_data["kept"]:
        form.add_error("kept", _("Print the letter and its attachments first."))
    return not form.errors


def _hand(
    request: HttpRequest, petition: Petition, form: LeaveForm, routed: Routed
) -> Left | None:
    try:
        return leaving.hand_to_vault(
            petition=petition.pk,
            version=form.cleaned_data["version"],
            by=viewer_of(request).actor(petition.unit_id),
            now=timezone.now(),
            receiver=Unit.objects.get(code=routed.unit),
            on_paper=routed.mode != SEALED,
            accused_units=routed.accused_units,
        )
    except (SomebodyWasFirst, WentOn):
        form.add_error(
            None, _("A colleague was first. Open the petition again and look.")
        )
    return None
