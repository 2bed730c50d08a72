"""The leaders' page, one unit of it, and the button that urges."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.office import leaders, leaders_page, times_sheet, urging
from danvan.office.leaders import Board, Row
from danvan.office.leaders_desk import what
from danvan.office.models import Urging
from danvan.orgs.models import Unit
from danvan.petitions import overview

_PER_PAGE = 30


@require_safe
@requires(Right.LEADERS_READ)
def board(request: HttpRequest) -> HttpResponse:
    """Show what is late, where it gets worse and what waits for a signature."""
    found = _board(request, request.GET.get("place", ""))
    context = {
        "board": found,
        "numbers": leaders_page.numbers(found),
        "late": Paginator(found.late, _PER_PAGE).get_page(request.GET.get("page")),
        "waiting": leaders_page.sheets(found.waiting[:_PER_PAGE]),
        "places": leaders.places(viewer_of(request)),
        "may_approve": viewer_of(request).may(Right.FORMS_APPROVE),
    }
    return render(request, "office/leaders.html", context)


@require_safe
@requires(Right.LEADERS_READ)
def unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Show one unit: what is late there, since when, and when it was urged."""
    found, row = _row(request, unit)
    context = {
        "board": found,
        "row": row,
        "trend": [
            (f"{d:%d/%m/%Y}", n) for d, n in zip(found.days, row.trend, strict=True)
        ],
        "points": leaders_page.points(row.trend),
        "sheets": leaders_page.sheets(row.sheets),
        "how_late": overview.kinds_late(row.unit.pk, found.today),
        "what": what(row.late, len(row.sheets)),
        "took": leaders_page.took(row.unit, found.today),
        "took_in": leaders_page.took_in(found.today),
        "urgings": Urging.objects.filter(unit=row.unit)[:10],
        "own": row.unit.pk == found.place.pk,
        "today": found.today,
    }
    return render(request, "office/leaders_unit.html", context)


@require_safe
@requires(Right.LEADERS_READ)
def times(request: HttpRequest, unit: int) -> HttpResponse:
    """Give how long the terms of the law took a unit as XLSX."""
    found, row = _row(request, unit)
    name = f"thoi-gian-{row.unit.code}.xlsx"
    return to_save(times_sheet.sheet(row.unit, found.today), name, XLSX)


@require_POST
@requires(Right.LEADERS_READ)
def urge(request: HttpRequest, unit: int) -> HttpResponse:
    """Urge the unit, once a day."""
    found, row = _row(request, unit)
    try:
        urging.urge(
            place=found.place,
            row=row,
            by=viewer_of(request).actor(),
            now=timezone.now(),
            today=found.today,
        )
    except (urging.NothingLate, urging.OwnPlace):
        raise Http404 from None
    back = reverse("office:leaders-unit", args=[row.unit.pk])
    return redirect(f"{back}?place={found.place.pk}")


def _board(request: HttpRequest, said: str) -> Board:
    viewer = viewer_of(request)
    open_to = leaders.places(viewer)
    chosen = [p for p in open_to if not said or str(p.pk) == said]
    if not chosen:
        raise Http404
    return leaders.board(viewer, chosen[0], timezone.localdate())


def _row(request: HttpRequest, unit: int) -> tuple[Board, Row]:
    """Return the board of the place that has the unit, and its row; else 404."""
    viewer, today = viewer_of(request), timezone.localdate()
    open_to = leaders.places(viewer)
    try:
        asked = Unit.objects.select_related("parent__parent__parent").get(pk=unit)
    except Unit.DoesNotExist:
        raise Http404 from None
    ids = {asked.pk, asked.parent_id, getattr(asked.parent, "parent_id", None)}
    place = next((p for p in open_to if p.pk in ids), None)
    if place is None:
        raise Http404
    found = leaders.board(viewer, place, today)
    try:
        return found, found.row(unit)
    except KeyError:
        raise Http404 from None
