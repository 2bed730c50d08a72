"""What a place decides: late sending for a unit, due days, whether the public sees."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.indicators import chains
from danvan.core.indicators.approval import NotAllowed, Seat
from danvan.indicators import (
    labels,
    oversight,
    owing,
    place_page,
    reminding,
    rungs,
    sheet_words,
    submitting,
)
from danvan.indicators.errors import BadDays
from danvan.indicators.models import DueDay, PublicTimeliness
from danvan.indicators.owing import Owed
from danvan.indicators.place_page import Asked
from danvan.indicators.sheet_forms import DueForm, LateForm, TimelinessForm
from danvan.orgs.models import Unit

_PER_PAGE = 20
_METHODS = ["GET", "HEAD", "POST"]


def _owed(request: HttpRequest, unit: int, period: str, sheet: str) -> Owed:
    """Return what a unit of the viewer's place owes, else 404."""
    viewer = viewer_of(request)
    if unit not in owing.reach(viewer):
        raise Http404
    found = Unit.objects.select_related("parent__parent").get(pk=unit)
    try:
        known = chains.by_id(sheet), periods.by_key(period)
    except (KeyError, periods.NoSuchPeriod):
        raise Http404 from None
    if not rungs.owes(found, *known):
        raise Http404
    return owing.of(found, *known)


@require_http_methods(_METHODS)
@requires(Right.FORMS_APPROVE)
def allow_late(
    request: HttpRequest, unit: int, period: str, sheet: str
) -> HttpResponse:
    """Let a unit send after its window closed, until a day and for a reason."""
    owed = _owed(request, unit, period, sheet)
    by = oversight.posts(viewer_of(request), owed.unit).get(Seat.ABOVE)
    if by is None:
        raise Http404
    form = LateForm(request.POST or None)
    if form.is_bound and form.is_valid() and _allowed(form, owed, by):
        messages.success(request, _("The unit may send late."))
        return redirect("indicators:place")
    exceptions = owing.exceptions(owed.unit, owed.sheet, owed.period)
    context = {
        "form": form,
        "owed": owed,
        "what": sheet_words.what(owed.sheet, owed.period),
        "exceptions": exceptions,
    }
    return render(request, "indicators/late.html", context, status=_status(form))


def _allowed(form: LateForm, owed: Owed, by: Actor) -> bool:
    try:
        submitting.allow_late(
            unit=owed.unit,
            sheet=owed.sheet,
            period=owed.period,
            by=by,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except BadDays:
        form.add_error("until", _("This day has gone by. Write today or a later day."))
    except NotAllowed:
        form.add_error(None, _("Only the place above the unit allows this."))
    return not form.errors


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _post(request: HttpRequest, ask: Asked) -> Actor:
    """Return as whom the viewer decides for a place, else 404."""
    by = oversight.acts_for(viewer_of(request), ask.place)
    if by is None:
        raise Http404
    return by


@require_http_methods(_METHODS)
@requires(Right.FORMS_APPROVE)
def due_days(request: HttpRequest) -> HttpResponse:
    """Show by when a place wants its sheets, and set a day by decision."""
    today = timezone.localdate()
    ask = place_page.asked(request, today)
    form = DueForm(
        request.POST or None,
        choices=place_page.choices(ask.place, today),
        initial={"what": ask.what},
    )
    if form.is_bound and form.is_valid() and _set_due(form, ask, _post(request, ask)):
        messages.success(request, _("The day is set; every unit sees it."))
        return redirect("indicators:due-days")
    rows = DueDay.objects.filter(place=ask.place).select_related("period")
    page = Paginator(rows.order_by("-id"), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "ask": ask,
        "page": page,
        "rows": [(row, _what(row)) for row in page],
    }
    return render(request, "indicators/due_days.html", context, status=_status(form))


def _what(row: DueDay) -> str:
    try:
        return sheet_words.what(chains.by_id(row.sheet), row.period.known)
    except KeyError:
        return f"{row.sheet}, {labels.period_name(row.period.known)}"


def _set_due(form: DueForm, ask: Asked, by: Actor) -> bool:
    given = form.cleaned_data
    sheet, _slash, key = given.pop("what").partition("/")
    period = periods.by_key(key)
    try:
        submitting.set_due(
            place=ask.place,
            sheet=chains.by_id(sheet),
            period=period,
            by=by,
            now=timezone.now(),
            **given,
        )
    except BadDays:
        national = period.due.get("commune")
        form.add_error("due", _bad_days(national))
    return not form.errors


def _bad_days(national: Any) -> str:
    if national is None:
        return _(
            "The day lies in the period or after it, and the window closes on it or"
            " later."
        )
    return _(
        "The day lies in the period or after it, not later than the national day"
        " (%(day)s), and the window closes on it or later."
    ) % {"day": f"{national:%d/%m/%Y}"}


@require_http_methods(_METHODS)
@requires(Right.FORMS_APPROVE)
def timeliness(request: HttpRequest) -> HttpResponse:
    """Decide whether the public sees which unit was on time."""
    today = timezone.localdate()
    ask = place_page.asked(request, today)
    form = TimelinessForm(request.POST or None)
    if form.is_bound and form.is_valid() and _decided(form, ask, _post(request, ask)):
        messages.success(request, _("The decision is kept."))
        return redirect("indicators:timeliness")
    context = {
        "form": form,
        "ask": ask,
        "rows": PublicTimeliness.objects.filter(place=ask.place).order_by("-id"),
        "public": owing.timeliness_is_public(ask.place, today),
    }
    return render(request, "indicators/timeliness.html", context, status=_status(form))


def _decided(form: TimelinessForm, ask: Asked, by: Actor) -> bool:
    try:
        reminding.decide_timeliness(
            place=ask.place, by=by, now=timezone.now(), **form.cleaned_data
        )
    except BadDays:
        words = _(
            "An earlier decision holds from a later day. Write that day or later."
        )
        form.add_error("since", words)
    return not form.errors
