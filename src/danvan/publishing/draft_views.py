"""The pages of drafts: the list, a new one, one draft, its paper."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from danvan.core.calendar import periods
from danvan.core.drafting.outline import Outline, outlines
from danvan.files import uploads
from danvan.files.answers import DOCX, XLSX, to_save
from danvan.files.verdict import Refused
from danvan.indicators.labels import say
from danvan.orgs.models import Unit
from danvan.publishing import (
    draft_annex,
    draft_facts,
    draft_models,
    draft_page,
    draft_paper,
    draft_shown,
    drafting,
    reach,
    skeleton,
)
from danvan.publishing.draft_forms import StartForm
from danvan.publishing.errors import Unsettled
from danvan.publishing.models import Draft
from danvan.readers import Unreadable

_PER_PAGE = 25


@require_safe
@requires(Right.DRAFTS_WRITE)
def listed(request: HttpRequest) -> HttpResponse:
    """List the drafts of the viewer's units and the outlines to begin one with."""
    found = Draft.objects.visible_to(viewer_of(request))
    rows = found.select_related("unit", "period")
    shown = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": [draft_shown.row(draft) for draft in shown.object_list],
        "outlines": [(o.id, say(o.name), o.certain) for o in outlines().values()],
    }
    return render(request, "publishing/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.DRAFTS_WRITE)
def new(request: HttpRequest, outline: str) -> HttpResponse:
    """Begin a draft after an outline, or after last year's file."""
    if outline not in outlines():
        raise Http404
    chosen = outlines()[outline]
    units = reach.unit_of(viewer_of(request), Right.DRAFTS_WRITE)
    today = timezone.localdate()
    if request.method != "POST":
        form = StartForm(outline=chosen, units=units, today=today)
        return _new_page(request, form, chosen)
    form = StartForm(
        request.POST, request.FILES, outline=chosen, units=units, today=today
    )
    if form.is_valid():
        try:
            draft = _start(request, form, chosen, units)
        except Refused as refused:
            form.add_error("file", refused.message)
        except Unreadable as why:
            form.add_error(
                "file", why.message["en" if get_language() == "en" else "vi"]
            )
        else:
            return redirect("publishing:draft", pk=draft.pk)
    return _new_page(request, form, chosen, HTTPStatus.BAD_REQUEST)


def _new_page(
    request: HttpRequest,
    form: StartForm,
    outline: Outline,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "outline": outline, "name": say(outline.name)}
    return render(request, "publishing/draft_new.html", context, status=status)


def _start(
    request: HttpRequest, form: StartForm, outline: Outline, units: Sequence[Unit]
) -> Draft:
    given, viewer = form.cleaned_data, viewer_of(request)
    unit = given.get("unit") or units[0]
    period = periods.by_key(given["period"])
    last_year = None
    if given["file"]:
        data = uploads.read(given["file"])
        last_year = skeleton.of_file(data, given["file"].name)
    return drafting.start(
        unit=unit,
        outline=outline,
        period=period,
        by=reach.actor(viewer, unit.pk, Right.DRAFTS_WRITE),
        now=timezone.now(),
        late=draft_facts.late(viewer, unit, outline, period, timezone.localdate()),
        models=draft_models.recognised(unit, period),
        last_year=last_year,
    )


def contents_of(request: HttpRequest, pk: uuid.UUID) -> draft_page.Contents:
    """Return a draft of the viewer's units with what its page tells; else 404."""
    try:
        return draft_page.contents(viewer_of(request), pk)
    except Draft.DoesNotExist:
        raise Http404 from None


@require_safe
@requires(Right.DRAFTS_WRITE)
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a draft with its figures marked and what our own reader finds in it."""
    contents = contents_of(request, pk)
    found = draft_annex.forms(contents, viewer_of(request))
    context = draft_shown.page(contents) | draft_shown.annexes(contents, found)
    return render(request, "publishing/draft.html", context)


@require_POST
@requires(Right.DRAFTS_WRITE)
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Finish a draft whose figures all agree with their records."""
    viewer = viewer_of(request)
    draft = get_object_or_404(Draft.objects.visible_to(viewer), pk=pk)
    by = reach.actor(viewer, draft.unit_id, Right.DRAFTS_WRITE)
    try:
        drafting.finish(draft=draft, by=by)
    except Unsettled as why:
        messages.error(
            request,
            _("%(n)s figures do not agree with their records yet; they are marked.")
            % {"n": why.count},
        )
    else:
        messages.success(request, _("The report is finished. Download it to sign."))
    return redirect("publishing:draft", pk=pk)


@require_POST
@requires(Right.DRAFTS_WRITE)
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a finished draft again."""
    viewer = viewer_of(request)
    draft = get_object_or_404(Draft.objects.visible_to(viewer), pk=pk)
    by = reach.actor(viewer, draft.unit_id, Right.DRAFTS_WRITE)
    drafting.reopen(draft=draft, by=by)
    messages.info(request, _("The report is open again."))
    return redirect("publishing:draft", pk=pk)


@require_safe
@requires(Right.DRAFTS_WRITE)
def docx(request: HttpRequest, pk: uuid.UUID, layout: str) -> HttpResponse:
    """Give the report as DOCX in the layout of the state or of the Party."""
    contents = contents_of(request, pk)
    data = draft_paper.docx(contents, as_party=layout == "party", day=None)
    return to_save(data, f"bao-cao-{contents.draft.period.key}.docx", DOCX)


@require_safe
@requires(Right.DRAFTS_WRITE)
def annex(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the table of figures and the statutory forms of the period as XLSX."""
    contents = contents_of(request, pk)
    name = f"phu-luc-{contents.draft.period.key}.xlsx"
    return to_save(draft_annex.workbook(contents, viewer_of(request)), name, XLSX)
