"""The level above: its units' submissions, the sum, and a text to remind them."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import NotAllowed, Seat
from danvan.files.answers import XLSX, to_save
from danvan.indicators import (
    oversight,
    owing,
    place_page,
    sheet_export,
    sheet_page,
    sheet_words,
)
from danvan.indicators.models import Submission
from danvan.indicators.oversight import Board, Row
from danvan.indicators.place_page import BULK, FILTERS, Asked

_PER_PAGE = 30
_MOST = 500


def _board(request: HttpRequest) -> tuple[Asked, Board, list[Row], str]:
    """Return what is asked for, the whole board and the rows of the filter."""
    today = timezone.localdate()
    ask = place_page.asked(request, today)
    board = oversight.board(ask.place, ask.sheet, ask.period)
    chosen = request.GET.get("show", "all")
    if chosen not in FILTERS:
        raise Http404
    keep = FILTERS[chosen][1]
    return ask, board, [row for row in board.rows if keep(row, today)], chosen


@require_safe
@requires(Right.FORMS_BELOW)
def listed(request: HttpRequest) -> HttpResponse:
    """List the units of a place with what each has sent."""
    today = timezone.localdate()
    ask, board, rows, chosen = _board(request)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    may = oversight.acts_for(viewer_of(request), ask.place) is not None
    chips = [
        (key, label, sum(keep(row, today) for row in board.rows), key == chosen)
        for key, (label, keep) in FILTERS.items()
    ]
    context = place_page.frame(board, ask, today) | {
        "page": page,
        "lines": [place_page.line(row, today) for row in page],
        "chips": chips,
        "show": chosen,
        "may_approve": may,
        "bulk": [
            (sheet_words.MOVES[m], reverse(f"indicators:place-{m}"), m) for m in BULK
        ],
        "query": f"{ask.query}&show={chosen}",
    }
    return render(request, "indicators/place.html", context)


@require_POST
@requires(Right.FORMS_APPROVE)
def bulk(request: HttpRequest, move: str) -> HttpResponse:
    """Take one step for several sheets; those that it does not fit are left, and named."""
    verb, viewer = Move(move), viewer_of(request)
    rows = Submission.objects.filter(unit__in=owing.reach(viewer))
    rows = rows.filter(pk__in=_chosen(request)).select_related(
        "unit__parent__parent", "period"
    )
    done: Counter[bool] = Counter()
    left = []
    for row in rows:
        by = oversight.posts(viewer, row.unit).get(Seat.ABOVE)
        try:
            if by is None:
                raise NotAllowed
            sheet_page.take(verb, row, "", by, timezone.now())
            done[True] += 1
        except NotAllowed:
            left.append(row.unit.name)
    _tell(request, verb, done[True], left)
    return redirect(_back(request))


def _chosen(request: HttpRequest) -> list[str]:
    found = []
    for text in request.POST.getlist("id")[:_MOST]:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            continue
    return found


def _tell(request: HttpRequest, verb: Move, done: int, left: list[str]) -> None:
    if done:
        said = ngettext(
            "“%(what)s”: done for %(n)s sheet.",
            "“%(what)s”: done for %(n)s sheets.",
            done,
        )
        messages.success(request, said % {"what": sheet_words.MOVES[verb], "n": done})
    if left:
        said = _("Left as they are, since this step does not fit them: %(units)s.")
        messages.warning(request, said % {"units": ", ".join(left)})
    if not done and not left:
        messages.error(request, _("Tick the units first."))


def _back(request: HttpRequest) -> str:
    query = request.POST.get("query", "")[:200]
    return (
        f"{reverse('indicators:place')}?{query}"
        if query
        else (reverse("indicators:place"))
    )


@require_safe
@requires(Right.FORMS_BELOW)
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the list as it is narrowed, for Excel."""
    ask, board, rows, _chosen = _board(request)
    return _file(sheet_export.place(board, rows), ask, "submissions")


@require_safe
@requires(Right.FORMS_BELOW)
def sums(request: HttpRequest) -> HttpResponse:
    """Show the sheet added up over the units whose figures are approved."""
    today = timezone.localdate()
    ask, board, _rows, _chosen = _board(request)
    rows = [
        (s, sheet_words.code_name(s.code), sheet_page.shown(s.amount))
        for s in oversight.sums(board)
    ]
    context = place_page.frame(board, ask, today) | {"rows": rows}
    return render(request, "indicators/place_sums.html", context)


@require_safe
@requires(Right.FORMS_BELOW)
def sums_sheet(request: HttpRequest) -> HttpResponse:
    """Send the sums for Excel."""
    ask, board, _rows, _chosen = _board(request)
    return _file(sheet_export.sums(board, oversight.sums(board)), ask, "sums")


@require_safe
@requires(Right.FORMS_BELOW)
def remind(request: HttpRequest) -> HttpResponse:
    """Give a text on who owes what, to copy into whatever messenger is used."""
    today = timezone.localdate()
    ask = place_page.asked(request, today)
    whole = request.GET.get("all") == "yes"
    text = place_page.reminder(ask, today, whole=whole)
    context = {
        "ask": ask,
        "whole": whole,
        "choices": place_page.choices(ask.place, today),
        "text": text,
        "rows": min(30, text.count("\n") + 4),
    }
    return render(request, "indicators/remind.html", context)


def _file(body: bytes, ask: Asked, name: str) -> HttpResponse:
    name = f"{name}-{ask.sheet.id}-{ask.period.key}-{ask.place.code}.xlsx"
    return to_save(body, name, XLSX)
