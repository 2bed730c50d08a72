"""Puts who looks on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from danvan.accounts.rights import NOBODY


class ViewerMiddleware:
    """Set ``request.viewer`` from the session's user and today's memberships."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        request.viewer = NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)
