"""The pages of statutory forms: what is owed, one form, a cell, what is behind it."""

import datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.indicators import errors, export, labels, page, selectors, services
from danvan.indicators.catalogue import NoSuchForm
from danvan.indicators.forms import EnterForm, NoteForm, ReopenForm
from danvan.indicators.models import Part, State
from danvan.indicators.selectors import Sheet
from danvan.orgs.models import Unit

_PER_PAGE = 30


@require_safe
@requires(Right.FORMS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the forms that the viewer's units owe for a period."""
    today = timezone.localdate()
    chosen = _period(request.GET.get("period", ""), today)
    offered = [
        (p.key, labels.period_name(p))
        for p in periods.ending_up_to("inspectorate", today)
    ]
    context = {
        "owed": [
            {
                "row": owed,
                "state": labels.STATES[owed.filled.state if owed.filled else ""],
            }
            for owed in selectors.owed(viewer_of(request), chosen)
        ],
        "period": chosen,
        "name": labels.period_name(chosen),
        "days": labels.period_days(chosen),
        "periods": offered,
        "language": labels.language(),
        "several": len(viewer_of(request).units(Right.FORMS_READ)) > 1,
    }
    return render(request, "indicators/list.html", context)


def _period(key: str, today: datetime.date) -> periods.Period:
    if not key:
        return periods.last_ended("inspectorate", today)
    try:
        return periods.by_key(key)
    except periods.NoSuchPeriod:
        raise Http404 from None


def _sheet(request: HttpRequest, unit: int, period: str, form: str, part: str) -> Sheet:
    try:
        return selectors.sheet(
            viewer_of(request), unit, periods.by_key(period), form, Part(part)
        )
    except (Unit.DoesNotExist, NoSuchForm, periods.NoSuchPeriod, ValueError):
        raise Http404 from None


def _to_fill(
    request: HttpRequest, unit: int, period: str, form: str, part: str
) -> Sheet:
    """Return a sheet in which the viewer may put figures, else 404."""
    sheet = _sheet(request, unit, period, form, part)
    if not viewer_of(request).may(Right.FORMS_FILL, unit):
        raise Http404
    return sheet


@require_safe
@requires(Right.FORMS_READ)
def detail(request: HttpRequest, **place: str) -> HttpResponse:
    """Show one form: its columns, what does not add up, what it was before."""
    sheet = _sheet(request, **place)  # type: ignore[arg-type]
    viewer = viewer_of(request)
    context = _frame(sheet) | {
        "rows": page.rows(sheet, viewer) if sheet.form.is_loaded else [],
        "counted": page.counted(sheet, viewer),
        "marks": page.marks(sheet.findings),
        "may_change": page.may_change(sheet, viewer),
        "may_count": viewer.may(Right.FORMS_FILL, sheet.unit.pk)
        and (sheet.filled is None or sheet.filled.state == State.DRAFT),
        "may_fill": viewer.may(Right.FORMS_FILL, sheet.unit.pk),
        "note": NoteForm(initial={"note": sheet.filled.note if sheet.filled else ""}),
        "reopen": ReopenForm(),
    }
    return render(request, "indicators/form.html", context)


def _frame(sheet: Sheet) -> dict[str, object]:
    return {
        "sheet": sheet,
        "title": labels.say(sheet.form.title),
        "name": labels.period_name(sheet.period),
        "days": labels.period_days(sheet.period),
        "part": labels.PARTS[sheet.part],
        "state": labels.STATES[sheet.filled.state if sheet.filled else ""],
        "due": sheet.period.due.get(sheet.unit.level),
    }


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
    context = _frame(sheet) | {"form": form, "row": row, "back": page.address(sheet)}
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


@require_safe
@requires(Right.FORMS_READ)
def behind(request: HttpRequest, column: str, **place: str) -> HttpResponse:
    """Show the records behind a number, or what each unit brought to a sum."""
    sheet = _sheet(request, **place)  # type: ignore[arg-type]
    key = page.column_of(sheet, column)
    if key is None:
        raise Http404
    viewer = viewer_of(request)
    if sheet.part == Part.SUM:
        found: list[object] = [
            {"unit": s.unit, "shown": labels.shown(s.value), "state": s.state}
            for s in selectors.shares(sheet, key)
        ]
    else:
        found = [*selectors.behind(sheet, key, viewer)]
    form = sheet.counted.get(key.rpartition(":")[0], sheet.form)
    context = _frame(sheet) | {
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        "is_sum": sheet.part == Part.SUM,
        "column": form.by_number[key.rpartition(":")[2]].full_title(labels.language()),
        "number": key,
        "back": page.address(sheet),
    }
    return render(request, "indicators/behind.html", context)


@require_safe
@requires(Right.FORMS_READ)
def printed(request: HttpRequest, **place: str) -> HttpResponse:
    """Show the sheet as the circular prints it."""
    sheet = _sheet(request, **place)  # type: ignore[arg-type]
    if not sheet.form.is_loaded:
        raise Http404
    context = _frame(sheet) | export.sheet(sheet) | {"back": page.address(sheet)}
    return render(request, "indicators/print.html", context)


@require_safe
@requires(Right.FORMS_READ)
def xlsx(request: HttpRequest, **place: str) -> HttpResponse:
    """Send the sheet with the official columns."""
    sheet = _sheet(request, **place)  # type: ignore[arg-type]
    if not sheet.form.is_loaded:
        raise Http404
    response = HttpResponse(export.xlsx(sheet), content_type=export.XLSX)
    name = f"{sheet.form.slug}-{sheet.period.key}-{sheet.unit.code}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
