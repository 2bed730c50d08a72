"""Pages on sessions: the calendar of a month, planning in bulk, one session, duty."""

import datetime
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework.deadlines import without_end
from danvan.orgs.selectors import working_calendar
from danvan.receptions import (
    booking,
    duties,
    labels,
    pages,
    papers,
    planning,
    selectors,
)
from danvan.receptions.errors import NoSeat, NotYet, SessionIsOver
from danvan.receptions.forms import BookingForm, CloseForm, ConcludeForm
from danvan.receptions.models import Session, State
from danvan.receptions.plan_forms import PlanForm
from danvan.receptions.views import docx
from danvan.writers.official import official

PAPERS = {
    "nobody-came": papers.nobody_came,
    "conclusion": papers.conclusion,
    "online-notice": papers.online_notice,
}


@require_safe
@requires(Right.RECEPTIONS_READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the sessions of a month."""
    viewer, today = viewer_of(request), timezone.localdate()
    first = _month(request, today)
    found = selectors.sessions(viewer, first, _next(first) - datetime.timedelta(days=1))
    rows = pages.session_rows(list(found), today)
    planned = [r for r in rows if r.session.state == State.PLANNED]
    context = {
        "rows": rows,
        "unpublished": [r for r in planned if not r.session.published_on],
        "may_plan": viewer.may(Right.RECEPTIONS_PLAN),
        **_months(first),
    }
    return render(request, "receptions/calendar.html", context)


@require_safe
@requires(Right.RECEPTIONS_READ)
def duty(request: HttpRequest) -> HttpResponse:
    """Show what leaders owe and did in a month."""
    viewer, today = viewer_of(request), timezone.localdate()
    first = _month(request, today)
    lines = duties.month(viewer, first, today)
    shown = [(line, labels.post(line.post)) for line in lines]
    context = {"lines": shown, **_months(first)}
    return render(request, "receptions/duty.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RECEPTIONS_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan sessions in bulk: seen first, made on the second press."""
    viewer, today = viewer_of(request), timezone.localdate()
    units = selectors.units(viewer, Right.RECEPTIONS_PLAN)
    form = PlanForm(request.POST or None, units=units, today=today)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "receptions/plan.html", {"form": form}, status=status)
    plans, off = form.plans(without_end(working_calendar()))
    if "make" not in request.POST or not plans:
        context = {"form": form, "plans": plans, "off": off, "preview": True}
        return render(request, "receptions/plan.html", context)
    by = viewer.actor(form.of_unit.pk)
    made = planning.plan(plans=plans, unit=form.of_unit, by=by, today=today)
    said = ngettext("%(n)s session planned.", "%(n)s sessions planned.", len(made))
    messages.success(request, said % {"n": len(made)})
    month = f"{plans[0].on:%Y-%m}"
    return redirect(f"{_url('calendar')}?month={month}")


@require_POST
@requires(Right.RECEPTIONS_PLAN)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the planned sessions that were ticked."""
    viewer, today = viewer_of(request), timezone.localdate()
    wanted = Session.objects.filter(
        unit__in=viewer.units(Right.RECEPTIONS_PLAN), pk__in=_uuids(request)
    )
    done = 0
    for unit in selectors.units(viewer, Right.RECEPTIONS_PLAN):
        ids = list(wanted.filter(unit=unit).values_list("pk", flat=True))
        by = viewer.actor(unit.pk)
        done += len(planning.publish(sessions=ids, by=by, today=today))
    said = ngettext("%(n)s session published.", "%(n)s sessions published.", done)
    messages.success(request, said % {"n": done})
    return redirect(f"{_url('calendar')}?month={_month(request, today):%Y-%m}")


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def session(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a session: who came, who is expected, what is to be done."""
    return _page(request, _session(request, pk))


@require_POST
@requires(Right.RECEPTIONS_PLAN)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what became of the session."""
    shown = _session(request, pk, Right.RECEPTIONS_PLAN)
    form = CloseForm(request.POST, session=shown)
    if not form.is_valid():
        return _page(request, shown, close=form)
    said = form.cleaned_data
    try:
        planning.close(
            session=pk,
            state=State(said["state"]),
            reason=said["reason"],
            delegate=said.get("delegate", ""),
            by=viewer_of(request).actor(shown.unit_id),
            today=timezone.localdate(),
        )
    except (SessionIsOver, NotYet) as refused:
        form.add_error("state", _not_closed(refused))
        return _page(request, shown, close=form)
    return redirect("receptions:session", pk)


def _not_closed(refused: Exception) -> str:
    if isinstance(refused, NotYet):
        return _("It is still to come. Say that it was held on its day or after.")
    return _("People were received in it: it was not missed.")


@require_POST
@requires(Right.RECEPTIONS_PLAN)
def conclude(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the leader's conclusion; the notice is printed from it."""
    shown = _session(request, pk, Right.RECEPTIONS_PLAN)
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, conclude=form)
    by = viewer_of(request).actor(shown.unit_id)
    planning.conclude(
        session=pk,
        conclusion=form.cleaned_data["conclusion"],
        by=by,
        today=timezone.localdate(),
    )
    return redirect("receptions:session", pk)


