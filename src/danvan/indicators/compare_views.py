"""The pages of comparison: a unit's figures beside those of the year before."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import compare_page, labels
from danvan.indicators.compare_page import Asked
from danvan.writers import grid

_PER_PAGE = 30
READ = (Right.FORMS_READ, Right.FORMS_BELOW)


def asked_or_404(request: HttpRequest, unit: int, period: str, what: str) -> Asked:
    """Return what an address asks for, if it is the viewer's to read."""
    try:
        return compare_page.asked(viewer_of(request), unit, period, what)
    except compare_page.NotFound:
        raise Http404 from None


@require_safe
@requires(*READ)
def page(request: HttpRequest, unit: int, period: str, what: str) -> HttpResponse:
    """Show figures beside the year before, as printed then and on today's map."""
    asked = asked_or_404(request, unit, period, what)
    rows = compare_page.rows(asked)
    context = {
        "asked": asked,
        "heads": compare_page.heads(asked),
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "chart": compare_page.drawn(asked),
        "sheets": compare_page.sheets(asked),
        "period_name": labels.period_name(asked.period),
        "days": labels.period_days(asked.period),
    }
    return render(request, "indicators/compare.html", context)


@require_safe
@requires(*READ)
def xlsx(request: HttpRequest, unit: int, period: str, what: str) -> HttpResponse:
    """Send the same table as a sheet."""
    asked = asked_or_404(request, unit, period, what)
    rows = [row.cells() for row in compare_page.rows(asked)]
    data = grid.workbook(asked.what[:31], compare_page.heads(asked), rows)
    name = f"compare-{asked.unit.code}-{asked.period.key}-{asked.what}.xlsx"
    return to_save(data, name, XLSX)
