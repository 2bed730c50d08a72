"""The pages of a unit's submissions: what it owes, one with its history, its steps."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.core.indicators import approval
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import NotAllowed, Seat
from danvan.files import services as files
from danvan.files.answers import XLSX, to_save
from danvan.files.uploads import read
from danvan.files.verdict import Refused
from danvan.indicators import (
    labels,
    oversight,
    owing,
    sheet_export,
    sheet_page,
    sheet_words,
    submitting,
)
from danvan.indicators.errors import BadDays, Closed, NoReason
from danvan.indicators.models import Submission
from danvan.indicators.oversight import Detail
from danvan.indicators.sheet_forms import AttachForm, DaysForm, ReasonForm
from danvan.orgs.models import Unit

_PER_PAGE = 30


@require_safe
@requires(Right.FORMS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List what the viewer's units owe: what is to be done first."""
    today = timezone.localdate()
    rows = owing.owed(_units(viewer_of(request)), today)
    context = sheet_page.mine(rows, today)
    pages = Paginator(context.pop("done"), _PER_PAGE)
    context["page"] = pages.get_page(request.GET.get("page"))
    return render(request, "indicators/submissions.html", context)


def _units(viewer: Viewer) -> list[Unit]:
    found = {unit.pk: unit for unit in owing.fillable(viewer)}
    read = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_READ) - {*found})
    return [*found.values(), *read.select_related("parent__parent__parent")]


def detail_of(request: HttpRequest, pk: uuid.UUID) -> Detail:
    """Return a submission the viewer may read, else 404."""
    try:
        return oversight.detail(viewer_of(request), pk)
    except Submission.DoesNotExist:
        raise Http404 from None


@require_safe
@requires(Right.FORMS_READ)
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a submission: how it stands, what may be done, what was done."""
    return _page(request, detail_of(request, pk))


def _page(
    request: HttpRequest,
    found: Detail,
    *,
    days: DaysForm | None = None,
    attach: AttachForm | None = None,
    reason: tuple[Move, ReasonForm] | None = None,
) -> HttpResponse:
    wrong = days or attach or (reason[1] if reason else None)
    context = sheet_page.one(found, timezone.localdate(), reason) | {
        "days_form": days or sheet_page.days_form(found),
        "attach_form": attach or AttachForm(),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "indicators/submission.html", context, status=status)


@require_POST
@requires(Right.FORMS_READ)
def move(request: HttpRequest, pk: uuid.UUID, move: str) -> HttpResponse:
    """Take one step of the table."""
    found, verb = detail_of(request, pk), Move(move)
    by = found.posts.get(approval.MOVES[verb].seat)
    if by is None:
        raise Http404
    form = ReasonForm(request.POST, label=sheet_words.REASONS.get(verb, ""))
    asked = approval.needs_reason(verb, found.standing)
    if asked and not form.is_valid():
        return _page(request, found, reason=(verb, form))
    reason = form.cleaned_data["reason"] if asked else ""
    try:
        sheet_page.take(verb, found.row, reason, by, timezone.now())
        messages.success(request, str(sheet_words.DONE[verb]))
    except Closed as closed:
        messages.error(request, labels.say(closed.closure.message))
    except (NotAllowed, NoReason):
        messages.error(request, sheet_page.refused(found))
    return redirect("indicators:submission", pk)


@require_POST
@requires(Right.FORMS_FILL)
def days(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which days the figures really cover."""
    found = detail_of(request, pk)
    if Seat.OWN not in found.posts:
        raise Http404
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, found, days=form)
    by, now = found.posts[Seat.OWN], timezone.now()
    try:
        submitting.cover(submission=found.row, by=by, now=now, **form.cleaned_data)
    except BadDays:
        words = _("The days follow each other and lie in the period, in part at least.")
        form.add_error("end", words)
        return _page(request, found, days=form)
    except Closed as closed:
        messages.error(request, labels.say(closed.closure.message))
    except NotAllowed:
        messages.error(request, sheet_page.refused(found))
    return redirect("indicators:submission", pk)


@require_POST
@requires(Right.FORMS_FILL)
def attach(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Attach the PDF signed in the office's own system, through the gate."""
    found = detail_of(request, pk)
    if Seat.OWN not in found.posts:
        raise Http404
    form, by = AttachForm(request.POST, request.FILES), found.posts[Seat.OWN]
    if not form.is_valid():
        return _page(request, found, attach=form)
    upload = form.cleaned_data["file"]
    try:
        taken = files.take(data=read(upload), name=upload.name or "", by=by)
        submitting.attach(submission=found.row, taken=taken, by=by, now=timezone.now())
        messages.success(request, _("The signed PDF is attached."))
    except Refused as refused:
        form.add_error("file", refused.message)
    except submitting.NotPdf:
        form.add_error("file", _("Attach a PDF file."))
    except NotAllowed:
        messages.error(request, sheet_page.refused(found))
    if form.errors:
        return _page(request, found, attach=form)
    return redirect("indicators:submission", pk)


@require_safe
@requires(Right.FORMS_READ)
def lines(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send what was signed last as a sheet."""
    found = detail_of(request, pk)
    name = f"{found.sheet.id}-{found.period.key}-{found.row.unit.code}.xlsx"
    return to_save(sheet_export.signed(found), name, XLSX)
