"""The officer's open key on its way between session, cookie and view."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from danvan.accounts.permissions import viewer_of
from danvan.vault import officers
from danvan.vault.officers import Unlocked


def unlocked_of(request: HttpRequest) -> Unlocked | None:
    """Return the viewer's open key; None while it is locked. Counts as work."""
    return officers.unlocked(
        session=request.session,
        cookie=request.COOKIES.get(officers.COOKIE, ""),
        user_id=viewer_of(request).user_id,
        now=timezone.now(),
    )


def way_back(request: HttpRequest) -> str:
    """Return the page of this room one came from to unlock, else that of one's key."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if safe and back.startswith("/vault/") else reverse("vault:key")


def give_cookie(response: HttpResponse, key: str) -> None:
    """Let the browser keep the session's key until it is closed; no script reads it."""
    response.set_cookie(
        officers.COOKIE,
        key,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def take_cookie(response: HttpResponse) -> None:
    """Let the browser forget the key."""
    response.delete_cookie(officers.COOKIE, samesite="Strict")
