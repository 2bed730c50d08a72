"""What `offline.js` asks: whose session this is, and to take a kept line in."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.registers import frame, services
from danvan.registers.errors import KeyTaken, PeriodLocked
from danvan.registers.forms import LineForm
from danvan.registers.models import Source


@never_cache
@require_safe
@requires(Right.REGISTERS_WRITE)
def state(request: HttpRequest) -> JsonResponse:
    """Say whose session this is, with the token that holds in it."""
    said = {"user": viewer_of(request).user_id, "token": get_token(request)}
    return JsonResponse(said)


@never_cache
@require_POST
@requires(Right.REGISTERS_WRITE)
def send(request: HttpRequest, kind: str) -> JsonResponse:
    """Write a line that was kept; the same key again is the same line.

    422 with ``problems`` in words where it cannot be written.
    """
    known = frame.kind_or_404(kind)
    form = LineForm(
        request.POST,
        kind=known,
        units=frame.writable(request, known),
        today=timezone.localdate(),
    )
    if not form.is_valid():
        problems = [str(said) for found in form.errors.values() for said in found]
        return _refused(*problems)
    try:
        made = services.enter(
            kind=known,
            unit=form.unit,
            day=form.day,
            written=form.written,
            key=form.cleaned_data["key"],
            source=Source.OFFLINE,
            by=viewer_of(request).actor(form.unit.pk),
            now=timezone.now(),
        )
    except PeriodLocked as closed:
        days = f"{closed.lock.start:%d/%m/%Y} – {closed.lock.end:%d/%m/%Y}"
        return _refused(_("The period %s is closed: no new line.") % days)
    except KeyTaken:
        return _refused(_("Load the page again before you send it."))
    messages.success(request, _("Written in the book."))
    return JsonResponse({"url": reverse("registers:entry", args=[made.pk])})


def _refused(*problems: str) -> JsonResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return JsonResponse({"problems": problems}, status=status)
