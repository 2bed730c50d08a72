"""The pages over the working days."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.actor import Actor
from danvan.core.calendar.working_days import CalendarUnknown
from danvan.orgs import labels, selectors, services
from danvan.orgs.forms import DayForm
from danvan.petitions import recounts
from danvan.petitions.labels import said

# Rows of the preview; the number of all stands above them.
_SHOWN = 200
_CARRIED = frozenset(
    {
        *("date_day", "date_month", "date_year"),
        *("working", "reason", "decision"),
    }
)


@require_GET
@requires(Right.CALENDAR_EDIT)
def calendar(request: HttpRequest) -> HttpResponse:
    """List the days off and make-up days of a year."""
    known = selectors.working_calendar().known
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, known) else timezone.localdate().year
    context = {
        "year": year,
        "years": known,
        "next_year": known.stop if known else None,
        "days": selectors.days_of(year),
    }
    return render(request, "orgs/calendar.html", context)


@require_http_methods(["GET", "POST"])
@requires(Right.CALENDAR_EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a day and its decision, show which terms it moves, and enter it."""
    form = DayForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "orgs/calendar_add.html", {"form": form}, status=status)
    entered, moved = form.cleaned_data, _moved(form.cleaned_data)
    if moved and request.POST.get("moved") != str(len(moved)):
        carried = [(k, v) for k, v in request.POST.items() if k in _CARRIED]
        context = {"moved": moved[:_SHOWN], "count": len(moved), "carried": carried}
        return render(request, "office/calendar_moves.html", context)
    _enter(entered, viewer_of(request).actor())
    messages.success(request, str(labels.DAY_SAVED))
    return redirect(f"/calendar/?year={entered['date'].year}")


@transaction.atomic
def _enter(entered: Mapping[str, Any], by: Actor) -> None:
    """Enter the day and move what it moves, all or nothing."""
    day = services.set_day(by=by, **entered)
    calendar = selectors.working_calendar()
    recounts.apply(day=day.date, calendar=calendar, by=by, why=day.decision)


def _moved(entered: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the running terms of petitions that the day would move."""
    day = entered["date"]
    calendar = selectors.corrected_calendar(day, entered["working"], entered["reason"])
    return [
        {
            "number": found.number,
            "unit": found.unit,
            "before": found.recount.before,
            "now": found.recount.now.due,
            "why": said(found.recount.why),
        }
        for found in recounts.preview(day, calendar)
    ]


@require_POST
@requires(Right.CALENDAR_EDIT)
def open_year(request: HttpRequest) -> HttpResponse:
    """Add the public holidays of the year after the last known one."""
    asked = request.POST.get("year", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return HttpResponseBadRequest()
    try:
        services.open_year(by=viewer_of(request).actor(), year=int(asked))
    except CalendarUnknown:
        # Somebody was quicker, or the page is old: the list shows what stands.
        return redirect("office:calendar")
    messages.success(request, str(labels.YEAR_OPENED))
    return redirect(f"/calendar/?year={asked}")
