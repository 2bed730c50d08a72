"""The situation sheet: page, DOCX and XLSX."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Kind, Period
from danvan.files.answers import DOCX, XLSX, to_save
from danvan.indicators.labels import period_name
from danvan.publishing import reach, situation

_PER_PAGE = 30
_KINDS = {Kind.QUARTER, Kind.HALF_YEAR, Kind.NINE_MONTHS, Kind.YEAR}


def _choices() -> list[Period]:
    found = periods.ending_up_to("inspectorate", timezone.localdate(), years=2)
    return [period for period in found if period.kind in _KINDS]


def _asked(request: HttpRequest) -> situation.Situation:
    """Return the sheet asked for: one of the viewer's units, one of the periods."""
    viewer = viewer_of(request)
    units = reach.unit_of(viewer, Right.DRAFTS_WRITE)
    known = {period.key: period for period in _choices()}
    key = request.GET.get("period") or next(iter(known))
    code = request.GET.get("unit", "")
    unit = next((u for u in units if code in {"", u.code}), None)
    if unit is None or key not in known:
        raise Http404
    return situation.of(viewer, unit, known[key])


@require_safe
@requires(Right.DRAFTS_WRITE)
def page(request: HttpRequest) -> HttpResponse:
    """Show what people speak of, by field and place."""
    found = _asked(request)
    units = reach.unit_of(viewer_of(request), Right.DRAFTS_WRITE)
    rows = Paginator(found.sheet.issues, _PER_PAGE)
    context = {
        "situation": found,
        "page": rows.get_page(request.GET.get("page")),
        "name": period_name(found.period),
        "periods": [(p.key, period_name(p)) for p in _choices()],
        "units": units,
    }
    return render(request, "publishing/situation.html", context)


@require_safe
@requires(Right.DRAFTS_WRITE)
def docx(request: HttpRequest) -> HttpResponse:
    """Give the sheet as DOCX."""
    found = _asked(request)
    return to_save(situation.docx(found), f"tinh-hinh-{found.period.key}.docx", DOCX)


@require_safe
@requires(Right.DRAFTS_WRITE)
def xlsx(request: HttpRequest) -> HttpResponse:
    """Give the sheet as XLSX."""
    found = _asked(request)
    return to_save(situation.xlsx(found), f"tinh-hinh-{found.period.key}.xlsx", XLSX)
