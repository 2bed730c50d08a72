"""The pages shown when something went wrong, in the user's language."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils import translation

from danvan.ui.away import database_away
from danvan.ui.context import bare_frame
from danvan.ui.language import language_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 when too much was sent at once."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _page(request, 404)


def only_by_form(request: HttpRequest) -> HttpResponse:
    """Answer 405, with the way to the page that the address belongs to."""
    above = request.path.rstrip("/").rpartition("/")[0] + "/"
    return _page(request, 405, above=above if is_valid_path(above) else "")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return _page(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; 503 when what failed was the way to the database."""
    failure = sys.exception()
    if isinstance(failure, OperationalError | InterfaceError):
        return database_away(request, failure)
    return _bare_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form that was not made for this browser, or is too old."""
    return _page(request, 403, stale=True)


def _page(request: HttpRequest, status: int, **more: object) -> HttpResponse:
    """Draw an error page in the frame of who looks."""
    with translation.override(language_of(request)):
        body = render_to_string(f"ui/errors/{status}.html", more, request)
    return HttpResponse(body, status=status)


def _bare_page(request: HttpRequest, status: int) -> HttpResponse:
    """Draw an error page that asks neither session nor database."""
    with translation.override(language_of(request)):
        context = {"frame": bare_frame(request)}
        body = render_to_string(f"ui/errors/{status}.html", context)
    return HttpResponse(body, status=status)
