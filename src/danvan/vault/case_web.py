"""What the pages of sealed cases share: who comes in, what a refusal looks like."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.vault import case_selectors, officers, web
from danvan.vault.case_labels import REFUSALS, part_of
from danvan.vault.case_selectors import CaseFile
from danvan.vault.errors import Refused
from danvan.vault.opening import Ask

ASK = ["GET", "HEAD", "POST"]  # of a page that asks
assigners = requires(Right.SEALED_ASSIGN, hidden=True)
openers = requires(Right.SEALED_OPEN, hidden=True)
readers = requires(Right.SEALED_OPEN, Right.SEALED_VERIFY, hidden=True)
handlers = requires(
    Right.SEALED_OPEN, Right.SEALED_VERIFY, Right.SEALED_ASSIGN, hidden=True
)

View = Callable[..., HttpResponse]


def no_store(view: View) -> View:
    """Let no browser and no proxy keep the page."""

    @wraps(view)
    def kept_nowhere(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return kept_nowhere


def case_of(request: HttpRequest, pk: uuid.UUID) -> CaseFile:
    """Return the case; 404 for whoever neither handles nor assigns it."""
    try:
        return case_selectors.case_file(viewer_of(request), pk)
    except Refused:
        raise Http404 from None


def bare_ask(request: HttpRequest, file: CaseFile, part: str) -> Ask:
    """Return an ask for one part of the case, without ground or reason; 404 for none."""
    compartment = next((c for c in file.parts if part_of(c) == part), None)
    if compartment is None or not file.mine:
        raise Http404
    unlocked = web.unlocked_of(request)
    return Ask(file.case.pk, compartment, viewer_of(request), unlocked, "", "")


def cookie_of(request: HttpRequest) -> str:
    """Return the browser's half of the open key."""
    return request.COOKIES.get(officers.COOKIE, "")


def to_unlock(request: HttpRequest, back: str) -> HttpResponse:
    """Send to where the key is unlocked, and from there back."""
    return redirect(f"{reverse('vault:unlock')}?next={quote(back)}")


def refused(request: HttpRequest, why: Refused, pk: uuid.UUID) -> HttpResponse:
    """Say why the vault did not do it; what is absent is a 404."""
    if why.code == "absent":
        raise Http404
    context = {"why": REFUSALS.get(why.code, why.code), "pk": pk}
    return render(request, "vault/refused.html", context, status=403)


def status(form: forms.Form) -> int:
    """Return the status of a page that asks, or asks again."""
    return 422 if form.errors else 200
