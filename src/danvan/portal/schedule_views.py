"""When people are received, and an hour of one's own: no account, no subject."""

from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danvan.portal import digits, flood
from danvan.portal.schedule_forms import BookForm, CancelForm, PlaceForm
from danvan.receptions import public
from danvan.receptions.public import Hour, NoSeat, NotInOrder, Session, Throttled
from danvan.ui.addresses import client_address


@never_cache
@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Show who receives at a place in the coming sixty days."""
    known = {p.code for p in public.places(None)}
    asked = request.GET.get("province", "")
    province = asked if asked in known else settings.HOME_PROVINCE
    form = PlaceForm(province=province)
    place = request.GET.get("place", "")
    form.initial["place"] = place
    shown = None
    if place:
        try:
            shown = public.schedule(place, now=timezone.now())
        except NotInOrder:
            raise Http404 from None
    rows = [(session, _who(session)) for session in shown.sessions] if shown else []
    context = {"form": form, "place": place, "shown": shown, "rows": rows}
    return render(request, "portal/schedule.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Book an hour; the last press shows the slip with the code to cancel."""
    session, hour = _hour(request)
    form = BookForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, session, hour)
    said = form.cleaned_data
    try:
        slip = _booked(request, form, hour)
    except _Flooded:
        form.put(digits.ask(said["key"]))
        return _page(request, form, session, hour)
    except NoSeat as refused:
        form.add_error(None, _no_seat(refused.why))
        return _page(request, form, session, hour)
    except NotInOrder as wrong:
        form.add_error(wrong.fields[0], _("This holds signs that cannot be stored."))
        return _page(request, form, session, hour)
    code = [slip.code[i : i + 4] for i in range(0, len(slip.code), 4)]
    context = {"slip": slip, "code": code, "who": _who(session)}
    return render(request, "portal/booked.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest) -> HttpResponse:
    """Give an hour back with telephone and code."""
    form = CancelForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            if public.cancel(**form.cleaned_data):
                return render(request, "portal/cancelled.html")
            form.add_error(None, _("No appointment has this telephone and this code."))
        except Throttled:
            form.add_error(None, _("Too many wrong codes. Try again in an hour."))
            status = HTTPStatus.TOO_MANY_REQUESTS
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.BAD_REQUEST
    return render(request, "portal/cancel.html", {"form": form}, status=status)


class _Flooded(Exception):
    """So many bookings come in that this one needs an answer to a question."""


@transaction.atomic
def _booked(request: HttpRequest, form: BookForm, hour: Hour) -> public.Slip:
    said, now = form.cleaned_data, timezone.now()
    counted = {"address": f"book {client_address(request)}"}
    if flood.charge(now=now, **counted) and not form.answered(said["key"]):
        raise _Flooded
    return public.book(
        slot=hour.id,
        name=said["name"],
        phone=said["phone"],
        idempotency_key=said["key"],
        now=now,
    )


def _hour(request: HttpRequest) -> tuple[Session, Hour]:
    try:
        slot = int(request.GET.get("slot", "")[:12])
        shown = public.schedule(request.GET.get("place", ""), now=timezone.now())
    except (ValueError, NotInOrder):
        raise Http404 from None
    found = shown.hour(slot)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, form: BookForm, session: Session, hour: Hour
) -> HttpResponse:
    context = {
        "form": form,
        "session": session,
        "hour": hour,
        "who": _who(session),
        "place": request.GET.get("place", ""),
        "full": hour.free < 1 and request.method != "POST",
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "portal/book.html", context, status=status)


def _who(session: Session) -> str:
    if not session.post:
        return _("Officer on duty")
    return public.post_words(session.post)["en" if get_language() == "en" else "vi"]


def _no_seat(why: str) -> str:
    return {
        "full": _("Somebody has just taken this hour. Choose another."),
        "closed": _("This hour cannot be booked any more. Choose another."),
        "many": _("This telephone has two appointments already; cancel one first."),
    }[why]
