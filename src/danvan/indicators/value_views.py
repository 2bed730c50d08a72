"""The pages of values to read: a unit's list, one cell, one indicator over time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.files.answers import XLSX, to_save
from danvan.indicators import counting, reach, value_export, value_page, value_series
from danvan.indicators import value_labels as labels
from danvan.indicators import value_list as lists
from danvan.indicators.labels import period_days
from danvan.indicators.value_forms import ChooseForm, ValueForm
from danvan.indicators.value_page import Place
from danvan.orgs.models import Unit

PER_PAGE = 30


def place_or_404(request: HttpRequest, unit: int, period: str, code: str) -> Place:
    """Return the cell of an address, if its values are the viewer's to read."""
    indicator = catalogue.known().get(code)
    if indicator is None or not indicator.has_number:
        raise Http404
    try:
        of = periods.by_key(period)
        today = timezone.localdate()
        return value_page.place_of(viewer_of(request), unit, of, code, today)
    except (Unit.DoesNotExist, periods.NoSuchPeriod):
        raise Http404 from None


def frame_of(place: Place) -> dict[str, Any]:
    """Return what every page about a cell says above it."""
    indicator = catalogue.of(place.code)
    return {
        "place": place,
        "indicator": indicator,
        "title": labels.indicator_name(place.code),
        "measure": labels.measure(place.code),
        "period_name": labels.period(place.period),
        "back": place.address(),
    }


@require_safe
@requires(Right.FORMS_READ)
def cell(request: HttpRequest, unit: int, period: str, code: str) -> HttpResponse:
    """Show one cell: its sources side by side, what counts, and its history."""
    place = place_or_404(request, unit, period, code)
    context = cell_context(place, request) | {
        "enter": ValueForm(code=code),
        "choose": ChooseForm(values=value_page.cell_of(place).values),
    }
    return render(request, "indicators/value.html", context)


def cell_context(place: Place, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a cell shows, without its forms."""
    viewer, found = viewer_of(request), value_page.cell_of(place)
    return frame_of(place) | {
        "cell": found,
        "sources": value_page.sources(place, found, viewer),
        "amount": labels.amount(
            found.amount, found.chosen.bound if found.chosen else ""
        ),
        "worked": labels.amount(found.worked.amount) if found.worked else "",
        "inputs": value_page.inputs(place),
        "history": value_page.history(place),
        "countable": counting.is_counted(place.code),
        "over_time": lists.over_time_address(place.unit, place.code),
    }


@require_safe
@requires(Right.FORMS_READ)
def behind(request: HttpRequest, unit: int, period: str, code: str) -> HttpResponse:
    """Show the records behind a counted value that the viewer may see."""
    place = place_or_404(request, unit, period, code)
    found = value_page.behind(place, viewer_of(request))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = frame_of(place) | {"page": shown}
    return render(request, "indicators/value_behind.html", context)


@require_safe
@requires(Right.FORMS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the indicators of a unit for a period with what counts of each."""
    asked = lists.asked(request.GET, viewer_of(request), timezone.localdate())
    if asked is None:
        raise Http404
    rows = lists.rows(asked)
    context = {
        "asked": asked,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "units": lists.units(viewer_of(request)),
        "periods": lists.periods_for(asked, timezone.localdate()),
        "groups": [
            (g.code, g.name[labels.language()]) for g in catalogue.groups().values()
        ],
        "period_name": labels.period(asked.period),
        "days": period_days(asked.period),
        "may_fill_any": viewer_of(request).may(Right.FORMS_FILL),
        "query": request.GET.urlencode(),
    }
    return render(request, "indicators/values.html", context)


@require_safe
@requires(Right.FORMS_READ)
def listed_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the list as a workbook."""
    asked = lists.asked(request.GET, viewer_of(request), timezone.localdate())
    if asked is None:
        raise Http404
    body = value_export.listed(asked, lists.rows(asked))
    return to_save(body, f"{asked.unit.code}-{asked.period.key}.xlsx", XLSX)


@require_safe
@requires(Right.FORMS_READ)
def over_time(request: HttpRequest, unit: int, code: str) -> HttpResponse:
    """Show one indicator of one unit over its periods, as a chart and a table."""
    series = _series_or_404(request, unit, code)
    context = {
        "series": series,
        "title": labels.indicator_name(code),
        "measure": labels.measure(code),
        "page": Paginator(series.rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "indicators/over_time.html", context)


@require_safe
@requires(Right.FORMS_READ)
def over_time_xlsx(request: HttpRequest, unit: int, code: str) -> HttpResponse:
    """Send the table over time as a workbook."""
    series = _series_or_404(request, unit, code)
    name = f"{series.unit.code}-{code}.xlsx"
    return to_save(value_export.series(series), name, XLSX)


def _series_or_404(request: HttpRequest, unit: int, code: str) -> value_series.Series:
    known = catalogue.known().get(code)
    mine = unit in reach.readable(viewer_of(request))
    if known is None or not known.has_number or not mine:
        raise Http404
    asked = request.GET.get("kind", "")
    return value_series.of(Unit.objects.get(pk=unit), code, asked)
