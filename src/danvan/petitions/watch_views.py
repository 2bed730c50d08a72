"""The pages of the leader's list of matters."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django import forms
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
from danvan.core.actor import Actor
from danvan.files.answers import XLSX, to_save
from danvan.petitions import (
    pages,
    panels,
    selectors,
    watch_selectors,
    watch_sheet,
    watching,
)
from danvan.petitions.course import SomebodyWasFirst
from danvan.petitions.following_forms import CloseWatchForm, ReviewForm, WatchForm
from danvan.petitions.models import Petition
from danvan.petitions.settlement import WatchedMatter

ON_A_PAGE = 30


@require_safe
@requires(Right.PETITIONS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the matters that are watched, the next review first."""
    closed = request.GET.get("closed") == "1"
    found = watch_selectors.listed(viewer_of(request), closed=closed)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": panels.watched_rows(page), "closed": closed}
    context |= pages.clock(timezone.localdate())
    return render(request, "petitions/watched.html", context)


@require_safe
@requires(Right.PETITIONS_READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the list as a sheet."""
    found = watch_selectors.listed(viewer_of(request))
    data = watch_sheet.sheet(panels.watched_rows(found), timezone.localdate())
    return to_save(data, "vu-viec-theo-doi.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_ASSIGN)
def watch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the matter of a petition on the list."""
    viewer = viewer_of(request)
    petition = _own(request, pk)
    form = WatchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by = viewer.actor(petition.unit_id)
        try:
            watching.watch(petition=pk, by=by, now=timezone.now(), **form.cleaned_data)
        except SomebodyWasFirst:
            form.add_error(None, _("The matter stands on the list already."))
        else:
            messages.success(request, _("The matter stands on the list now."))
            return redirect("petitions:watched")
    context = {"form": form, "petition": petition}
    return render(request, "petitions/watch.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_READ)
def review(request: HttpRequest, watched: int) -> HttpResponse:
    """Show one matter of the list, and take what was agreed on."""
    row = _row(request, watched)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, initial=_kept(row))
    by = _leader(request, row) if request.method == "POST" else None
    if by and form.is_valid():
        with _told(request, form):
            watching.review(watched=watched, by=by, **form.cleaned_data)
    if form.is_bound and not form.errors:
        return redirect("petitions:watched")
    return _review_page(request, row, form, CloseWatchForm())


@require_POST
@requires(Right.PETITIONS_ASSIGN)
def close(request: HttpRequest, watched: int) -> HttpResponse:
    """Take a matter off the list."""
    row, form = _row(request, watched), CloseWatchForm(request.POST)
    by = _leader(request, row)
    if form.is_valid():
        with _told(request, form):
            watching.close_watch(
                watched=watched, by=by, now=timezone.now(), **form.cleaned_data
            )
    if not form.errors:
        return redirect("petitions:watched")
    return _review_page(request, row, ReviewForm(initial=_kept(row)), form)


@contextmanager
def _told(request: HttpRequest, form: forms.Form) -> Iterator[None]:
    """Say that it was recorded, or on the form that somebody was first."""
    try:
        yield
    except SomebodyWasFirst:
        form.add_error(None, _("A colleague took the matter off the list meanwhile."))
    else:
        messages.success(request, _("Recorded."))


def _kept(row: WatchedMatter) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("plan", "next_step", "review_on")}


def _review_page(
    request: HttpRequest, row: WatchedMatter, form: ReviewForm, close: CloseWatchForm
) -> HttpResponse:
    may = viewer_of(request).may(Right.PETITIONS_ASSIGN, row.unit_id)
    context = {"row": panels.watched_row(row), "form": form, "close": close, "may": may}
    status = max(_status(form), _status(close))
    return render(request, "petitions/watch_review.html", context, status=status)


def _row(request: HttpRequest, pk: int) -> WatchedMatter:
    try:
        return watch_selectors.one(viewer_of(request), pk)
    except WatchedMatter.DoesNotExist:
        raise Http404 from None


def _leader(request: HttpRequest, row: WatchedMatter) -> Actor:
    viewer = viewer_of(request)
    if not viewer.may(Right.PETITIONS_ASSIGN, row.unit_id):
        raise PermissionDenied
    return viewer.actor(row.unit_id)


def _own(request: HttpRequest, pk: uuid.UUID) -> Petition:
    viewer = viewer_of(request)
    try:
        petition = selectors.case(viewer, pk).petition
    except Petition.DoesNotExist:
        raise Http404 from None
    if not viewer.may(Right.PETITIONS_ASSIGN, petition.unit_id):
        raise PermissionDenied
    return petition


def _status(form: forms.Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
