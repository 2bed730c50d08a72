"""Sealed cases from outside: the list, one case, who handles it, its end."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import viewer_of
from danvan.orgs.models import Unit
from danvan.vault import case_pages, case_selectors, services, web
from danvan.vault.case_forms import Assign, CaseFilter, Nothing, Shred
from danvan.vault.case_selectors import CaseFile, CaseFilters
from danvan.vault.case_web import (
    assigners,
    case_of,
    handlers,
    no_store,
    openers,
    refused,
    status,
)
from danvan.vault.errors import Refused

ASK = ["GET", "HEAD", "POST"]


@require_safe
@handlers
@no_store
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases one handles or assigns, by neutral facts alone."""
    viewer, today = viewer_of(request), timezone.localdate()
    form = CaseFilter(request.GET)
    filters = form.filters()
    page = case_selectors.listed(
        viewer, filters, today=today, page=request.GET.get("page")
    )
    context = {
        "filter": form,
        "page": page,
        "rows": case_pages.rows(page),
        "filtered": filters != CaseFilters(),
        **case_pages.clock(today),
    }
    return render(request, "vault/cases.html", context)


@require_safe
@handlers
@no_store
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what is known of a case without opening it, and what can be done."""
    return _case_page(request, case_of(request, pk))


@require_POST
@assigners
@no_store
def assign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let an officer of the unit open the case."""
    file, viewer = case_of(request, pk), viewer_of(request)
    form = _assign_form(request, file)
    if not form.is_valid():
        return _case_page(request, file, form)
    try:
        services.assign(
            case_id=pk,
            user=form.cleaned_data["officer"],
            viewer=viewer,
            now=timezone.now(),
        )
    except Refused as why:
        return refused(request, why, pk)
    messages.success(request, _("The case is assigned."))
    return redirect("vault:case", pk)


@require_POST
@assigners
def end(request: HttpRequest, pk: uuid.UUID, access: int) -> HttpResponse:
    """Take the case from an officer again."""
    case_of(request, pk)
    try:
        services.end_assignment(
            access_id=access, viewer=viewer_of(request), now=timezone.now()
        )
    except Refused as why:
        return refused(request, why, pk)
    messages.success(request, _("The assignment has ended."))
    return redirect("vault:case", pk)


@require_http_methods(ASK)
@openers
@no_store
def take_back(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Delete the keys another unit was given, after a question."""
    file = case_of(request, pk)
    given = next((unit for unit in file.given_to if unit.code == code), None)
    if given is None:
        return refused(request, Refused("absent"), pk)

    def act(form: forms.Form) -> None:
        services.take_back(case_id=pk, from_unit=given, viewer=viewer_of(request))

    return _confirmed(request, file, Nothing, act, _take_back_words(given))


@require_http_methods(ASK)
@openers
@no_store
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark the case as closed, after a question."""

    def act(form: forms.Form) -> None:
        services.close(case_id=pk, viewer=viewer_of(request))

    words = {
        "title": _("Close the case"),
        "text": _(
            "It stays sealed, and readable to those assigned, until it is shredded."
        ),
        "label": _("Close the case"),
        "done": _("The case is closed."),
    }
    return _confirmed(request, case_of(request, pk), Nothing, act, words)


@require_http_methods(ASK)
@openers
@no_store
def shred(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete keys and ciphertexts at the end of retention, by a decision."""

    def act(form: forms.Form) -> None:
        services.shred(
            case_id=pk,
            viewer=viewer_of(request),
            decision=form.cleaned_data["decision"],
        )

    words = {
        "title": _("Shred the case"),
        "text": _(
            "All keys and all contents are deleted for good, in every unit. Nobody can bring them back."
        ),
        "label": _("Shred for good"),
        "done": _("The contents of the case are deleted."),
    }
    return _confirmed(request, case_of(request, pk), Shred, act, words)


def _take_back_words(unit: Unit) -> dict[str, str]:
    return {
        "title": _("Take the case back"),
        "text": _(
            "%(unit)s loses every key and the extract at once. What was read there stays known."
        )
        % {"unit": unit.office_name},
        "label": _("Take back"),
        "done": _("The keys of the other unit are deleted."),
    }


def _confirmed(
    request: HttpRequest,
    file: CaseFile,
    kind: type[forms.Form],
    act: Any,
    words: dict[str, str],
) -> HttpResponse:
    """Ask whether one is sure; then act and go back to the case."""
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(form)
        except Refused as why:
            return refused(request, why, file.case.pk)
        messages.success(request, words["done"])
        return redirect("vault:case", file.case.pk)
    context = {"form": form, "case": file.case, **words}
    return render(request, "vault/confirm.html", context, status=status(form))


def _assign_form(request: HttpRequest, file: CaseFile) -> Assign:
    people = case_selectors.assignable(
        file.unit, viewer_of(request), today=timezone.localdate()
    )
    return Assign(request.POST if request.method == "POST" else None, people=people)


def _case_page(
    request: HttpRequest, file: CaseFile, form: Assign | None = None
) -> HttpResponse:
    viewer, unlocked = viewer_of(request), web.unlocked_of(request)
    shown = case_pages.of_case(file, viewer, unlocked, today=timezone.localdate())
    if file.leads and form is None:
        form = _assign_form(request, file)
    context = {**shown, "form": form}
    code = status(form) if form else 200
    return render(request, "vault/case.html", context, status=code)
