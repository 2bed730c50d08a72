"""Completeness and timeliness by unit and over periods; private to the place."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import gather_frame, reporting_page
from danvan.indicators import reporting as reports

_PER_PAGE = 30


@require_safe
@requires(Right.FORMS_BELOW)
def reporting(request: HttpRequest) -> HttpResponse:
    """Show who sent in full and on time."""
    frame = gather_frame.frame(request, Right.FORMS_BELOW)
    found = reports.report(frame.place, frame.sheet, frame.period, timezone.localdate())
    only_late = request.GET.get("show") == "late"
    rows = [row for row in found.units if row.late or not only_late]
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    drawn = reporting_page.bars(found.periods)
    context = frame.context() | {
        "report": found,
        "lines": reporting_page.period_lines(found),
        "units": reporting_page.unit_lines(list(page.object_list)),
        "page": page,
        "bars": drawn,
        "height": reporting_page.height(drawn),
        "only_late": only_late,
    }
    return render(request, "indicators/reporting.html", context)


@require_safe
@requires(Right.FORMS_BELOW)
def rates(request: HttpRequest) -> HttpResponse:
    """Send the same as Excel."""
    frame = gather_frame.frame(request, Right.FORMS_BELOW)
    found = reports.report(frame.place, frame.sheet, frame.period, timezone.localdate())
    name = f"{frame.sheet.id}-{frame.period.key}-tinh-hinh-nop.xlsx"
    return to_save(reporting_page.workbook(frame, found), name, XLSX)
