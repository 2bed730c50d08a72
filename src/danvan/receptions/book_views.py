"""The reception book (form 03/TCD): its list and its sheet."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.receptions import pages, selectors
from danvan.receptions import sheet as sheets
from danvan.receptions.forms import BookForm

ON_A_PAGE = 25


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def book(request: HttpRequest) -> HttpResponse:
    """Show the rows of the book, narrowed and paged."""
    viewer, form = viewer_of(request), BookForm(request.GET)
    filters = form.filters()
    found = selectors.book(viewer, filters)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "rows": pages.visit_rows(list(page)),
        "filtered": filters != selectors.Filters(),
        "query": request.GET.urlencode(),
        "may_register": viewer.may(Right.RECEPTIONS_REGISTER),
    }
    return render(request, "receptions/book.html", context)


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the book, narrowed as on the page, as form 03/TCD."""
    viewer = viewer_of(request)
    filters = BookForm(request.GET).filters()
    rows = selectors.book(viewer, filters).order_by("year", "number")[: sheets.MOST]
    names = [unit.name for unit in selectors.units(viewer, Right.RECEPTIONS_READ)]
    data = sheets.write(rows, unit=", ".join(names))
    return to_save(data, "so-tiep-cong-dan.xlsx", XLSX)
