"""What a second person is asked, and his word."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import viewer_of
from danvan.vault import asking, opening, web
from danvan.vault.case_labels import GROUNDS, part_label
from danvan.vault.case_web import no_store, openers, refused, to_unlock
from danvan.vault.errors import Refused


@require_safe
@openers
@no_store
def requests(request: HttpRequest) -> HttpResponse:
    """List what other holders ask: which case, which part, who, on what ground, why."""
    viewer, unlocked = viewer_of(request), web.unlocked_of(request)
    found = asking.requests(viewer, unlocked, now=timezone.now())
    rows = [
        (asked, part_label(asked.compartment), GROUNDS.get(asked.ground, ""))
        for asked in found
    ]
    context = {"rows": rows, "locked": unlocked is None}
    return render(request, "vault/requests.html", context)


@require_POST
@openers
@no_store
def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree to another holder's opening, for half an hour."""
    if (unlocked := web.unlocked_of(request)) is None:
        return to_unlock(request, "/vault/requests/")
    try:
        opening.approve(
            approval_id=pk,
            viewer=viewer_of(request),
            unlocked=unlocked,
            now=timezone.now(),
        )
    except Refused as why:
        return refused(request, why, pk)
    messages.success(request, _("You agreed. It counts for 30 minutes."))
    return redirect("vault:requests")


@require_POST
@openers
@no_store
def decline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Refuse one's word."""
    try:
        asking.decline(approval_id=pk, viewer=viewer_of(request), now=timezone.now())
    except Refused as why:
        return refused(request, why, pk)
    messages.success(request, _("You declined."))
    return redirect("vault:requests")
