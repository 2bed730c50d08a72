"""One turn of asking and answering: what the citizen sent, what comes of it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from danvan.core.casework.deadlines import Deadline
from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.petitions import public
from danvan.portal import services
from danvan.portal.flows import Flow, Page
from danvan.portal.forms import DecisionForm, PageForm, WhereForm
from danvan.portal.models import SavedForm


@dataclass(frozen=True, slots=True)
class Turn:
    """The form to show again, unless ``done``; ``late`` when the time to complain is over."""

    form: PageForm
    saved: SavedForm | None
    done: bool = False
    status: int = 200
    late: Deadline | None = None


def take_turn(
    request: HttpRequest,
    flow: Flow,
    page: Page,
    saved: SavedForm | None,
    *,
    now: datetime.datetime,
) -> Turn:
    """Show the page, or take what was sent and keep what is in order."""
    if request.method != "POST":
        return Turn(_form(page, saved), saved)
    if page.form is WhereForm and "other_province" in request.POST:
        return Turn(_form(page, saved, province=_province(request, saved)), saved)
    form = _form(page, saved, data=request.POST, province=_province(request, saved))
    fine = form.is_valid()
    if not fine and not request.FILES and "remove" not in request.POST:
        return Turn(form, saved, status=400)
    saved = saved or services.begin(kind=flow.kind, now=now)
    if "files" in form.fields:
        _keep_files(request, form, saved, now)
    if "remove" in request.POST:
        services.detach(form=saved, file_id=request.POST["remove"])
        return Turn(form if form.data.get("what") else _form(page, saved), saved)
    if form.errors or not fine:
        return Turn(form, saved, status=400)
    if (late := _too_late(form)) and "late_seen" not in request.POST:
        return Turn(form, saved, late=late)
    services.answer(form=saved, page=page.slug, answers=form.answers(), now=now)
    return Turn(form, saved, done=True)


def _form(
    page: Page,
    saved: SavedForm | None,
    data: Any = None,
    province: str = "",
) -> PageForm:
    known: dict[str, Any] = saved.answers.get(page.slug, {}) if saved else {}
    kwargs: dict[str, Any] = {}
    if page.form is WhereForm:
        kwargs["province"] = province or known.get("province") or settings.HOME_PROVINCE
        if province and province != known.get("province"):
            known = {"place": known.get("place", "")}
    if page.form is DecisionForm:
        kwargs["today"] = timezone.localdate()
        if day := known.get("decision_received"):
            known = known | {"decision_received": datetime.date.fromisoformat(day)}
    return page.form(data, initial=known, **kwargs)


def _province(request: HttpRequest, saved: SavedForm | None) -> str:
    asked = request.POST.get("province", "")
    return asked if asked in {p.code for p in public.units_for_place(None)} else ""


def _keep_files(
    request: HttpRequest, form: PageForm, saved: SavedForm, now: datetime.datetime
) -> None:
    for upload in request.FILES.getlist("files"):
        name = upload.name or "?"
        try:
            services.attach(form=saved, data=uploads.read(upload), name=name, now=now)
        except Refused as refused:
            form.add_error("files", f"{name}: {refused.message}")


def _too_late(form: PageForm) -> Deadline | None:
    """Return the last day to complain when it has passed."""
    if not isinstance(form, DecisionForm):
        return None
    said = form.cleaned_data
    last = public.time_to_complain(
        said["decision_received"], disciplinary=said["disciplinary"]
    )
    return last if last and last.due < form.today else None
