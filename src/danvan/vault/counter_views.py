"""The counter's page for what must be kept secret: asked, routed, a slip, gone."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.orgs.models import Unit
from danvan.vault import counter, modes
from danvan.vault.counter import Slip
from danvan.vault.counter_forms import PaperForm, SealedForm
from danvan.vault.decision import Channel
from danvan.vault.errors import NoReceiver
from danvan.vault.routing import SEALED


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_REGISTER, Right.SEALED_OPEN)
def receive(request: HttpRequest) -> HttpResponse:
    """Take a letter in at the counter of a unit, as that unit has decided to."""
    units = _units(request)
    unit = _chosen(request, units)
    if unit is None:
        return render(request, "vault/receive_where.html", {"units": units})
    form = _form(request, unit)
    if not form.is_valid():
        return _page(request, unit, form)
    try:
        slip = _take(request, unit, form)
    except NoReceiver as refused:
        language = "en" if get_language() == "en" else "vi"
        context = {"above": refused.above[language], "unit": unit}
        return render(
            request, "vault/receive_nobody.html", context, status=HTTPStatus.CONFLICT
        )
    return _slip_page(request, slip)


def _units(request: HttpRequest) -> list[Unit]:
    viewer = viewer_of(request)
    held = viewer.units(Right.PETITIONS_REGISTER) | viewer.units(Right.SEALED_OPEN)
    return list(Unit.objects.filter(pk__in=held))


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """Return the unit asked for, or the only one; None while there is a choice."""
    if code := request.GET.get("unit"):
        if unit := next((unit for unit in units if unit.code == code), None):
            return unit
        raise Http404
    return units[0] if len(units) == 1 else None


def _form(request: HttpRequest, unit: Unit) -> PaperForm:
    today = timezone.localdate()
    sealed = modes.mode(unit, Channel.COUNTER, on=today) == SEALED
    concerned = counter.concerned(unit, today)
    if request.method != "POST":
        return (SealedForm if sealed else PaperForm)(today=today, concerned=concerned)
    if sealed:
        return SealedForm(request.POST, request.FILES, today=today, concerned=concerned)
    return PaperForm(request.POST, today=today, concerned=concerned)


def _take(request: HttpRequest, unit: Unit, form: PaperForm) -> Slip:
    said = {
        "unit": unit,
        "answers": form.answers(),
        "received_on": form.cleaned_data["received_on"],
        "key": form.cleaned_data["key"],
        "by": viewer_of(request).actor(unit.pk),
    }
    if isinstance(form, SealedForm):
        return counter.take_sealed(denunciation=form.denunciation(), **said)
    return counter.take_on_paper(**said)


def _page(request: HttpRequest, unit: Unit, form: PaperForm) -> HttpResponse:
    context = {"form": form, "unit": unit, "sealed": isinstance(form, SealedForm)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "vault/receive.html", context, status=status)


def _slip_page(request: HttpRequest, slip: Slip) -> HttpResponse:
    """Show the slip at once: it has no address, so nobody can call it up again."""
    code = slip.receipt.code
    context = {
        "slip": slip,
        "code": " ".join(code[i : i + 4] for i in range(0, len(code), 4)),
        "address": settings.PORTAL_ADDRESS,
    }
    return render(request, "vault/slip.html", context)
