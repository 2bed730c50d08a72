"""The pages of published figures as files: for a cache, a mirror, or bad days.

``index.html`` is Vietnamese, ``index.en.html`` English; other files stand under their
own address. What is asked of a person (comments, petitions) stays with the server.
"""

import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse, set_urlconf
from django.utils import translation

from danvan.publishing import public

_KINDS = ("csv", "xlsx", "json")
_PORTAL = "danvan.config.urls_portal"
_LANGUAGES = ("vi", "en")
_OURS = ("danvan/built/portal.css", "danvan/js/early.js", "danvan/js/page.js")
_FOLDERS = ("danvan/built/fonts", "danvan/img")


class NotEmpty(Exception):
    """The folder holds something already."""


def write(folder: Path) -> tuple[int, int]:
    """Write all pages; returns how many files there are and their bytes. NotEmpty."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(folder)
    set_urlconf(_PORTAL)
    try:
        for address in addresses():
            for language in _LANGUAGES:
                _page(folder, address, language)
    finally:
        set_urlconf(None)
    _dress(folder)
    files = [f for f in folder.rglob("*") if f.is_file()]
    return len(files), sum(f.stat().st_size for f in files)


def addresses() -> Iterator[str]:
    """Yield the address of every page and file of what is published."""
    for name in ("data", "about-data", "dictionary", "catalogue", "news", "feed"):
        yield reverse(f"portal:{name}", urlconf=_PORTAL)
    yield reverse("portal:comment-rules", urlconf=_PORTAL)
    yield from _files("dictionary")
    places, codes = public.index()
    for name, all_codes in (("place", [p.code for p in places]), ("indicator", codes)):
        for code in all_codes:
            yield reverse(f"portal:{name}", urlconf=_PORTAL, args=[code])
            yield from _files(name, code)
    for edition in public.editions():
        yield reverse("portal:edition", urlconf=_PORTAL, args=[edition.id])
        yield reverse("portal:original", urlconf=_PORTAL, args=[edition.id])
        yield from _files("edition", edition.id)
        for figure in public.figures_of(public.body(edition.id) or ""):
            place = [edition.id, figure.unit, figure.code]
            yield reverse("portal:figure", urlconf=_PORTAL, args=place)
    for item in public.news():
        yield reverse("portal:item", urlconf=_PORTAL, args=[item.id])


def _files(name: str, *place: object) -> Iterator[str]:
    for kind in _KINDS:
        yield reverse(f"portal:{name}-file", urlconf=_PORTAL, args=[*place, kind])


def _page(folder: Path, address: str, language: str) -> None:
    """Write one page in one language; a file that is no page is written once."""
    if not address.endswith("/") and language != _LANGUAGES[0]:
        return
    with translation.override(language):
        response = _answer(address)
    name = "" if not address.endswith("/") else _name(language)
    target = folder / address.lstrip("/") / name if name else folder / address[1:]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_linked(response.content, address))


def _answer(address: str) -> HttpResponse:
    """Ask the view itself: this is no visit, and is not counted as one."""
    request = HttpRequest()
    request.method, request.path = "GET", address
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    match = resolve(address, _PORTAL)
    answer: HttpResponse = inspect.unwrap(match.func)(request, **match.kwargs)
    return answer


def _name(language: str) -> str:
    return "index.html" if language == _LANGUAGES[0] else f"index.{language}.html"


def _linked(body: bytes, address: str) -> bytes:
    """Let the switch of languages lead to the file of the other language."""
    for language in _LANGUAGES:
        asked = f'href="{address}?lang={language}"'.encode()
        body = body.replace(asked, f'href="{address}{_name(language)}"'.encode())
    return body


def _dress(folder: Path) -> None:
    """Lay the styles, fonts and pictures of the pages beside them."""
    for name in _OURS:
        _copy(folder, name)
    root = Path(staticfiles_storage.path(""))
    for sub in _FOLDERS:
        for file in sorted((root / sub).iterdir()):
            if file.is_file():
                target = folder / "static" / sub / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)


def _copy(folder: Path, name: str) -> None:
    address = staticfiles_storage.url(name)
    target = folder / address.lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed = Path(staticfiles_storage.path(address.removeprefix(settings.STATIC_URL)))
    shutil.copyfile(hashed, target)
