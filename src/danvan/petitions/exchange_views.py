"""Sheets that leave: a unit's letters in the form of another register, or an empty one."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework.exchange import Format
from danvan.core.casework.exchange import formats as known
from danvan.core.casework.workflow import State
from danvan.files.answers import CSV, XLSX, to_save
from danvan.petitions import exchange, selectors
from danvan.petitions.import_forms import SheetForm
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.queue import Filters
from danvan.writers import grid


class ExportForm(SheetForm):
    """Which letters leave, in which sheet."""

    q = forms.CharField(label=_("Number or words"), required=False, max_length=200)
    state = forms.MultipleChoiceField(
        label=_("State"),
        choices=list(STATES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    overdue = forms.BooleanField(label=_("Only those past their term"), required=False)
    kept_as = forms.ChoiceField(
        label=_("File"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")]
    )
    empty = forms.BooleanField(
        label=_("Only the head, to be filled in"), required=False
    )

    def filters(self) -> Filters:
        """Return what narrows the letters; nothing chosen means all of them."""
        said = self.cleaned_data
        return Filters(
            states=tuple(said["state"] or State),
            kinds=tuple(said["kind"]),
            overdue=said["overdue"],
            words=said["q"],
        )


@require_safe
@requires(Right.PETITIONS_SCREEN)
def page(request: HttpRequest) -> HttpResponse:
    """Ask which letters leave in which sheet."""
    units = selectors.screening(viewer_of(request))
    return _page(request, ExportForm(units=units))


@require_safe
@requires(Right.PETITIONS_SCREEN)
def file(request: HttpRequest) -> HttpResponse:
    """Hand the sheet over, and write down that it left."""
    viewer = viewer_of(request)
    form = ExportForm(request.GET, units=selectors.screening(viewer))
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    unit, format_ = form.chosen_unit, form.chosen_format
    found: Sequence[Sequence[str]] = ()
    if not form.cleaned_data["empty"]:
        today = timezone.localdate()
        found = exchange.rows(viewer, unit, format_, form.filters(), today)
        exchange.note(
            unit=unit, format_=format_, count=len(found), by=viewer.actor(unit.pk)
        )
    return _file(format_, found, form.cleaned_data["kept_as"])


def _file(
    format_: Format, found: Sequence[Sequence[str]], kept_as: str
) -> HttpResponse:
    heads = exchange.heads(format_)
    name = f"{format_.code}.{kept_as}"
    if kept_as == "csv":
        return to_save(grid.csv_text(heads, found), name, CSV)
    return to_save(grid.workbook(format_.sheet, heads, found), name, XLSX)


def _page(
    request: HttpRequest, form: ExportForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    language = "en" if get_language() == "en" else "vi"
    formats: list[dict[str, Any]] = [
        {
            "name": f.name[language],
            "certain": f.certain,
            "columns": [c.header[language] for c in f.columns],
        }
        for f in known().values()
    ]
    context = {"form": form, "formats": formats}
    return render(request, "petitions/exchange.html", context, status=status)
