"""The pages of statutory forms to read: what is owed, one form, what is behind it."""

import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import (
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.files.answers import XLSX, to_save
from danvan.indicators import export, labels, page, selectors
from danvan.indicators.catalogue import NoSuchForm
from danvan.indicators.forms import NoteForm, ReopenForm
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
        "may_gather": viewer_of(request).may(Right.FORMS_SUM),
        "reads_below": viewer_of(request).may(Right.FORMS_BELOW),
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


def sheet_of(
    request: HttpRequest, unit: int, period: str, form: str, part: str
) -> Sheet:
    """Return the sheet an address names, if it is the viewer's to read; else 404."""
    try:
        return selectors.sheet(
            viewer_of(request), unit, periods.by_key(period), form, Part(part)
        )
    except (Unit.DoesNotExist, NoSuchForm, periods.NoSuchPeriod, ValueError):
        raise Http404 from None


@require_safe
@requires(Right.FORMS_READ)
def detail(request: HttpRequest, **place: str) -> HttpResponse:
    """Show one form: its columns, what does not add up, what it was before."""
    sheet = sheet_of(request, **place)  # type: ignore[arg-type]
    viewer = viewer_of(request)
    context = frame_of(sheet) | {
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


def frame_of(sheet: Sheet) -> dict[str, object]:
    """Return what every page about a sheet says above it."""
    return {
        "sheet": sheet,
        "title": labels.say(sheet.form.title),
        "name": labels.period_name(sheet.period),
        "days": labels.period_days(sheet.period),
        "part": labels.PARTS[sheet.part],
        "state": labels.STATES[sheet.filled.state if sheet.filled else ""],
        "due": sheet.period.due.get(sheet.unit.level),
    }


@require_safe
@requires(Right.FORMS_READ)
def behind(request: HttpRequest, column: str, **place: str) -> HttpResponse:
    """Show the records behind a number, or what each unit brought to a sum."""
    sheet = sheet_of(request, **place)  # type: ignore[arg-type]
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
    context = frame_of(sheet) | {
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
    sheet = sheet_of(request, **place)  # type: ignore[arg-type]
    if not sheet.form.is_loaded:
        raise Http404
    context = frame_of(sheet) | export.sheet(sheet) | {"back": page.address(sheet)}
    return render(request, "indicators/print.html", context)


@require_safe
@requires(Right.FORMS_READ)
def xlsx(request: HttpRequest, **place: str) -> HttpResponse:
    """Send the sheet with the official columns."""
    sheet = sheet_of(request, **place)  # type: ignore[arg-type]
    if not sheet.form.is_loaded:
        raise Http404
    name = f"{sheet.form.slug}-{sheet.period.key}-{sheet.unit.code}.xlsx"
    return to_save(export.xlsx(sheet), name, XLSX)
