"""Sealed cases from outside: the list, one case, who handles it, its end."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import viewer_of
from danvan.accounts.rights import Right
from danvan.vault import case_pages, case_people, case_selectors, services, web
from danvan.vault.case_forms import Assign, CaseFilter
from danvan.vault.case_selectors import CaseFile, CaseFilters
from danvan.vault.case_web import (
    assigners,
    case_of,
    handlers,
    no_store,
    refused,
    status,
)
from danvan.vault.errors import Refused


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
        "opens": viewer.may(Right.SEALED_OPEN),
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


def _assign_form(request: HttpRequest, file: CaseFile) -> Assign:
    people = case_people.assignable(
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
