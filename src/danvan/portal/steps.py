"""The pages of a half-filled form, checking it, and sending it."""

import uuid
from types import SimpleNamespace

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.files.services import Taken
from danvan.files.uploads import read
from danvan.files.verdict import MESSAGES, Refused
from danvan.petitions import public
from danvan.portal import drafts, intake, receipts, services
from danvan.portal.flow import CHECK, FLOWS, Flow, Page, merged
from danvan.portal.models import SavedForm
from danvan.portal.pages import answers_of, form_of, time_is_over


@require_GET
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Lead to the first page of a form."""
    return redirect("portal:step", kind, _flow(kind).pages[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Ask one question; keep the answer; go on."""
    flow = _flow(kind)
    page = flow.page(slug)
    if page is None:
        raise Http404
    saved = _open_form(request, flow)
    if page is not flow.pages[0] and _too_early(flow, page, saved):
        return _to_first_missing(flow, saved)
    form = form_of(page, request, saved)
    if request.method != "POST" or not form.is_bound:
        return _ask(request, flow, page, form, saved)
    return _answered(request, flow, page, form, saved)


# The labels the 503 page shows beside what was typed.
step.form_class = SimpleNamespace(  # type: ignore[attr-defined]
    base_fields={
        name: field
        for flow in reversed(FLOWS.values())
        for page in flow.pages
        for name, field in page.form.base_fields.items()
    }
)


def _answered(
    request: HttpRequest,
    flow: Flow,
    page: Page,
    form: forms.Form,
    saved: SavedForm | None,
) -> HttpResponse:
    taken = _take_files(request, form, saved)
    if not form.is_valid():
        return _ask(request, flow, page, form, saved, status=400)
    if over := time_is_over(form, timezone.localdate()):
        return _ask(request, flow, page, form, saved, over=over)
    now = timezone.now()
    saved = saved or services.start(kind=flow.kind, now=now)
    complete = flow.missing(saved.answers) is None
    services.keep(saved=saved, page=page.slug, answers=answers_of(form), now=now)
    if taken:
        services.attach(saved=saved, taken=taken)
    after = CHECK if complete else _following(flow, page)
    return drafts.remember(redirect("portal:step", flow.slug, after), saved)


def _take_files(
    request: HttpRequest, form: forms.Form, saved: SavedForm | None
) -> list[Taken]:
    """Pass the chosen files through the gate; what it refuses stands on the form.

    One refused file refuses all of this request, so that nobody has to guess
    which ones arrived.
    """
    chosen = form.cleaned_data.get("papers", []) if form.is_valid() else []
    have = len(saved.files) if saved else 0
    if have + len(chosen) > public.MOST_ATTACHMENTS:
        form.add_error("papers", str(MESSAGES["too_many"]))
        return []
    taken = []
    for upload in chosen:
        try:
            taken.append(services.take(data=read(upload), name=upload.name or ""))
        except Refused as refused:
            form.add_error("papers", f"{upload.name}: {refused.message}")
    return taken


def _ask(
    request: HttpRequest,
    flow: Flow,
    page: Page,
    form: forms.Form,
    saved: SavedForm | None,
    *,
    over: public.Deadline | None = None,
    status: int = 200,
) -> HttpResponse:
    language = "en" if get_language() == "en" else "vi"
    context = {
        "flow": flow,
        "page": page,
        "form": form,
        "saved": saved,
        "number": flow.place_of(page.slug),
        "before": flow.before(page.slug),
        "files": _files(saved) if "papers" in form.fields else [],
        "over": over,
        "explanation": over.sentence[language] if over else "",
    }
    return render(request, "portal/step.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, kind: str) -> HttpResponse:
    """Show every answer once more; on POST send it."""
    flow = _flow(kind)
    saved = _open_form(request, flow, also_sent=True)
    if saved is None or flow.missing(saved.answers):
        return _to_first_missing(flow, saved)
    if request.method != "POST":
        return _show(request, flow, saved)
    try:
        receipt = services.send(
            saved=saved, intake=intake.intake_of(saved), now=timezone.now()
        )
    except services.TooFast:
        return _show(request, flow, saved, _("Please read it once more, then send it."))
    except public.NotInOrder as wrong:
        return _show(request, flow, saved, _wrong(wrong))
    return drafts.drop(receipts.hand_over(redirect("portal:receipt"), receipt))


def _wrong(wrong: public.NotInOrder) -> str:
    if "unit_code" in wrong.fields:
        return _("This commune does not exist any more. Please choose the place again.")
    return _("Something in your answers cannot be sent. Please look at them again.")


def _show(
    request: HttpRequest, flow: Flow, saved: SavedForm, problem: str = ""
) -> HttpResponse:
    place = merged(saved)["commune"]
    try:
        unit = public.receiving_unit_name(place)
    except public.NotInOrder:
        unit = _("Please choose the place again.")
    context = {
        "flow": flow,
        "saved": saved,
        "lines": intake.lines(saved, unit),
        "files": _files(saved),
        "files_page": next(
            p.slug for p in flow.pages if "papers" in p.form.base_fields
        ),
        "before": flow.before(CHECK),
        "number": flow.length,
        "problem": problem,
    }
    return render(request, "portal/check.html", context, status=400 if problem else 200)


@require_POST
@never_cache
def remove_file(request: HttpRequest, kind: str, file_id: uuid.UUID) -> HttpResponse:
    """Take one file out of the form."""
    flow = _flow(kind)
    if saved := _open_form(request, flow):
        services.detach(saved=saved, file_id=file_id)
    page = next(p.slug for p in flow.pages if "papers" in p.form.base_fields)
    return redirect("portal:step", kind, page)


@require_POST
@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what was begun on this device."""
    if (saved := drafts.find(request, timezone.now())) and not saved.sent:
        services.forget(saved=saved)
    return drafts.drop(redirect("portal:start"))


def _flow(kind: str) -> Flow:
    if kind not in FLOWS:
        raise Http404
    return FLOWS[kind]


def _open_form(
    request: HttpRequest, flow: Flow, *, also_sent: bool = False
) -> SavedForm | None:
    """Return the form of this browser, if it is of this kind and still open."""
    saved = drafts.find(request, timezone.now())
    fits = saved and saved.kind == flow.kind and (also_sent or not saved.sent)
    return saved if fits else None


def _too_early(flow: Flow, page: Page, saved: SavedForm | None) -> bool:
    missing = flow.missing(saved.answers if saved else {})
    return missing is not None and flow.place_of(missing.slug) < flow.place_of(
        page.slug
    )


def _to_first_missing(flow: Flow, saved: SavedForm | None) -> HttpResponse:
    missing = flow.missing(saved.answers if saved else {})
    return redirect("portal:step", flow.slug, missing.slug if missing else CHECK)


def _following(flow: Flow, page: Page) -> str:
    number = flow.place_of(page.slug)
    return flow.pages[number].slug if number < len(flow.pages) else CHECK


def _files(saved: SavedForm | None) -> list[dict[str, str]]:
    """Return the files that arrived, as they are listed."""
    return [
        {"id": one["id"], "name": one["name"], "facts": intake.file_facts(one)}
        for one in (saved.files if saved else [])
    ]
