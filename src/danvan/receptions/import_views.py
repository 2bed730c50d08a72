"""Taking a unit's own reception book in: read, shown, taken in or handed back."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.petitions.imports import marked as why_not
from danvan.receptions import importing, selectors
from danvan.receptions.import_forms import Choice, ImportForm
from danvan.receptions.reading import Fault, Place, Read
from danvan.writers import marked
from danvan.writers.marked import Unmarkable

SHOWN = 300  # faults on a page; the file with the column has them all


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RECEPTIONS_REGISTER)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a unit's own book in; rows that are wrong are shown, the others taken."""
    viewer = viewer_of(request)
    units = selectors.units(viewer, Right.RECEPTIONS_REGISTER)
    form = ImportForm(request.POST or None, request.FILES or None, units=units)
    found = form.read() if request.method == "POST" and form.is_valid() else None
    if found is None or found.place is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "receptions/import.html", {"form": form}, status=status)
    choice, unit = form.cleaned_data["choice"], form.units[form.cleaned_data["unit"]]
    if choice == Choice.MARK:
        faults = _all(found, importing.sort(found.rows, unit))
        return _marked(request, form, found.place, faults)
    stored = choice == Choice.GOOD
    if stored:
        came = importing.take_in(
            rows=found.rows,
            unit=unit,
            file_hash=hashlib.sha256(form.data_of_file).hexdigest(),
            by=viewer.actor(unit.pk),
            today=timezone.localdate(),
        )
    else:
        came = importing.sort(found.rows, unit)
    return _page(request, form, came, _all(found, came), stored=stored)


def _all(found: Read, came: importing.Sorted) -> list[Fault]:
    return sorted((*found.faults, *came.taken), key=lambda fault: fault.row)


def _page(
    request: HttpRequest,
    form: ImportForm,
    came: importing.Sorted,
    faults: Sequence[Fault],
    *,
    stored: bool,
) -> HttpResponse:
    units = form.units.values()
    again = ImportForm(units=list(units), initial=form.cleaned_data | {"file": None})
    context: dict[str, Any] = {
        "form": again,
        "came": came,
        "stored": stored,
        "faults": [(fault, reason(fault)) for fault in faults[:SHOWN]],
        "more": max(0, len(faults) - SHOWN),
    }
    if not stored:
        again.initial["choice"] = Choice.MARK if faults else Choice.GOOD
    return render(request, "receptions/import.html", context)


def _marked(
    request: HttpRequest, form: ImportForm, place: Place, faults: Sequence[Fault]
) -> HttpResponse:
    lines: dict[int, list[str]] = defaultdict(list)
    for fault in faults:
        lines[fault.row].append(marked.line(fault.cell, reason(fault)))
    try:
        body = marked.marked(
            form.data_of_file,
            sheet=place.sheet,
            head=place.head,
            at=place.faults_at,
            lines=lines,
        )
    except Unmarkable as refused:
        form.add_error("file", why_not.why(refused))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "receptions/import.html", {"form": form}, status=status)
    return to_save(body, "so-tiep-co-cot-loi.xlsx", XLSX)


def reason(fault: Fault) -> str:
    """Say what is wrong with a cell, and what is accepted."""
    return {
        "number": _("The row needs its number in the book, a whole number."),
        "day": _("Write the day as dd/mm/yyyy."),
        "future": _("This day has not come yet."),
        "old": _("The day must not be before 01/01/2000."),
        "name": _("Write name; address."),
        "summary": _("Write what it is about."),
        "kind": _("Write KN, KNPA or TC."),
        "people": _("Write how many people, 1 to 9999."),
        "taken": _("Another row of the book has this number."),
        "long": _("The text is too long."),
    }[fault.code]
