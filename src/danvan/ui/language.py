"""The language of a page: chosen by a link, kept in a cookie, else Vietnamese.

The link works without JavaScript and without a session. What the browser
prefers is not asked: many phones here speak English to people who do not.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

PARAMETER = "lang"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Switch:
    """One entry of the language switch."""

    code: str
    name: str
    url: str
    current: bool


def language_of(request: HttpRequest) -> str:
    """Return the chosen language of a request, else the default one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def address(request: HttpRequest, language: str = "") -> str:
    """Return the path asked for with its query, the language parameter replaced."""
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if language:
        query[PARAMETER] = language
    path = "/" + request.path.lstrip("/")
    return f"{path}?{urlencode(list(query.lists()), doseq=True)}" if query else path


def switches(request: HttpRequest, current: str) -> tuple[Switch, ...]:
    """Return the entries of the language switch for this page."""
    return tuple(
        Switch(code, name, address(request, code), code == current)
        for code, name in settings.LANGUAGES
    )


def choose(request: HttpRequest) -> HttpResponse | None:
    """Answer a press on the language switch: set the cookie, show the page again."""
    wanted = request.GET.get(PARAMETER)
    if request.method not in {"GET", "HEAD"} or wanted not in dict(settings.LANGUAGES):
        return None
    response = HttpResponseRedirect(address(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=_YEAR,
        samesite="Lax",
        secure=settings.SECURE_HTTPS,
        httponly=True,
    )
    return response
