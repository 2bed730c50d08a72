"""The public's pages: no account, no session, one question a page."""

from types import SimpleNamespace

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from danvan.petitions import public
from danvan.portal import answering, cookies, digits, looking_up, pages, services
from danvan.portal.flows import BY_KIND, FLOWS, Flow, Page
from danvan.portal.forms import LookUpForm, SendForm
from danvan.portal.models import SavedForm
from danvan.ui.addresses import client_address


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The four choices; and the way back into a half-filled form."""
    saved = cookies.saved_form(request) if cookies.FORM in request.COOKIES else None
    unfinished = saved if saved and not saved.number else None
    flow = BY_KIND[unfinished.kind] if unfinished else None
    return render(request, "portal/front.html", {"flow": flow})


@require_safe
def start(request: HttpRequest, flow: str) -> HttpResponse:
    """Lead to the first question that is not answered yet."""
    chosen = _flow(flow)
    saved = _form_of(request, chosen)
    page = chosen.open_page(set(saved.answers) if saved else set())
    return _to(chosen, page)


@never_cache
def question(request: HttpRequest, flow: str, page: str) -> HttpResponse:
    """Ask one question; keep the answer and go on."""
    chosen = _flow(flow)
    asked = chosen.page(page)
    if asked is None:
        raise Http404
    saved = _form_of(request, chosen)
    try:
        turn = answering.take_turn(request, chosen, asked, saved, now=timezone.now())
    except services.Sent:
        return redirect("portal:receipt")
    if turn.done:
        response: HttpResponse = _next(request, chosen, asked, turn.saved)
    else:
        context = pages.question(chosen, asked, turn)
        response = render(request, asked.template, context, status=turn.status)
    if turn.saved:
        cookies.keep_form(request, response, turn.saved)
    return response


# The labels that stand beside what was typed while the database is away.
question.form_class = SimpleNamespace(  # type: ignore[attr-defined]
    base_fields={
        name: field
        for flow in reversed(FLOWS.values())
        for page in flow.pages
        for name, field in page.form.base_fields.items()
    }
)


@never_cache
def check(request: HttpRequest, flow: str) -> HttpResponse:
    """Show all answers before sending; send on POST, once."""
    chosen = _flow(flow)
    saved = _form_of(request, chosen, sent=True)
    if saved is None:
        return redirect("portal:start", flow)
    if not saved.number and (page := chosen.open_page(set(saved.answers))):
        return _to(chosen, page)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _send(request, chosen, saved, form)
    if saved.number:
        return redirect("portal:receipt")
    return _show_check(request, chosen, saved, form)


def _send(
    request: HttpRequest, flow: Flow, saved: SavedForm, form: SendForm
) -> HttpResponse:
    try:
        receipt = services.send(
            form_id=saved.pk,
            language=get_language() or "vi",
            address=client_address(request),
            answered=form.answered(saved.pk),
            now=timezone.now(),
        )
    except services.TooFast:
        form.add_error(None, _("Please read your answers once more, then send."))
        return _show_check(request, flow, saved, form)
    except services.Flooded:
        form.ask(digits.ask(saved.pk))
        return _show_check(request, flow, saved, form)
    except public.NotInOrder as error:
        form.add_error(None, pages.not_in_order(error.fields))
        return _show_check(request, flow, saved, form)
    response = redirect("portal:receipt")
    cookies.keep_receipt(request, response, receipt)
    return response


def _show_check(
    request: HttpRequest, flow: Flow, saved: SavedForm, form: SendForm
) -> HttpResponse:
    context = pages.check(flow, saved, form)
    return render(
        request, "portal/check.html", context, status=400 if form.errors else 200
    )


@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number and code, for half an hour; "noted" takes them off the screen."""
    shown = cookies.receipt(request)
    if request.method == "POST":
        response: HttpResponse = redirect("portal:front")
        response.delete_cookie(cookies.RECEIPT)
        response.delete_cookie(cookies.FORM)
        return response
    if shown is None:
        return render(request, "portal/receipt_gone.html", status=410)
    return render(request, "portal/receipt.html", pages.receipt(shown))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget a half-filled form, on this machine and on ours."""
    saved = cookies.saved_form(request)
    if saved:
        services.drop(form=saved)
    response = redirect("portal:front")
    response.delete_cookie(cookies.FORM)
    return response


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Tell where a petition stands, under number and code."""
    number = request.GET.get("so", "")[:40]
    form = LookUpForm(request.POST or None, initial={"number": number})
    if request.method != "POST" or not form.is_valid():
        code = 400 if form.is_bound else 200
        return render(request, "portal/look_up.html", {"form": form}, status=code)
    try:
        found = public.status(form.cleaned_data["number"], form.cleaned_data["code"])
    except public.Throttled:
        form.add_error(None, pages.throttled())
        return render(request, "portal/look_up.html", {"form": form}, status=429)
    return looking_up.answer(request, form, found)


@require_POST
@never_cache
def say(request: HttpRequest) -> HttpResponse:
    """Take in how the person finds the result; show the case as it stands then."""
    form, answer = LookUpForm(request.POST), request.POST.get("answer", "")
    if not form.is_valid():
        return render(request, "portal/look_up.html", {"form": form}, status=400)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        done = public.say(number, code, answer=answer)
        found = public.status(number, code)
    except public.NotInOrder:
        return HttpResponseBadRequest()
    except public.Throttled:
        form.add_error(None, pages.throttled())
        return render(request, "portal/look_up.html", {"form": form}, status=429)
    return looking_up.answer(request, form, found, thanks=done == "kept")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """What one can do here, and where help is."""
    return render(request, "portal/help.html", {"address": settings.PORTAL_ADDRESS})


def _flow(slug: str) -> Flow:
    if slug not in FLOWS:
        raise Http404
    return FLOWS[slug]


def _form_of(
    request: HttpRequest, flow: Flow, *, sent: bool = False
) -> SavedForm | None:
    saved = cookies.saved_form(request)
    if saved is None or saved.kind != flow.kind or (saved.number and not sent):
        return None
    return saved


def _next(
    request: HttpRequest, flow: Flow, page: Page, saved: SavedForm | None
) -> HttpResponseRedirect:
    answered = set(saved.answers) if saved else set()
    if "sua" in request.GET:  # one answer changed from the last page
        return _to(flow, flow.open_page(answered))
    rest = flow.pages[flow.position(page) :]
    return _to(flow, rest[0] if rest else flow.open_page(answered))


def _to(flow: Flow, page: Page | None) -> HttpResponseRedirect:
    if page is None:
        return HttpResponseRedirect(reverse("portal:check", args=[flow.slug]))
    return HttpResponseRedirect(reverse("portal:question", args=[flow.slug, page.slug]))
