"""The pages over the working days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar.working_days import CalendarUnknown
from danvan.orgs import labels, selectors, services
from danvan.orgs.forms import DayForm


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
    """Ask for a day and its decision, and enter it."""
    form = DayForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "orgs/calendar_add.html", {"form": form}, status=status)
    day = services.set_day(by=viewer_of(request).actor(), **form.cleaned_data)
    messages.success(request, str(labels.DAY_SAVED))
    return redirect(f"/calendar/?year={day.date.year}")


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
