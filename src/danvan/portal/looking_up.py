"""The answer to a look-up: of one work and one size, whatever it says.

Who watches the line or the log must not learn whether a code was right. So both
pages are made every time, and the one that is sent is filled up to a fixed size.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from danvan.petitions import public
from danvan.portal import pages
from danvan.portal.forms import LookUpForm

# Bytes: larger than either page of a sealed letter; a long answer takes several.
BUCKET = 16 * 1024
_OPEN, _CLOSE = b"<!--", b"-->\n"


def answer(
    request: HttpRequest,
    form: LookUpForm,
    found: public.Status | None,
    thanks: bool = False,
) -> HttpResponse:
    """Show where the letter stands, or that number and code do not belong together."""
    # Both pages set the same cookie, with or without a form in them.
    get_token(request)
    context = pages.status(found or _nothing())
    context |= {"pair": form.cleaned_data, "thanks": thanks}
    shown = render(request, "portal/status.html", context)
    form.add_error(None, pages.no_such_pair())
    refused = render(request, "portal/look_up.html", {"form": form})
    return padded(refused if found is None else shown)


def padded(response: HttpResponse) -> HttpResponse:
    """Fill a page up to whole buckets with a comment that says nothing."""
    size = len(response.content) + len(_OPEN) + len(_CLOSE)
    filling = b"." * (-size % BUCKET)
    response.content = response.content + _OPEN + filling + _CLOSE
    return response


def _nothing() -> public.Status:
    """Return what the page is made from when there is nothing to show."""
    today = timezone.localdate()
    return public.Status(
        number="DV26-2222-2222-K",
        state_code="received",
        unit_name="",
        received=today,
        reply_by=today,
        explanation={"vi": "", "en": ""},
        steps=(),
        answer=None,
        sealed=True,
    )
