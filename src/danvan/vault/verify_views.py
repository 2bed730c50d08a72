"""Giving the content to a verifier, from the page where a holder has it open."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts.models import User
from danvan.accounts.permissions import viewer_of
from danvan.vault import case_people, grants, services
from danvan.vault.case_forms import LetVerify
from danvan.vault.case_web import (
    bare_ask,
    case_of,
    cookie_of,
    no_store,
    openers,
    refused,
)
from danvan.vault.errors import Refused


@require_POST
@openers
@no_store
def let_verify(request: HttpRequest, pk: uuid.UUID, part: str) -> HttpResponse:
    """Give a verifier the key of the content that is open."""
    file = case_of(request, pk)
    bare = bare_ask(request, file, part)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    if ask is None:
        return redirect("vault:open", pk, part)
    people = case_people.verifiers(file, viewer_of(request), today=timezone.localdate())
    form = LetVerify(request.POST, people=people or User.objects.none())
    try:
        if not form.is_valid():
            raise Refused("verifier")
        user = form.cleaned_data["officer"]
        services.let_verify(ask=ask, user=user, now=timezone.now())
    except Refused as why:
        return refused(request, why, pk)
    messages.success(request, _("The verifier can read the content now."))
    return redirect("vault:case", pk)
