"""Giving, correcting, taking back, choosing and counting values."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.indicators import catalogue
from danvan.indicators import counting, errors, value_page, valuing
from danvan.indicators.labels import say
from danvan.indicators.models import Provenance, Value
from danvan.indicators.value_forms import ChooseForm, TakeBackForm, ValueForm
from danvan.indicators.value_page import Place
from danvan.indicators.value_views import cell_context, frame_of, place_or_404


def _to_fill(request: HttpRequest, unit: int, period: str, code: str) -> Place:
    place = place_or_404(request, unit, period, code)
    if not place.may_fill:
        raise Http404
    return place


def _refused(
    request: HttpRequest, place: Place, form: ValueForm | ChooseForm, name: str
) -> HttpResponse:
    """Show the cell again with what is wrong."""
    values = value_page.cell_of(place).values
    forms = {
        "enter": ValueForm(code=place.code),
        "choose": ChooseForm(values=values),
        name: form,
    }
    context = cell_context(place, request) | forms | {"wrong": form}
    status = HTTPStatus.BAD_REQUEST
    return render(request, "indicators/value.html", context, status=status)


@require_POST
@requires(Right.FORMS_FILL)
def enter(request: HttpRequest, unit: int, period: str, code: str) -> HttpResponse:
    """Enter a value, or correct the one that was entered."""
    place = _to_fill(request, unit, period, code)
    form = ValueForm(request.POST, code=code)
    if not form.is_valid():
        return _refused(request, place, form, "enter")
    try:
        _record(place, form, request)
    except errors.Closed as closed:
        messages.error(request, say(closed.closure.message))
    else:
        messages.success(request, _("The value is kept."))
    return redirect(place.address())


def _record(place: Place, form: ValueForm, request: HttpRequest) -> None:
    valuing.record(
        unit=place.unit,
        period=place.period,
        code=place.code,
        amount=form.amount,
        provenance=Provenance.ENTERED,
        evidence={"step": form.step} if form.step else None,
        reason=form.cleaned_data["reason"],
        nothing=form.cleaned_data["nothing"],
        by=value_page.actor(viewer_of(request), place.unit),
        now=timezone.now(),
    )


@require_POST
@requires(Right.FORMS_FILL)
def choose(request: HttpRequest, unit: int, period: str, code: str) -> HttpResponse:
    """Say which of the values counts."""
    place = _to_fill(request, unit, period, code)
    values = {v.pk: v for v in value_page.cell_of(place).values}
    form = ChooseForm(request.POST, values=list(values.values()))
    if not form.is_valid():
        return _refused(request, place, form, "choose")
    try:
        valuing.choose(
            value=values[form.cleaned_data["value"]],
            reason=form.cleaned_data["reason"],
            by=value_page.actor(viewer_of(request), place.unit),
            now=timezone.now(),
        )
    except errors.NotStanding:
        messages.error(request, _("The value was corrected meanwhile; look again."))
    except errors.Closed as closed:
        messages.error(request, say(closed.closure.message))
    else:
        messages.success(request, _("The chosen value counts."))
    return redirect(place.address())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_FILL)
def take_back(
    request: HttpRequest, unit: int, period: str, code: str, pk: int
) -> HttpResponse:
    """Take a value back, saying why."""
    place = _to_fill(request, unit, period, code)
    of_cell = Value.objects.standing().filter(
        unit=place.unit, period__key=place.period.key, code=code, amount__isnull=False
    )
    of_cell = of_cell.exclude(provenance=Provenance.COUNTED)
    value = get_object_or_404(of_cell.select_related("unit", "period"), pk=pk)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, reason = (
            value_page.actor(viewer_of(request), place.unit),
            form.cleaned_data["reason"],
        )
        try:
            valuing.take_back(value=value, reason=reason, by=by, now=timezone.now())
        except errors.NotStanding:
            messages.error(request, _("The value was corrected meanwhile; look again."))
        except errors.Closed as closed:
            messages.error(request, say(closed.closure.message))
        else:
            said = _("The value is taken back; it stays in the history.")
            messages.success(request, said)
        return redirect(place.address())
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    source = value_page.sources(place, value_page.cell_of(place), viewer_of(request))
    shown = next((s for s in source if s.value == value), None)
    context = frame_of(place) | {"form": form, "source": shown}
    return render(request, "indicators/value_take_back.html", context, status=status)


@require_POST
@requires(Right.FORMS_FILL)
def count(request: HttpRequest, unit: int, period: str) -> HttpResponse:
    """Count every indicator of a unit and period that records come to."""
    place = _to_fill(request, unit, period, next(iter(catalogue.known())))
    codes = [code for code in catalogue.known() if counting.is_counted(code)]
    found = valuing.count(
        unit=place.unit,
        period=place.period,
        codes=codes,
        by=value_page.actor(viewer_of(request), place.unit),
        now=timezone.now(),
    )
    told = ngettext(
        "%(n)s indicator was counted.", "%(n)s indicators were counted.", len(found)
    )
    messages.success(request, told % {"n": len(found)})
    query = f"unit={place.unit.pk}&period={place.period.key}"
    return redirect(f"{reverse('indicators:values')}?{query}")
