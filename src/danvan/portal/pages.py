"""The form of each page for a request: with what was typed, or what was kept."""

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from danvan.petitions import public
from danvan.portal.flow import Page
from danvan.portal.forms import DecisionForm, PlaceForm
from danvan.portal.models import SavedForm


def form_of(page: Page, request: HttpRequest, saved: SavedForm | None) -> forms.Form:
    """Return the bound or the filled form of a page."""
    kept = dict(saved.answers.get(page.slug, {})) if saved else {}
    if page.form is PlaceForm:
        return _place_form(request, kept)
    more: dict[str, Any] = {}
    if page.form is DecisionForm:
        more["today"] = timezone.localdate()
        if day := kept.get("decision_received"):
            kept["decision_received"] = datetime.date.fromisoformat(day)
        kept.pop("anyway", None)
    if request.method == "POST":
        return page.form(request.POST, request.FILES, **more)
    return page.form(initial=kept, **more)


def _place_form(request: HttpRequest, kept: dict[str, Any]) -> forms.Form:
    """Ask for the province alone first; communes come with the chosen one.

    Without a script the page comes back once with the communes, and that is
    no error.
    """
    provinces = public.units_for_place(None)
    chosen = request.POST.get("province") or kept.get("province", "")
    communes = public.units_for_place(chosen) if chosen else []
    known = chosen in {place.code for place in provinces}
    offered = communes if known else None
    if request.method == "POST" and ("commune" in request.POST or not known):
        return PlaceForm(request.POST, provinces=provinces, communes=offered)
    return PlaceForm(
        initial={**kept, "province": chosen}, provinces=provinces, communes=offered
    )


def answers_of(form: forms.Form) -> dict[str, Any]:
    """Return what a valid form keeps: texts, days as ISO, names beside the codes."""
    kept = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in form.cleaned_data.items()
        if name not in {"papers", "fax_2"}
    }
    if isinstance(form, PlaceForm):
        for name in ("province", "commune"):
            names = dict(form.fields[name].choices)  # type: ignore[attr-defined]
            kept[f"{name}_name"] = str(names[kept[name]])
    return kept


def time_is_over(form: forms.Form, today: datetime.date) -> public.Deadline | None:
    """Return the last day to complain, if it has passed and nobody insists."""
    if not isinstance(form, DecisionForm) or form.cleaned_data["anyway"]:
        return None
    last = public.time_to_complain(form.cleaned_data["decision_received"])
    return last if last is not None and last.due < today else None