@require_POST
@requires(Right.RECEPTIONS_PLAN)
def mark(request: HttpRequest, pk: uuid.UUID, step: str) -> HttpResponse:
    """Note that the notice of an online session went out, or its link was tested."""
    shown = _session(request, pk, Right.RECEPTIONS_PLAN)
    if step not in {"notice", "link_test"} or not shown.online:
        raise Http404
    by = viewer_of(request).actor(shown.unit_id)
    planning.mark(session=pk, step=step, by=by, today=timezone.localdate())
    return redirect("receptions:session", pk)


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def book(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give an hour of the session to somebody at the counter or on the telephone."""
    shown = _session(request, pk, Right.RECEPTIONS_REGISTER)
    form = BookingForm(request.POST, choices=_hours(request, shown))
    if not form.is_valid():
        return _page(request, shown, book=form)
    said = form.cleaned_data
    try:
        slip = booking.book(
            slot=said["slot"],
            name=said["name"],
            phone=said["phone"],
            key=said["key"],
            by=viewer_of(request).actor(shown.unit_id),
            now=timezone.now(),
        )
    except NoSeat as refused:
        form.add_error("slot", no_seat(refused.why))
        return _page(request, shown, book=form)
    context = {"slip": slip, "session": shown, "who": labels.post(slip.post)}
    return render(request, "receptions/slip.html", context)


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def paper(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    """Give a paper of the session as DOCX, or as a page to print."""
    shown = _session(request, pk)
    refused = name == "conclusion" and not shown.conclusion
    came = name == "nobody-came" and shown.visits.exists()
    if name not in PAPERS or refused or came:
        raise Http404
    made = PAPERS[name](shown)
    if "print" in request.GET:
        return render(
            request, "receptions/print.html", {"paper": made, "session": shown}
        )
    return docx(official(made), f"{name}-{shown.on:%Y-%m-%d}")


def no_seat(why: str) -> str:
    """Say why an hour cannot be booked, and the cure."""
    return {
        "full": _("Somebody has just taken this hour. Choose another."),
        "closed": _("This hour cannot be booked any more. Choose another."),
        "many": _("This telephone has two appointments already; cancel one first."),
    }[why]


def _hours(request: HttpRequest, shown: Session) -> list[tuple[int, str]]:
    slots = selectors.slots(viewer_of(request), [shown])
    return [(s.pk, f"{s.starts:%H:%M}") for s in slots if s.taken < s.seats]  # type: ignore[attr-defined]


def _session(
    request: HttpRequest, pk: uuid.UUID, right: Right = Right.RECEPTIONS_READ
) -> Session:
    try:
        shown = selectors.session(viewer_of(request), pk)
    except Session.DoesNotExist:
        raise Http404 from None
    if not viewer_of(request).may(right, shown.unit_id):
        raise Http404
    return shown


def _page(
    request: HttpRequest,
    shown: Session,
    *,
    close: CloseForm | None = None,
    conclude: ConcludeForm | None = None,
    book: BookingForm | None = None,
) -> HttpResponse:
    said = {"conclusion": shown.conclusion}
    bound = close or conclude or book
    context = {
        **pages.of_session(viewer_of(request), shown),
        "close": close or CloseForm(session=shown),
        "conclude": conclude or ConcludeForm(initial=said),
        "book": book or BookingForm(choices=_hours(request, shown)),
        "form": bound,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "receptions/session.html", context, status=status)


def _month(request: HttpRequest, today: datetime.date) -> datetime.date:
    asked = request.GET.get("month") or request.POST.get("month") or ""
    try:
        return datetime.date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)


def _next(first: datetime.date) -> datetime.date:
    if first.year >= datetime.MAXYEAR:
        return first
    return (first + datetime.timedelta(days=31)).replace(day=1)


def _months(first: datetime.date) -> dict[str, str]:
    before = first - datetime.timedelta(days=1) if first.year > 1900 else first
    return {
        "month": f"{first:%Y-%m}",
        "name": f"{first:%m/%Y}",
        "before": f"{before:%Y-%m}",
        "after": f"{_next(first):%Y-%m}",
    }


def _uuids(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("session"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _url(name: str) -> str:
    return reverse(f"receptions:{name}")
