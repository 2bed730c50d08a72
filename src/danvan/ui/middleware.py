"""Language of the page, and what is said where there is no page to show."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from danvan.ui import errors
from danvan.ui.away import database_away
from danvan.ui.language import choose, language_of

Next = Callable[[HttpRequest], HttpResponse]
_ONLY_BY_FORM = HTTPStatus.METHOD_NOT_ALLOWED


class LanguageMiddleware:
    """Speak the language chosen by cookie, else Vietnamese."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        if chosen := choose(request):
            return chosen
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class FormOnlyMiddleware:
    """Answer 405 with a page instead of a blank one.

    Whoever reloads a form that was sent back, changes its language or signs in
    again asks with GET for an address that takes only what a form sends.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != _ONLY_BY_FORM:
            return response
        page = errors.only_by_form(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class DatabaseAwayMiddleware:
    """Answer 503 in the user's language while the database is away.

    A view's failure comes in here; one of an inner middleware (a session that
    cannot be read) becomes a 500, and ``errors.server_error`` asks the same.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer for a view that could not reach the database."""
        if isinstance(exception, OperationalError | InterfaceError):
            return database_away(request, exception)
        return None
