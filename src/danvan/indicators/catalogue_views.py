"""The catalogue of indicators to read: the list, its sheet, one indicator explained."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import catalogue_words as words

_PER_PAGE = 30
_LONGEST = 100


@require_safe
@requires(Right.FORMS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the indicators, narrowed by group and words, 30 to a page."""
    rows = _rows(request)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "groups": words.groups(),
        "group": request.GET.get("group", ""),
        "q": request.GET.get("q", "")[:_LONGEST],
        "query": kept.urlencode(),
    }
    return render(request, "indicators/catalogue.html", context)


@require_safe
@requires(Right.FORMS_READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the list, as narrowed, as an Excel file."""
    return to_save(words.sheet(_rows(request)), "indicators.xlsx", XLSX)


@require_safe
@requires(Right.FORMS_READ)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one indicator."""
    try:
        found = words.explained(code)
    except KeyError:
        raise Http404 from None
    context = {
        "found": found,
        "may_open_books": viewer_of(request).may(Right.REGISTERS_READ),
    }
    return render(request, "indicators/indicator.html", context)


def _rows(request: HttpRequest) -> list[words.Line]:
    said = request.GET
    return words.lines(said.get("group", ""), said.get("q", "")[:_LONGEST])
