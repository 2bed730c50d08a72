"""Gathering official sheets of statutory forms: many files in, one sheet out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.forms.form import Form
from danvan.core.indicators.filled_cells import Wrong
from danvan.files.answers import XLSX, to_save
from danvan.indicators import (
    catalogue,
    export,
    form_gathering,
    gather_frame,
    gather_labels,
    labels,
)
from danvan.indicators.form_gathering import FormsGathered, OfUnit
from danvan.indicators.gather_forms import GatherForm, TakeForm
from danvan.indicators.gather_frame import Frame
from danvan.indicators.grid import Line
from danvan.readers.xlsx import letters

_HOURS = 4 * 60 * 60
_SHOWN = 200


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_SUM)
def gather(request: HttpRequest) -> HttpResponse:
    """Take many official sheets, and say who is missing and what is wrong."""
    frame = _frame(request)
    form, offered = _form(request, frame)
    context: dict[str, Any] = {"form": GatherForm()}
    status = HTTPStatus.OK
    if request.method == "POST":
        context["form"] = sent = GatherForm(request.POST, request.FILES)
        if sent.is_valid():
            context = _looked(request, frame, form, sent) | {"form": GatherForm()}
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, frame, form, offered, context, status)


@never_cache
@sensitive_post_parameters()
@require_POST
@requires(Right.FORMS_SUM)
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the official sheet of all units with its row of totals."""
    frame = _frame(request)
    form, offered = _form(request, frame)
    sent = TakeForm(request.POST)
    try:
        sealed = sent.cleaned_data["seen"] if sent.is_valid() else ""
        said = signing.loads(sealed, salt=_salt(request), max_age=_HOURS)
    except signing.BadSignature:
        said = {}
    if said.get("of") != _of(frame, form):
        again = GatherForm(data={})
        again.errors.clear()
        again.add_error(
            "sheets",
            _("What was looked at is not known any more. Choose the files once more."),
        )
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, frame, form, offered, {"form": again}, status)
    lines = [Line(label, [_value(v) for v in row]) for label, row in said["rows"]]
    name = f"{form.slug}-{frame.period.key}-tong-hop.xlsx"
    return to_save(export.official(form, frame.period, lines), name, XLSX)


def _frame(request: HttpRequest) -> Frame:
    """Return the choice among periods for which a form has its columns; else 404.

    The law may know a form sooner than its columns are loaded: such a period gives
    way to the last one that can be gathered.
    """
    frame = gather_frame.frame(request, Right.FORMS_SUM)
    loaded = [form for form in catalogue.forms() if form.is_loaded]
    open_to = [p for p in frame.periods if any(f.in_force_on(p.end) for f in loaded)]
    if not open_to:
        raise Http404
    period = frame.period if frame.period in open_to else open_to[0]
    return replace(frame, period=period, periods=open_to)


def _form(request: HttpRequest, frame: Frame) -> tuple[Form, Sequence[Form]]:
    """Return the form an address names and those with columns in force; else 404."""
    offered = [f for f in catalogue.in_force(frame.period.end) if f.is_loaded]
    said = request.GET.get("form", "")
    for form in offered:
        if said in ("", form.slug):
            return form, offered
    raise Http404


def _looked(
    request: HttpRequest, frame: Frame, form: Form, sent: GatherForm
) -> dict[str, Any]:
    found = form_gathering.read(sent.sent(), form, frame.period, frame.expected)
    faults = [_told(row, wrong) for row in found.rows for wrong in row.wrong]
    sealed = signing.dumps(
        {"of": _of(frame, form), "rows": _rows(form, found, frame)},
        salt=_salt(request),
        compress=True,
    )
    return {
        "found": found,
        "faults": faults[:_SHOWN],
        "take": TakeForm(initial={"seen": sealed}),
    }


def _rows(form: Form, found: FormsGathered, frame: Frame) -> list[Any]:
    lines = form_gathering.lines(form, found, frame.expected)
    return [[line.label, [_kept(v) for v in line.values]] for line in lines]


def _kept(value: Decimal | str | None) -> list[str] | None:
    if value is None:
        return None
    return ["number" if isinstance(value, Decimal) else "text", str(value)]


def _value(kept: Sequence[str] | None) -> Decimal | str | None:
    if kept is None:
        return None
    kind, said = kept
    return Decimal(said) if kind == "number" else said


def _told(row: OfUnit, wrong: Wrong) -> dict[str, str]:
    placed = wrong.row is not None and wrong.column is not None
    return {
        "unit": row.unit.name,
        "cell": f"{letters(wrong.column or 0)}{(wrong.row or 0) + 1}" if placed else "",
        "code": wrong.code,
        "said": wrong.said,
        "reason": str(gather_labels.REASONS[wrong.fault]),
        "accepted": wrong.rule,
    }


def _of(frame: Frame, form: Form) -> str:
    return f"{frame.place.code}/{form.id}/{frame.period.key}"


def _salt(request: HttpRequest) -> str:
    return f"danvan.indicators.form-gather:{viewer_of(request).user_id}"


def _page(
    request: HttpRequest,
    frame: Frame,
    form: Form,
    offered: Sequence[Form],
    context: Mapping[str, Any],
    status: int,
) -> HttpResponse:
    context = frame.context() | {
        "statutory": form,
        "statutory_name": f"{form.code} {labels.say(form.title)}",
        "offered": [(f.slug, f"{f.code} {labels.say(f.title)}") for f in offered],
        "form_query": f"{frame.query}&form={form.slug}",
        **context,
    }
    return render(request, "indicators/gather_forms.html", context, status=status)
