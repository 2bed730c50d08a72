"""The shelf of books, and the list of one."""

import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.registers import frame, labels, listing, saving, selectors, shelf, tally
from danvan.registers.listing import ListForm

ON_A_PAGE = 25


class Counted(Paginator):  # type: ignore[type-arg] # of lines
    """A paginator that was told how long the list is."""

    def __init__(self, *args: object, count: int) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._count = count

    @cached_property
    def count(self) -> int:
        """How many lines the list has."""
        return self._count


@require_safe
@requires(Right.REGISTERS_READ)
def books(request: HttpRequest) -> HttpResponse:
    """Show the books by chapter, with what was kept in a period."""
    today = timezone.localdate()
    chosen = period_of(request.GET.get("period", ""), today)
    context = {
        "chapters": shelf.chapters(viewer_of(request), chosen, today),
        "periods": listing.offered(today),
        "period": chosen,
        "name": labels.period(chosen),
        "days": labels.days(chosen),
        "may_lock": viewer_of(request).may(Right.REGISTERS_LOCK),
    }
    return render(request, "registers/books.html", context)


@require_safe
@requires(Right.REGISTERS_READ)
def book(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the lines of a book, narrowed, added up and paged."""
    known = frame.kind_or_404(kind)
    units = frame.readable(request, known)
    viewer, today = viewer_of(request), timezone.localdate()
    form = ListForm(request.GET, known, units, today)
    filters = form.filters()
    rows = selectors.entries(viewer, known, filters)
    if filters.feed:
        rows = tally.narrowed(known, filters, rows)
    summary = selectors.summary(known, rows)
    pages = Counted(rows.select_related("unit"), ON_A_PAGE, count=summary.lines)
    page = pages.get_page(request.GET.get("page"))
    context = frame.context(request, known, "book") | {
        "filter": form,
        "query": form.query(),
        "page": page,
        "table": listing.table(known, list(page), summary),
        "total": summary.lines,
        "several": len(units) > 1,
        "saved": saving.views_for(viewer, known.id),
        "owner": viewer.user_id,
    }
    return render(request, "registers/book.html", context)


def period_of(key: str, today: datetime.date) -> periods.Period:
    """Return the period an address names, this calendar year without one; else 404."""
    try:
        return periods.by_key(key or f"c{today.year}-year")
    except periods.NoSuchPeriod:
        raise Http404 from None
