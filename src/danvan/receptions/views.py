"""The counter's pages: today, a new visit, a visit and its papers."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework import number as numbers
from danvan.files.answers import DOCX, to_save
from danvan.petitions.models import Petition
from danvan.receptions import booking, labels, pages, papers, selectors, services
from danvan.receptions.errors import NotInOrder, SessionIsOver
from danvan.receptions.forms import FinishForm, JoinForm, LookUpForm, VisitForm
from danvan.receptions.models import Session
from danvan.receptions.selectors import Earlier
from danvan.receptions.visits import Visit
from danvan.writers.official import official

PAPERS = {
    "minutes": papers.minutes,
    "receipt": papers.receipt,
    "refusal": papers.refusal,
}


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def today(request: HttpRequest) -> HttpResponse:
    """Show today's sessions, who waits and what was written down."""
    context = pages.of_today(viewer_of(request), timezone.localdate())
    return render(request, "receptions/today.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RECEPTIONS_REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Write a visit down; "look" shows earlier matters without saving."""
    viewer, day = viewer_of(request), timezone.localdate()
    sessions = selectors.open_sessions(viewer, day)
    if not sessions:
        return render(request, "receptions/no_session.html", {"today": day})
    if request.method != "POST":
        form = VisitForm(sessions=sessions, today=day, initial=_asked(request))
        return render(request, "receptions/new.html", {"form": form})
    looked = "look" in request.POST
    known = _earlier(request, sessions, quiet=not looked)
    if looked:
        form = VisitForm(
            initial=_typed(request), sessions=sessions, today=day, earlier=known
        )
        return render(request, "receptions/new.html", {"form": form, "looked": True})
    form = VisitForm(request.POST, sessions=sessions, today=day, earlier=known)
    if not form.is_valid():
        return _wrong(request, form)
    return _save(request, form)


new.form_class = VisitForm  # type: ignore[attr-defined] # names what was typed


@never_cache
@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def earlier(request: HttpRequest) -> HttpResponse:
    """Show the earlier matters of a telephone or identity number, for the form."""
    day = timezone.localdate()
    sessions = selectors.open_sessions(viewer_of(request), day)
    known = _earlier(request, sessions)
    form = VisitForm(sessions=sessions, today=day, earlier=known)
    return render(request, "receptions/earlier.html", {"form": form, "looked": True})


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def sealed(request: HttpRequest) -> HttpResponse:
    """Number a visit about a denunciation in the book, and go on in the vault."""
    viewer = viewer_of(request)
    sessions = {
        str(s.pk): s for s in selectors.open_sessions(viewer, timezone.localdate())
    }
    session = sessions.get(request.POST.get("session", ""))
    if session is None:
        raise Http404
    by = viewer.actor(session.unit_id)
    services.register_sealed(session=session, by=by, now=timezone.now())
    return redirect("vault:receive")


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a visit and what can be done with it."""
    return _page(request, _visit(request, pk))


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def paper(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    """Give a paper of the visit as DOCX, or as a page to print."""
    shown = _visit(request, pk)
    try:
        made = PAPERS[name](shown)
    except (KeyError, ValueError):
        raise Http404 from None
    if "print" in request.GET:
        return render(request, "receptions/print.html", {"paper": made, "visit": shown})
    return docx(official(made), f"{name}-{shown.number}-{shown.year}")


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def to_petition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the visit a petition of the unit and show its receipt."""
    shown = _mine(request, pk, Right.PETITIONS_REGISTER)
    by = viewer_of(request).actor(shown.unit_id)
    petition = services.to_petition(visit=pk, by=by, now=timezone.now())
    return redirect("petitions:receipt", petition.pk)


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def join(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Attach the visit to a petition of the unit, by its number."""
    shown = _mine(request, pk)
    form = JoinForm(request.POST)
    petition = _petition(request, form, shown) if form.is_valid() else None
    if petition is None:
        return _page(request, shown, join=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    by = viewer_of(request).actor(shown.unit_id)
    services.join(visit=pk, petition=petition, by=by, now=timezone.now())
    messages.success(
        request, _("The visit belongs to %(n)s now.") % {"n": petition.number}
    )
    return redirect("receptions:visit", pk)


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that what was due was done, and what became of it."""
    shown = _mine(request, pk)
    form = FinishForm(request.POST)
    if not form.is_valid():
        return _page(
            request, shown, finish=form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    services.finish(
        visit=pk,
        by=viewer_of(request).actor(shown.unit_id),
        today=timezone.localdate(),
        follow_up=form.cleaned_data["follow_up"],
    )
    messages.success(request, _("It was noted in the book."))
    return redirect("receptions:visit", pk)


@require_POST
@requires(Right.RECEPTIONS_REGISTER)
def arrive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that who booked an hour has come; he waits."""
    viewer, day = viewer_of(request), timezone.localdate()
    expected = selectors.appointments(viewer, selectors.open_sessions(viewer, day))
    found = next((a for a in expected if a.pk == pk), None)
    if found is None:
        raise Http404
    by = viewer.actor(found.slot.session.unit_id)
    booking.arrive(appointment=pk, by=by, now=timezone.now())
    return redirect("receptions:today")


def docx(data: bytes, name: str) -> HttpResponse:
    """Return a DOCX to keep."""
    return to_save(data, f"{name}.docx", DOCX)


def _save(request: HttpRequest, form: VisitForm) -> HttpResponse:
    session = form.sessions[form.cleaned_data["session"]]
    chosen = form.chosen()
    try:
        made = services.register(
            told=form.told(),
            session=session,
            by=viewer_of(request).actor(session.unit_id),
            now=timezone.now(),
            key=form.cleaned_data["key"],
            matter=chosen.matter if chosen and chosen.kind == "visit" else None,
            petition=_letter(request, chosen),
        )
    except NotInOrder as wrong:
        form.add_error(None, labels.say(wrong.said))
        return _wrong(request, form)
    except SessionIsOver:
        form.add_error(None, _("This session was closed meanwhile; choose another."))
        return _wrong(request, form)
    return redirect("receptions:visit", made.pk)


def _letter(request: HttpRequest, chosen: Earlier | None) -> Petition | None:
    if chosen is None or chosen.kind != "petition":
        return None
    return Petition.objects.visible_to(viewer_of(request)).filter(pk=chosen.id).first()


def _wrong(request: HttpRequest, form: VisitForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "receptions/new.html", {"form": form}, status=status)


def _earlier(
    request: HttpRequest, sessions: list[Session], *, quiet: bool = False
) -> list[Earlier]:
    """Look earlier matters up; ``quiet`` only where one of them was chosen."""
    asked = LookUpForm(request.POST)
    if not asked.is_valid() or (
        quiet and request.POST.get("matter", "new") in {"", "new"}
    ):
        return []
    said = asked.cleaned_data
    wanted = {str(s.pk): s for s in sessions}
    session = wanted.get(said["session"]) or (sessions[0] if sessions else None)
    if session is None:
        return []
    return selectors.earlier(
        viewer_of(request),
        session.unit,
        phone=said["phone"],
        id_number=said["id_number"],
        today=timezone.localdate(),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what a link from the waiting list fills in: the session alone."""
    return {"session": request.GET.get("session", "")}


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        name: str(value) for name, value in request.POST.items() if name != "matter"
    }


def _visit(request: HttpRequest, pk: uuid.UUID) -> Visit:
    try:
        return selectors.visit(viewer_of(request), pk)
    except Visit.DoesNotExist:
        raise Http404 from None


def _mine(
    request: HttpRequest, pk: uuid.UUID, right: Right = Right.RECEPTIONS_REGISTER
) -> Visit:
    shown = _visit(request, pk)
    if not viewer_of(request).may(right, shown.unit_id):
        raise Http404
    return shown


def _petition(request: HttpRequest, form: JoinForm, shown: Visit) -> Petition | None:
    seen = Petition.objects.visible_to(viewer_of(request)).filter(unit=shown.unit_id)
    try:
        number = numbers.normalise(form.cleaned_data["number"])
        return seen.get(number=number)
    except (numbers.NotANumber, Petition.DoesNotExist):
        form.add_error("number", _("This unit has no petition with this number."))
        return None


def _page(
    request: HttpRequest,
    shown: Visit,
    *,
    join: JoinForm | None = None,
    finish: FinishForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **pages.of_visit(viewer_of(request), shown),
        "join": join or JoinForm(),
        "finish": finish or FinishForm(),
        "form": join or finish,
    }
    return render(request, "receptions/visit.html", context, status=status)
