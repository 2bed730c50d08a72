"""Puts who looks on every request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from danvan.accounts import scope, selectors, sessions
from danvan.accounts.models import User
from danvan.accounts.rights import NOBODY, Viewer


class ViewerMiddleware:
    """Set ``request.viewer`` from the session's user and today's memberships.

    Read when first asked for and once a request: static files and health
    checks ask nothing, and a role given or ended holds on the next request.
    With it the database learns who looks; connections are kept from request to
    request, so each begins with nothing open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        request.viewer = SimpleLazyObject(lambda: _look(request))  # type: ignore[attr-defined]
        scope.shut()
        try:
            response = self.get_response(request)
        finally:
            scope.reset()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # What staff saw must not come back from the cache of a shared computer.
            patch_cache_control(response, private=True, no_store=True)
        return response


def _look(request: HttpRequest) -> Viewer:
    user = request.user
    if not isinstance(user, User):
        return NOBODY
    if not sessions.renew(request.session, now=timezone.now()):
        logout(request)
        return NOBODY
    if settings.REQUIRE_SECOND_FACTOR and not user.is_verified():  # type: ignore[attr-defined] # django_otp's
        return NOBODY
    viewer = selectors.viewer_for(user, today=timezone.localdate())
    scope.open_for(viewer)
    return viewer
