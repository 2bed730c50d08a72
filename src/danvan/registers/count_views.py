"""The counters of a book: what its lines come to, by unit, with the lines behind."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires
from danvan.accounts.rights import Right
from danvan.registers import chart, counters, frame, labels, listing
from danvan.registers.views import period_of

ON_A_PAGE = 30


@require_safe
@requires(Right.REGISTERS_READ)
def counters_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show units by numbers with totals; each number opens the lines behind it."""
    known, today = frame.kind_or_404(kind), timezone.localdate()
    units = frame.readable(request, known)
    chosen = period_of(request.GET.get("period", ""), today)
    board = counters.board(known, chosen, units)
    drawn = board.column(request.GET.get("show", ""))
    context = frame.context(request, known, "counters") | {
        "board": board,
        "page": Paginator(board.rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "chart": chart.bars(drawn.name, drawn.bars()) if drawn else None,
        "drawn": drawn,
        "period": chosen,
        "periods": listing.offered(today),
        "period_name": labels.period(chosen),
        "days": labels.days(chosen),
    }
    return render(request, "registers/counters.html", context)
