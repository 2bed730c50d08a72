"""The pages of reports: the list, giving one in, one report, its exports."""

import re
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files import uploads
from danvan.files.answers import CSV, guarded, to_save
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.readers import Unreadable
from danvan.reports import export, labels, mending, page, rows, selectors, services
from danvan.reports.forms import ReasonForm, UploadForm
from danvan.reports.models import Check, Report

_PER_PAGE = 25


@require_safe
@requires(Right.REPORTS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the reports of the viewer's units, with what was found in each."""
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    found = selectors.listed(viewer_of(request), q)
    shown = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "q": q,
        "may_upload": viewer_of(request).may(Right.REPORTS_UPLOAD),
    }
    return render(request, "reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORTS_UPLOAD)
def upload(request: HttpRequest, corrects: uuid.UUID | None = None) -> HttpResponse:
    """Take a report in; ``corrects`` is the earlier version it mends."""
    viewer = viewer_of(request)
    units = viewer.units(Right.REPORTS_UPLOAD)
    earlier = _earlier(request, corrects) if corrects else None
    if earlier:
        units &= {earlier.unit_id}
    others = selectors.comparable(viewer, units)
    if earlier:
        others = others.exclude(pk=earlier.pk)
    if request.method != "POST":
        form = UploadForm(units=units, earlier=others)
        return render(
            request, "reports/upload.html", {"form": form, "earlier": earlier}
        )
    form = UploadForm(request.POST, request.FILES, units=units, earlier=others)
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            received = _receive(request, form, units, earlier)
        except Refused as refused:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            form.add_error("file", refused.message)
        except Unreadable as unreadable:
            field = "file" if form.cleaned_data["file"] else "text"
            form.add_error(field, _message(unreadable))
        else:
            if not received.new:
                messages.info(request, _("This file was given in before; here it is."))
            return redirect("reports:detail", pk=received.report.pk)
    context = {"form": form, "earlier": earlier}
    return render(request, "reports/upload.html", context, status=status)


def _earlier(request: HttpRequest, pk: uuid.UUID) -> Report:
    return get_object_or_404(Report.objects.visible_to(viewer_of(request)), pk=pk)


def _receive(
    request: HttpRequest,
    form: UploadForm,
    units: frozenset[int],
    earlier: Report | None,
) -> services.Received:
    given = form.cleaned_data
    data, name = given["text"].encode(), (given["title"] or _("Pasted text")) + ".txt"
    if given["file"]:
        data, name = uploads.read(given["file"]), given["file"].name
    unit = given.get("unit") or Unit.objects.get(pk__in=units)
    return services.receive(
        data=data,
        name=name,
        unit=unit,
        by=viewer_of(request).actor(unit.pk),
        now=timezone.now(),
        corrects=earlier,
        previous=given.get("previous"),
    )


def _message(unreadable: Unreadable) -> str:
    return unreadable.message["en" if get_language() == "en" else "vi"]


def _contents(request: HttpRequest, pk: uuid.UUID) -> selectors.Contents:
    try:
        return selectors.contents(viewer_of(request), pk)
    except Report.DoesNotExist:
        raise Http404 from None


@require_safe
@requires(Right.REPORTS_READ)
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the text with its figures marked, and what does not add up in it."""
    contents = _contents(request, pk)
    context = {
        "report": contents.report,
        "page": page.build(contents, _part(request)),
        "may_upload": viewer_of(request).may(
            Right.REPORTS_UPLOAD, contents.report.unit_id
        ),
        "mended": mending.of(viewer_of(request), contents),
    }
    return render(request, "reports/detail.html", context)


def _part(request: HttpRequest) -> int:
    given = request.GET.get("part", "")
    return int(given) if re.fullmatch(r"[0-9]{1,6}", given) else 1


@require_safe
@requires(Right.REPORTS_READ)
def as_json(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the whole result as danvan.audit/1."""
    found = _contents(request, pk)
    body = rows.to_json(found.report, found.figures, found.citations, found.checks)
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    return guarded(response, f"{pk}.json")


@require_safe
@requires(Right.REPORTS_READ)
def as_csv(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the checks as a table."""
    found = _contents(request, pk)
    body = export.csv_of(found, labels.rule_name, get_language() or "vi")
    return to_save(body, f"{pk}.csv", CSV)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORTS_UPLOAD)
def remark(request: HttpRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """Call a finding no error, saying why."""
    check = _failing(request, pk, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.call_no_error(
            check=check,
            reason=form.cleaned_data["reason"],
            by=viewer_of(request).actor(check.report.unit_id),
            now=timezone.now(),
        )
        return _back_to(check)
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    message = check.message_en if get_language() == "en" else check.message_vi
    context = {"form": form, "check": check, "message": message}
    return render(request, "reports/remark.html", context, status=status)


@require_POST
@requires(Right.REPORTS_UPLOAD)
def take_back(request: HttpRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """Let a finding count as an error again."""
    check = _failing(request, pk, key)
    services.take_back(check=check, by=viewer_of(request).actor(check.report.unit_id))
    return _back_to(check)


def _failing(request: HttpRequest, pk: uuid.UUID, key: str) -> Check:
    units = viewer_of(request).units(Right.REPORTS_UPLOAD)
    return get_object_or_404(
        Check.objects.select_related("report").defer("report__text"),
        report_id=pk,
        report__unit_id__in=units,
        key=key,
        holds=False,
    )


def _back_to(check: Check) -> HttpResponse:
    url = reverse("reports:detail", kwargs={"pk": check.report_id})
    return redirect(f"{url}#{check.key}")
