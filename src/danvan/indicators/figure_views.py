"""Taking a sheet of figures in: look first, then keep the good rows, or all or none."""

from enum import StrEnum
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.files import uploads
from danvan.files.answers import XLSX, to_save
from danvan.files.verdict import Refused
from danvan.indicators import errors, figure_import, figure_rows, figure_sheet, reach
from danvan.indicators import value_labels as labels
from danvan.indicators import value_list as lists
from danvan.indicators.figure_rows import Checked
from danvan.indicators.figure_sheet import FigureSheet, Unusable
from danvan.indicators.labels import say
from danvan.indicators.value_page import actor
from danvan.orgs.models import Unit
from danvan.ui.widgets import Radios
from danvan.writers import form_sheet
from danvan.writers.form_sheet import Column

_SHOWN = 300  # problems on a page


class Todo(StrEnum):
    """What to do with the file."""

    LOOK = "look"
    GOOD = "good"
    ALL = "all"


class FiguresForm(forms.Form):
    """A file of figures, the unit and period of rows that name none, what to do."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    period = forms.ChoiceField(
        label=gettext_lazy("Reporting period"),
        help_text=gettext_lazy("Rows with a unit or a period of their own go there."),
    )
    file = forms.FileField(
        label=gettext_lazy("Excel file or CSV"),
        help_text=gettext_lazy("At most 20,000 rows and 10 MB. It is not kept."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    todo = forms.ChoiceField(
        label=gettext_lazy("What to do?"),
        choices=[
            (Todo.LOOK.value, gettext_lazy("Look first; nothing is stored")),
            (Todo.ALL.value, gettext_lazy("Take in all rows, or none if one is bad")),
            (Todo.GOOD.value, gettext_lazy("Take in only the good rows")),
        ],
        initial=Todo.LOOK,
        widget=Radios,
    )

    sheet: FigureSheet

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        today = timezone.localdate()
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        self.fields["period"].choices = labels.periods_of(today)  # type: ignore[attr-defined]
        self.initial.setdefault("period", periods.last_ended("government", today).key)

    def read(self) -> bool:
        """Read the file of a valid form; False, with the error said, if it cannot be."""
        upload = self.cleaned_data["file"]
        try:
            self.sheet = figure_sheet.read(uploads.read(upload), upload.name or "")
        except Refused as refused:
            self.add_error("file", refused.message)
        except Unusable as refused:
            self.add_error("file", str(refused))
        return not self.errors


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_FILL)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a sheet of figures in."""
    units = _units(request)
    if request.method != "POST":
        return _page(request, FiguresForm(units=units))
    form = FiguresForm(request.POST, request.FILES, units=units)
    if not form.is_valid() or not form.read():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    unit, period = form.units[given["unit"]], periods.by_key(given["period"])
    checked = figure_rows.check(form.sheet, units, unit, period)
    todo = Todo(given["todo"])
    refused = todo is Todo.ALL and bool(checked.problems)
    made = None
    if todo is not Todo.LOOK and not refused:
        try:
            made = figure_import.take_in(
                sheet=form.sheet,
                rows=checked.good,
                by=actor(viewer_of(request), unit),
                now=timezone.now(),
            )
        except errors.Closed as closed:
            form.add_error(None, say(closed.closure.message))
        except errors.NoReason:
            form.add_error(
                None, _("Values changed meanwhile. Send the file once more.")
            )
    return _page(request, form, **_outcome(checked, made, refused=refused))


def _outcome(checked: Checked, made: int | None, *, refused: bool) -> dict[str, Any]:
    known = len(checked.good) - len(checked.new)
    return {
        "checked": checked,
        "made": made,
        "new": len(checked.new),
        "known": known,
        "refused": refused,
        "problems": checked.problems[:_SHOWN],
        "more": max(0, len(checked.problems) - _SHOWN),
    }


def _units(request: HttpRequest) -> list[Unit]:
    fillable = reach.fillable(viewer_of(request), timezone.localdate())
    units = list(Unit.objects.filter(pk__in=fillable))
    if not units:
        raise Http404
    return sorted(units, key=lambda unit: unit.valid_to is not None)


def _page(
    request: HttpRequest,
    form: FiguresForm,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "may_fill_any": True} | more
    return render(request, "indicators/figures_import.html", context, status=status)


@require_safe
@requires(Right.FORMS_FILL)
def empty(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet, to be filled in."""
    units = _units(request)
    period = periods.last_ended("government", timezone.localdate())
    codes = tuple(f"{code} – {labels.indicator_name(code)}" for code in lists.numbers())
    body = form_sheet.workbook(
        name=_("Figures"),
        lists=_("Lists"),
        above=[
            _("FIGURES OF INDICATORS"),
            _("One figure a row. Write “không phát sinh” where there was none."),
        ],
        columns=[
            Column(
                pgettext("sheet", "Unit"),
                _("Code or name; empty: the unit chosen on the page."),
                "text",
                tuple(unit.code for unit in units[:200]),
            ),
            Column(
                pgettext("sheet", "Period"),
                _("Such as %(key)s (%(name)s); empty: the period chosen on the page.")
                % {"key": period.key, "name": labels.period(period)},
                "text",
            ),
            Column(
                f"{pgettext('sheet', 'Indicator')} *",
                _("choose from the list"),
                "text",
                codes,
            ),
            Column(f"{pgettext('sheet', 'Value')} *", _("number"), "text"),
            Column(pgettext("sheet", "Note"), _("Where from; why it changes."), "text"),
        ],
    )
    return to_save(body, "so-lieu-chi-tieu.xlsx", XLSX)
