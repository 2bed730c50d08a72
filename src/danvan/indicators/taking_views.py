"""Taking the figures of a received report into values, page by page."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.indicators import errors, taking, taking_page, taking_state, value_page
from danvan.indicators.taking_state import Line, State
from danvan.reports.models import Figure, Report

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_FILL)
def take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a page of the figures with their proposals; keep it, or take them all."""
    reports = Report.objects.visible_to(viewer_of(request)).select_related("unit")
    report = get_object_or_404(reports, pk=pk)
    if request.method != "POST":
        return _page(request, report)
    state = _state(request, report)
    if "unit" in request.POST:
        if not taking_state.keep_head(state, request.POST, request.session):
            messages.error(request, _("Choose a unit and a period from the lists."))
        return redirect(_address(report))
    shown = _shown(request.POST.get("page", ""), state)
    taking_state.keep_rows(state, list(shown), request.POST, request.session)
    if "take" in request.POST:
        return _taken(request, report)
    step = 1 if "next" in request.POST else -1 if "previous" in request.POST else 0
    return redirect(_address(report, shown.number + step))


def _state(request: HttpRequest, report: Report) -> State:
    figures = list(Figure.objects.filter(report=report))
    today = timezone.localdate()
    return taking_state.load(
        report, figures, viewer_of(request), request.session, today
    )


def _shown(number: str, state: State) -> "Page[Line]":
    return Paginator(state.lines, PER_PAGE).get_page(number)


def _address(report: Report, page: int = 1) -> str:
    address = reverse("indicators:take-report", args=[report.pk])
    return f"{address}?page={page}" if page > 1 else address


def _page(
    request: HttpRequest, report: Report, status: int = HTTPStatus.OK
) -> HttpResponse:
    state = _state(request, report)
    shown = _shown(request.GET.get("page", ""), state)
    context = taking_page.context(state, shown, viewer_of(request))
    return render(request, "indicators/take_report.html", context, status=status)


def _taken(request: HttpRequest, report: Report) -> HttpResponse:
    """Take every line that is ticked, on whatever page it stands."""
    state = _state(request, report)
    wrong = [line for line in state.chosen if line.wrong]
    if wrong:
        messages.error(request, _("Some lines cannot be taken yet; they are marked."))
        return redirect(_to(state, wrong[0].proposal.figure))
    if not state.chosen:
        messages.error(request, _("No line is ticked."))
        return redirect(_address(report))
    try:
        found = taking.take(
            report=report,
            taken=[line.taken for line in state.chosen],
            reason=request.POST.get("reason", "").replace("\x00", "")[:1000],
            by=value_page.actor(viewer_of(request), report.unit),
            now=timezone.now(),
        )
    except taking.SaidTwice as twice:
        messages.error(request, taking_page.said_twice(twice))
        return redirect(_to(state, twice.figures[0]))
    except errors.NoReason:
        messages.error(
            request,
            _(
                "Some of these values were taken from this report with another amount. "
                "Write why they change, below the table."
            ),
        )
        return redirect(
            _address(report, _shown(request.POST.get("page", ""), state).number)
        )
    except errors.OutOfRange:
        messages.error(request, _("A number is too long to be kept."))
        return redirect(_address(report))
    taking_state.forget(report, request.session)
    told: dict[str, Any] = {"n": len(found)}
    said = ngettext("%(n)s value was taken.", "%(n)s values were taken.", len(found))
    messages.success(request, said % told)
    return redirect(_address(report))


def _to(state: State, figure: Figure) -> str:
    """Return the address of the page and line of a figure."""
    keys = [line.proposal.figure.key for line in state.lines]
    page = keys.index(figure.key) // PER_PAGE + 1
    return f"{_address(state.report, page)}#row-{figure.key}"
