"""The first page, guidance, help and the look-up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from danvan.petitions import public
from danvan.portal import drafts
from danvan.portal.flow import BY_KIND
from danvan.portal.forms import LookUpForm
from danvan.portal.words import steps_of, words_of


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Show the four choices, and the way back to what was begun here."""
    saved = drafts.find(request, timezone.now())
    open_form = saved if saved and not saved.sent else None
    context = {
        "saved": open_form,
        "flow": BY_KIND[open_form.kind] if open_form else None,
    }
    return render(request, "portal/start.html", context)


@require_GET
@never_cache
def guidance(request: HttpRequest) -> HttpResponse:
    """Say how to denounce an official. Stores nothing and asks nothing."""
    return render(request, "portal/denunciation.html", {"quick_exit": True})


@require_GET
def helping(request: HttpRequest) -> HttpResponse:
    """Say where a person finds help."""
    return render(request, "portal/help.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; show where the petition stands.

    The answer comes with the form, not behind an address, so that neither the
    number nor the code stands in a history.
    """
    if request.method != "POST":
        form = LookUpForm(initial={"number": request.GET.get("so", "")[:40]})
        return render(request, "portal/look_up.html", {"form": form})
    form = LookUpForm(request.POST)
    found = _found(form) if form.is_valid() else None
    if found is None:
        return render(request, "portal/look_up.html", {"form": form}, status=400)
    language = "en" if get_language() == "en" else "vi"
    context = {
        "status": found,
        "words": words_of(found.state_code),
        "steps": steps_of(found),
        "explanation": found.explanation[language],
    }
    return render(request, "portal/status.html", context)


look_up.form_class = LookUpForm  # type: ignore[attr-defined] # labels of the 503 page


def _found(form: LookUpForm) -> public.Status | None:
    """Return the status, or put on the form why there is none."""
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        found = public.status(number, code)
    except public.Throttled:
        message = _("Too many wrong codes were tried. Please wait an hour.")
        form.add_error(None, message)
        return None
    if found is None:
        wrong = _(
            "Number and code do not belong together. Compare both with the receipt."
        )
        form.add_error("number", wrong)
    return found
