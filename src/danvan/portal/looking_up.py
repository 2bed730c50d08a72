"""The answer to a look-up: of one work and one size, whatever it says.

Who watches the line or the log must not learn whether a code was right, nor whether
the letter is sealed. So the pages of all three answers are made every time, and the one
that is sent is filled up to a fixed size.
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
_TOLD = "Như một câu giải thích hạn trả lời " * 5  # as long as one


def answer(
    request: HttpRequest,
    form: LookUpForm,
    found: public.Status | None,
    thanks: bool = False,
) -> HttpResponse:
    """Show where the letter stands, or that number and code do not belong together."""
    # All pages set the same cookie, with or without a form in them.
    get_token(request)
    shown = {
        sealed: _shown(request, form, known, thanks=thanks)
        for sealed in (False, True)
        for known in [found if found and found.sealed is sealed else _example(sealed)]
    }
    form.add_error(None, pages.no_such_pair())
    refused = render(request, "portal/look_up.html", {"form": form})
    return padded(refused if found is None else shown[found.sealed])


def _shown(
    request: HttpRequest, form: LookUpForm, status: public.Status, *, thanks: bool
) -> HttpResponse:
    context = {"pair": form.cleaned_data, "thanks": thanks}
    return render(request, "portal/status.html", context | pages.status(status))


def padded(response: HttpResponse) -> HttpResponse:
    """Fill a page up to whole buckets with a comment that says nothing."""
    size = len(response.content) + len(_OPEN) + len(_CLOSE)
    filling = b"." * (-size % BUCKET)
    response.content = response.content + _OPEN + filling + _CLOSE
    return response


def _example(sealed: bool) -> public.Status:
    """Return a letter just received, from which a page is made that nobody sees."""
    today = timezone.localdate()
    told = "" if sealed else _TOLD
    return public.Status(
        number="DV26-2222-2222-K",
        state_code="received",
        unit_name=told[:40],
        received=today,
        reply_by=today,
        explanation={"vi": told, "en": told},
        steps=() if sealed else (public.StatusStep("received", today),),
        answer=None,
        sealed=sealed,
    )
