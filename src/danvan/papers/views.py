"""The office's pages on papers."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from danvan.files import services as files
from danvan.files.answers import DOCX, XLSX, to_save
from danvan.files.uploads import read
from danvan.files.verdict import Refused
from danvan.papers import labels, pages, selectors, services, sheet
from danvan.papers.forms import (
    AttachForm,
    ListForm,
    NumberForm,
    SheetForm,
    ValuesForm,
)
from danvan.papers.models import Paper, State
from danvan.papers.templates import template
from danvan.readers import Unreadable
from danvan.writers.official import official

ON_A_PAGE = 25
_BAD = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
@requires(Right.PAPERS_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List the papers; without a choice those that wait for a number."""
    viewer = viewer_of(request)
    form = ListForm(request.GET)
    found = selectors.listed(viewer, form.states())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "rows": pages.rows(page.object_list)}
    context["may_number"] = viewer.may(Right.PAPERS_NUMBER)
    return render(request, "papers/list.html", context)


@require_safe
@requires(Right.PAPERS_NUMBER)
def to_fill(request: HttpRequest) -> HttpResponse:
    """Hand over the sheet for the clerical office."""
    waiting = selectors.listed(viewer_of(request), (State.DRAFT,))[: sheet.ROWS]
    return to_save(sheet.to_fill(waiting), "van-ban-cho-so.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PAPERS_NUMBER)
def take_sheet(request: HttpRequest) -> HttpResponse:
    """Take the numbers from the clerical office's sheet; wrong lines are shown."""
    posted = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if posted else SheetForm()
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            rows = sheet.read(form.cleaned_data["file"].read())
        except Unreadable:
            form.add_error("file", _("This is no Excel file that can be read."))
        else:
            taken = sheet.take(
                rows, viewer=viewer_of(request), today=timezone.localdate()
            )
            context |= pages.of_sheet(taken)
    status = _BAD if form.errors else HTTPStatus.OK
    return render(request, "papers/numbers.html", context, status=status)


@require_safe
@requires(Right.PAPERS_READ)
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a paper as it will be printed."""
    return _page(request, _paper(request, pk))


@require_safe
@requires(Right.PAPERS_READ)
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand the paper over as a Word file; its name tells the code alone."""
    paper = _paper(request, pk)
    return to_save(official(selectors.composed(paper)), f"{paper.code}.docx", DOCX)


@require_POST
@requires(Right.PAPERS_NUMBER)
def number(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down the number that the clerical office gave."""
    paper = _paper(request, pk, Right.PAPERS_NUMBER)
    form = NumberForm(request.POST)
    if form.is_valid() and _done(
        form,
        "number",
        lambda: services.number(
            paper=paper,
            number=form.cleaned_data["number"],
            date=form.cleaned_data["date"],
            by=viewer_of(request).actor(paper.unit_id),
        ),
    ):
        messages.success(request, _("The number is recorded."))
        return redirect("papers:show", pk)
    return _page(request, paper, number=form)


@require_POST
@requires(Right.PAPERS_NUMBER)
def number_ourselves(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the next number of our own series; 404 where none is kept."""
    paper = _paper(request, pk, Right.PAPERS_NUMBER)
    if not settings.PAPER_SERIES:
        raise Http404
    by = viewer_of(request).actor(paper.unit_id)
    try:
        services.number_ourselves(paper=paper, by=by, today=timezone.localdate())
    except services.NotADraft:
        messages.error(request, str(pages.PROBLEMS["not_a_draft"]))
    return redirect("papers:show", pk)


@require_POST
@requires(Right.PAPERS_NUMBER)
def attach(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Attach the signed copy."""
    paper = _paper(request, pk, Right.PAPERS_NUMBER)
    form = AttachForm(request.POST, request.FILES)
    by = viewer_of(request).actor(paper.unit_id)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            taken = files.take(data=read(upload), name=upload.name, by=by)
        except Refused:
            form.add_error("file", _("This is no PDF file that can be kept."))
        else:
            if _done(
                form,
                "file",
                lambda: services.attach(paper=paper, taken=taken, by=by),
            ):
                return redirect("papers:show", pk)
    return _page(request, paper, signed=form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PAPERS_MAKE)
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a paper anew in place of this one."""
    paper = _paper(request, pk, Right.PAPERS_MAKE)
    if paper.state == State.REPLACED:
        raise Http404
    known = template(paper.template)
    data = request.POST if request.method == "POST" else None
    begin = {**paper.values, "signed_by": paper.signed_by}
    form = ValuesForm(data, template=known, known=begin)
    if form.is_valid():
        new = services.replace(
            paper=paper,
            values=form.values(),
            signed_by=form.signer,
            by=viewer_of(request).actor(paper.unit_id),
            today=timezone.localdate(),
        )
        return redirect("papers:show", new.pk)
    context = {"form": form, "name": labels.name(known), "paper": paper}
    status = _BAD if form.errors else HTTPStatus.OK
    return render(request, "papers/again.html", context, status=status)


def _done(form: Any, field: str, act: Callable[[], object]) -> bool:
    """Act; where the room refuses, say so at the field."""
    try:
        act()
    except (
        services.NotADraft,
        services.NumberTaken,
        services.TooEarly,
        services.NotSigned,
    ) as refusal:
        form.add_error(field, pages.REFUSALS[type(refusal)])
        return False
    return True


def _paper(request: HttpRequest, pk: uuid.UUID, right: Right | None = None) -> Paper:
    """Return a paper the viewer sees, else 404; 403 without the right in its unit."""
    viewer = viewer_of(request)
    try:
        paper = selectors.one(viewer, pk)
    except Paper.DoesNotExist:
        raise Http404 from None
    if right is not None and not viewer.may(right, paper.unit_id):
        raise PermissionDenied
    return paper


def _page(request: HttpRequest, paper: Paper, **forms: Any) -> HttpResponse:
    context = pages.of_paper(paper, viewer_of(request), forms)
    status = _BAD if forms else HTTPStatus.OK
    return render(request, "papers/paper.html", context, status=status)
