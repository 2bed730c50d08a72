"""The pages of a denunciation: guidance, a form to print, the sealed letter, the way out."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from danvan.core.actor import PUBLIC
from danvan.petitions import public
from danvan.portal import digits, flood, pages, services
from danvan.portal import letter as letters
from danvan.portal.letter import Letter, SendLetterForm
from danvan.vault import public as vault

RETRY_AFTER = 30  # seconds


@never_cache
@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Guide who wants to denounce; store nothing, not even that they came."""
    context = {"sealed": vault.online_allowed()}
    return render(request, "portal/denounce.html", context)


@never_cache
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """Offer an empty letter to be printed and filled in by hand."""
    return render(request, "portal/blank_letter.html")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Lead away to a page anybody might have open, and let the browser forget us."""
    response = redirect(settings.EXIT_ADDRESS)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters()
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """Write, check and send a sealed letter; all of it travels in the page."""
    if not vault.online_allowed():
        return redirect("portal:denounce")
    if request.method != "POST":
        return _page(request, letters.empty(timezone.now()))
    try:
        return _turn(request)
    except (OperationalError, InterfaceError):
        return _away(request)


def _turn(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "check")
    if act in {"add", "places", "back"}:
        more = 1 if act == "add" else 0
        return _page(request, letters.unfinished(letters.posted(request), more))
    letter = letters.sent(letters.posted(request))
    if not letter.is_valid():
        return _page(request, letter, status=400)
    if act == "send":
        return _send(request, letter)
    return _check(request, letter, SendLetterForm())


def _check(request: HttpRequest, letter: Letter, form: SendLetterForm) -> HttpResponse:
    """Show what would be sent, and who would read it."""
    said = letter.form.cleaned_data
    routed = vault.route(
        public.receiving_unit_code(said["unit_code"]),
        letter.accused(),
        channel=vault.Channel.ONLINE,
        on=timezone.localdate(),
        told=letter.denunciation().told(),
    )
    if routed.unit is None:
        return _nobody(request, letter, routed.above)
    context = {
        "letter": letter,
        "form": form,
        "rows": _rows(letter),
        "unit": public.unit_name(routed.unit),
    }
    status = 400 if form.errors else 200
    return render(request, "portal/letter_check.html", context, status=status)


def _send(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = SendLetterForm(request.POST)
    form.is_valid()
    files = letters.taken(form, request.FILES)
    begun = letters.begun(letter)
    if begun is None or timezone.now() - begun < services.FASTEST:
        form.add_error(None, _("Please read your answers once more, then send."))
    if form.errors or files is None:
        return _check(request, letter, form)
    if _flooded() and not form.answered(letter.key):
        form.ask(digits.ask(letter.key))
        return _check(request, letter, form)
    try:
        receipt = vault.take(
            letter.denunciation(files["identity"], files["story"]),
            chosen_unit=public.receiving_unit_code(
                letter.form.cleaned_data["unit_code"]
            ),
            received_on=timezone.localdate(),
            channel=vault.Channel.ONLINE,
            idempotency_key=letter.key,
            by=PUBLIC,
        )
    except vault.NoReceiver as nobody:
        return _nobody(request, letter, nobody.above)
    context = pages.sealed_receipt(receipt)
    return render(request, "portal/letter_receipt.html", context)


def _flooded() -> bool:
    """Count the letter among all that come in; say whether there are too many.

    Neither by address nor by unit: not even a keyed hash may say for half an hour
    from where, or about which place, somebody wrote.
    """
    return flood.charge(now=timezone.now(), sealed="", country="")


def _page(request: HttpRequest, letter: Letter, status: int = 200) -> HttpResponse:
    context = {
        "letter": letter,
        "form": letter.form,
        "people": letter.people,
        "full": len(letter.people) >= letters.MOST_ROWS,
    }
    return render(request, "portal/letter.html", context, status=status)


def _nobody(request: HttpRequest, letter: Letter, above: object) -> HttpResponse:
    """Say where to turn when nobody here may receive it; nothing was stored."""
    context = {"letter": letter, "above": pages.said(above)}
    return render(request, "portal/letter_nobody.html", context, status=200)


def _away(request: HttpRequest) -> HttpResponse:
    """Give back what was typed, without a question to the database."""
    known = {*letters.labels(), "key", "started", "rows", "act"}
    sent = letters.posted(request)
    context = {
        "carried": [(n, value) for n, value in sent.items() if n in known and value],
        "what": sent.get("what", ""),
        "had_files": bool(request.FILES),
    }
    response = render(request, "portal/letter_away.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _rows(letter: Letter) -> list[tuple[str, str]]:
    """List what would be sent, label by label."""
    people = "\n".join(
        ", ".join(part for part in (a.name, a.post, a.workplace) if part)
        for a in letter.accused()
    )
    said = letter.form.cleaned_data
    place = pages.place_name(said["unit_code"], said["province"])
    return [
        (_("Who it is about"), people),
        (_("Where does it happen?"), place),
        *letter.told(),
    ]
