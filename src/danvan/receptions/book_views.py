"""The reception book (form 03/TCD): list, sheet, and taking a unit's own book in."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.receptions import importing, pages, selectors
from danvan.receptions import sheet as sheets
from danvan.receptions.forms import BookForm
from danvan.receptions.importing import Fault, Unreadable

ON_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    """A book as .xlsx, and the unit whose book it is."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    file = forms.FileField(
        label=gettext_lazy("Reception book (.xlsx)"),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk

    def read(self) -> importing.Read | None:
        """Read the file; None, with an error said, where that fails."""
        try:
            data = uploads.read(self.cleaned_data["file"])
            found = importing.read(data, today=timezone.localdate())
        except Refused as refused:
            self.add_error("file", refused.message)
            return None
        except Unreadable:
            self.add_error("file", _("This is not an .xlsx file that can be read."))
            return None
        if not found.headed:
            self.add_error("file", _("No row of headings with “Ngày tiếp” was found."))
            return None
        return found


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def book(request: HttpRequest) -> HttpResponse:
    """Show the rows of the book, narrowed and paged."""
    viewer, form = viewer_of(request), BookForm(request.GET)
    filters = form.filters()
    found = selectors.book(viewer, filters)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "rows": pages.visit_rows(list(page)),
        "filtered": filters != selectors.Filters(),
        "query": request.GET.urlencode(),
        "may_register": viewer.may(Right.RECEPTIONS_REGISTER),
    }
    return render(request, "receptions/book.html", context)


@never_cache
@require_safe
@requires(Right.RECEPTIONS_READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the book, narrowed as on the page, as form 03/TCD."""
    viewer = viewer_of(request)
    filters = BookForm(request.GET).filters()
    rows = selectors.book(viewer, filters).order_by("year", "number")[: sheets.MOST]
    names = [unit.name for unit in selectors.units(viewer, Right.RECEPTIONS_READ)]
    data = sheets.write(rows, unit=", ".join(names))
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="so-tiep-cong-dan.xlsx"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RECEPTIONS_REGISTER)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a unit's own book in; rows that are wrong are shown, the others taken."""
    viewer = viewer_of(request)
    units = selectors.units(viewer, Right.RECEPTIONS_REGISTER)
    form = ImportForm(request.POST or None, request.FILES or None, units=units)
    found = form.read() if request.method == "POST" and form.is_valid() else None
    if found is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "receptions/import.html", {"form": form}, status=status)
    unit = form.units[form.cleaned_data["unit"]]
    taken = importing.take_in(
        rows=found.rows, unit=unit, by=viewer.actor(unit.pk), today=timezone.localdate()
    )
    faults = sorted((*found.faults, *taken.faults), key=lambda fault: fault.row)
    context = {"form": form, "taken": taken, "faults": [(f, reason(f)) for f in faults]}
    return render(request, "receptions/import.html", context)


def reason(fault: Fault) -> str:
    """Say what is wrong with a cell, and what is accepted."""
    return {
        "number": _("The row needs its number in the book, a whole number."),
        "day": _("Write the day as dd/mm/yyyy."),
        "future": _("This day has not come yet."),
        "name": _("Write name; address."),
        "summary": _("Write what it is about."),
        "kind": _("Write KN, KNPA or TC."),
        "people": _("Write how many people, 1 to 9999."),
        "taken": _("Another row of the book has this number."),
        "long": _("The text is too long."),
    }[fault.code]
