"""The page that replaces a lost code, before the citizen at the counter."""

import uuid
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.petitions import case_page, pages, receipts, renewal
from danvan.petitions.models import Petition
from danvan.petitions.renewal_forms import RenewForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_REGISTER)
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was checked, then show the new code this once, to print."""
    petition = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = RenewForm(data, petition=petition)
    if form.is_valid() and (code := _renewed(request, petition, form)):
        context = {"code": receipts.grouped(code), "renewed": True}
        context |= {"address": settings.PORTAL_ADDRESS, **pages.of_receipt(petition)}
        return render(request, "petitions/receipt.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    nameless = petition.anonymous or not petition.name
    context = {"form": form, "petition": petition, "nameless": nameless}
    return render(request, "petitions/renew.html", context, status=status)


def _own(request: HttpRequest, pk: uuid.UUID) -> Petition:
    petition = case_page.find(request, pk).petition
    if not viewer_of(request).may(Right.PETITIONS_REGISTER, petition.unit_id):
        raise Http404
    return petition


def _renewed(request: HttpRequest, petition: Petition, form: RenewForm) -> str:
    said = form.cleaned_data
    try:
        return renewal.renew(
            petition=petition.pk,
            seen=said["seen"],
            checked=said["checked"],
            by=viewer_of(request).actor(petition.unit_id),
        )
    except renewal.RenewedAlready:
        form.add_error(
            None,
            _(
                "A new code was made since this page was opened, and it counts. If it"
                " was not written down, open this page again from the petition."
            ),
        )
    return ""
