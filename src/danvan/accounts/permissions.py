"""How a staff view states its permission; a test walks every address for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from danvan.accounts import services, waiting
from danvan.accounts.rights import Right, Viewer

type_view = Callable[..., HttpResponseBase]


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks; the middleware put it there."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def requires(*rights: Right, hidden: bool = False) -> Callable[[type_view], type_view]:
    """Let only those in who hold one of ``rights`` somewhere; others sign in or get 403.

    A ``hidden`` address answers them 404, as if it did not exist.
    """

    def decorate(view: type_view) -> type_view:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            viewer = viewer_of(request)
            if not viewer.user_id:
                return _to_sign_in(request)
            if not any(viewer.may(right) for right in rights):
                services.note_refusal(right=rights[0], by=viewer.actor())
                raise Http404 if hidden else PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_right = rights  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(reason: str) -> Callable[[type_view], type_view]:
    """State that a view needs no right, and why."""

    def decorate(view: type_view) -> type_view:
        view.open_because = reason  # type: ignore[attr-defined]
        return view

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page, and from there back to the page one was on."""
    back = request.get_full_path()
    if request.method != "GET" or getattr(request, "htmx", False):
        # Only a page can be gone back to, not what was sent from it.
        page = urlsplit(request.headers.get("Referer", "/"))
        back = page.path if page.netloc in ("", request.get_host()) else "/"
        waiting.hold(request)
    address = f"{reverse('accounts:sign-in')}?{urlencode({'next': back})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
