"""Putting figures into a form, signing and sending it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.indicators import errors, page, services
from danvan.indicators.forms import EnterForm, NoteForm, ReopenForm
from danvan.indicators.models import Part
from danvan.indicators.selectors import Sheet
from danvan.indicators.views import frame_of, sheet_of


def _to_fill(
    request: HttpRequest, unit: int, period: str, form: str, part: str
) -> Sheet:
    """Return a sheet in which the viewer may put figures, else 404."""
    sheet = sheet_of(request, unit, period, form, part)
    if not viewer_of(request).may(Right.FORMS_FILL, unit):
        raise Http404
    return sheet


@require_POST
@requires(Right.FORMS_FILL)
def count(request: HttpRequest, **place: str) -> HttpResponse:
    """Count the form, or add it up."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    fill = services.add_up if sheet.part == Part.SUM else services.count
    try:
        fill(
            unit=sheet.unit,
            form=sheet.form,
            period=sheet.period,
            by=viewer_of(request).actor(sheet.unit.pk),
            now=timezone.now(),
        )
    except errors.NotDraft:
        messages.error(request, _("The form is signed; open it again to change it."))
    return redirect(page.address(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_FILL)
def enter(request: HttpRequest, column: str, **place: str) -> HttpResponse:
    """Enter a value where nothing counts, or say that there was none."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    viewer = viewer_of(request)
    row = next((r for r in page.rows(sheet, viewer) if r.number == column), None)
    if row is None or not row.enter or sheet.filled is None:
        raise Http404
    form = EnterForm(request.POST or None, column=sheet.form.by_number[column])
    if request.method == "POST" and form.is_valid():
        return _entered(request, sheet, column, form)
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    context = frame_of(sheet) | {"form": form, "row": row, "back": page.address(sheet)}
    return render(request, "indicators/enter.html", context, status=status)


def _entered(
    request: HttpRequest, sheet: Sheet, column: str, form: EnterForm
) -> HttpResponse:
    given, by = form.cleaned_data, viewer_of(request).actor(sheet.unit.pk)
    common = {"filled": sheet.filled, "form": sheet.form, "by": by}
    try:
        if given["nothing"]:
            services.mark_nothing(columns=[column], now=timezone.now(), **common)  # type: ignore[arg-type]
        else:
            services.enter(
                column=column,
                value=given["value"],
                reason=given["reason"],
                now=timezone.now(),
                **common,  # type: ignore[arg-type]
            )
    except errors.NotDraft:
        messages.error(request, _("The form is signed; open it again to change it."))
    return redirect(f"{page.address(sheet)}#c{column}")


@require_POST
@requires(Right.FORMS_FILL)
def nothing(request: HttpRequest, **place: str) -> HttpResponse:
    """Say of every column that is still empty that there was nothing to report."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    empty = [r.number for r in page.rows(sheet, viewer_of(request)) if r.enter]
    if sheet.filled is None or not page.may_change(sheet, viewer_of(request)):
        raise Http404
    services.mark_nothing(
        filled=sheet.filled,
        form=sheet.form,
        columns=[number for number in empty if number not in sheet.cells],
        by=viewer_of(request).actor(sheet.unit.pk),
        now=timezone.now(),
    )
    return redirect(page.address(sheet))


@require_POST
@requires(Right.FORMS_FILL)
def note(request: HttpRequest, **place: str) -> HttpResponse:
    """Keep the note beside the figures."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    form = NoteForm(request.POST)
    if sheet.filled is None or not form.is_valid():
        messages.error(request, _("The note was not kept: it is too long."))
        return redirect(page.address(sheet))
    by = viewer_of(request).actor(sheet.unit.pk)
    try:
        services.set_note(filled=sheet.filled, note=form.cleaned_data["note"], by=by)
    except errors.NotDraft:
        messages.error(request, _("The form is signed; open it again to change it."))
    return redirect(page.address(sheet))


@require_POST
@requires(Right.FORMS_FILL)
def sign(request: HttpRequest, **place: str) -> HttpResponse:
    """Record who stands for the figures."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    by, now = viewer_of(request).actor(sheet.unit.pk), timezone.now()
    try:
        if sheet.filled is None:
            raise errors.NothingFilled
        services.sign(filled=sheet.filled, form=sheet.form, by=by, now=now)
    except errors.DoesNotAddUp:
        messages.error(
            request,
            _("The form does not add up. Put it right, or say why in the notes."),
        )
    except (errors.NothingFilled, errors.NotDraft):
        messages.error(request, _("There is nothing to sign."))
    return redirect(page.address(sheet))


@require_POST
@requires(Right.FORMS_FILL)
def send(request: HttpRequest, **place: str) -> HttpResponse:
    """Send a signed form up."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    by, now = viewer_of(request).actor(sheet.unit.pk), timezone.now()
    try:
        if sheet.filled is None:
            raise errors.NotDraft
        services.send(filled=sheet.filled, by=by, now=now)
    except errors.NotDraft:
        messages.error(request, _("Sign the form before it is sent."))
    return redirect(page.address(sheet))


@require_POST
@requires(Right.FORMS_FILL)
def reopen(request: HttpRequest, **place: str) -> HttpResponse:
    """Make a signed form a draft again."""
    sheet = _to_fill(request, **place)  # type: ignore[arg-type]
    form = ReopenForm(request.POST)
    if sheet.filled is not None and form.is_valid():
        by = viewer_of(request).actor(sheet.unit.pk)
        reason = form.cleaned_data["reason"]
        services.reopen(filled=sheet.filled, reason=reason, by=by)
    else:
        messages.error(request, _("Write why the form is opened again."))
    return redirect(page.address(sheet))
