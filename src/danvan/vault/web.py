"""The officer's open key on its way between session, cookie and view."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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
