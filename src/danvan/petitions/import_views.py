"""Taking in a register kept in Excel: read, shown, taken in or handed back, forgotten."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.petitions import selectors
from danvan.petitions.import_forms import Choice, ImportForm
from danvan.petitions.imports import check, marked, progress, store
from danvan.petitions.imports import sheet as sheets
from danvan.petitions.imports.check import Checked
from danvan.petitions.imports.sheet import Unusable
from danvan.ui import growing

LONG = 2_000  # rows that take longer to store than a page should, some seconds
SHOWN = 300  # faults on a page; the file with the column has them all


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_SCREEN)
def take_in(request: HttpRequest) -> HttpResponseBase:
    """Take in the register of a unit."""
    units = selectors.screening(viewer_of(request))
    if request.method != "POST":
        return _page(request, ImportForm(units=units))
    form = ImportForm(request.POST, request.FILES, units=units)
    if not form.is_valid() or not form.read():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    choice, confirmed = Choice(form.cleaned_data["choice"]), form.confirmed()
    places = form.places()
    if lacking := form.missing(places):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, form, status=status, lacking=lacking)
    checked = check.check(
        form.sheet, form.chosen_format, places, form.chosen_unit, timezone.localdate()
    )
    if choice is Choice.MARK:
        return _marked(request, form, checked)
    whole = choice is Choice.ALL and not checked.problems
    if confirmed and (whole or choice is Choice.GOOD):
        return _take_in(request, form, checked, places)
    return _page(request, form, checked=checked, tried=choice is not Choice.LOOK)


def _page(
    request: HttpRequest,
    form: ImportForm,
    *,
    status: int = HTTPStatus.OK,
    checked: Checked | None = None,
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "checked": checked, **more}
    if checked is not None:
        form.initial["seen"] = form.sheet.file_hash
        form.initial["choice"] = Choice.LOOK if checked.problems else Choice.ALL
        context |= {"problems": checked.problems[:SHOWN]}
        context |= {"more": max(0, len(checked.problems) - SHOWN)}
    return render(request, "petitions/import.html", context, status=status)


def _take_in(
    request: HttpRequest, form: ImportForm, checked: Checked, places: dict[str, int]
) -> HttpResponseBase:
    """Store what was found: at once, or on a page that says how far it is."""
    viewer, unit = viewer_of(request), form.chosen_unit
    store_rows = partial(
        store.take_in,
        checked=checked,
        unit=unit,
        format_=form.chosen_format.code,
        columns=sheets.by_header(form.sheet, places),
        file_hash=form.sheet.file_hash,
        by=viewer.actor(unit.pk),
        now=timezone.now(),
    )
    context = {"checked": checked, "unit": unit}
    if len(checked.good) + len(checked.secret) > LONG:
        page = render_to_string("petitions/importing.html", context, request)
        language = get_language() or "vi"
        pieces = progress.pieces(store_rows, viewer, language, context)
        return growing.answer(page, pieces)
    try:
        context["made"] = store_rows()
    except IntegrityError:
        # A number drawn twice; what the database says of it quotes the row.
        form.add_error(None, _("Nothing was stored. Send the file once more."))
        return _page(request, form, status=HTTPStatus.CONFLICT, checked=checked)
    return render(request, "petitions/imported.html", context)


def _marked(request: HttpRequest, form: ImportForm, checked: Checked) -> HttpResponse:
    try:
        body = marked.marked(form.data_of_file, form.sheet, checked.problems)
    except Unusable as refused:
        form.add_error("file", str(refused))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, form, status=status, checked=checked)
    return to_save(body, "so-don-co-cot-loi.xlsx", XLSX)
