"""Beside the editions: sources that are public, comments, how often pages are opened."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.publishing import labels, moderating, selectors, services
from danvan.publishing.forms import JudgeForm, SourceForm
from danvan.publishing.models import Comment, OpenSource
from danvan.publishing.views import place_of, sent

_ON_A_PAGE = 30


@require_safe
@requires(Right.EDITIONS_PUBLISH)
def sources(request: HttpRequest) -> HttpResponse:
    """List the reports whose figures are values of the place."""
    place = place_of(request)
    found = selectors.sources(viewer_of(request), place)
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "publishing/sources.html", {"place": place, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDITIONS_PUBLISH)
def source(request: HttpRequest, sha256: str) -> HttpResponse:
    """Say what the public may know of a report, and whether it was published."""
    viewer, place = viewer_of(request), place_of(request)
    held = [h for h in selectors.sources(viewer, place) if h.sha256 == sha256]
    if not held:
        raise Http404
    form = SourceForm(sent(request), initial=_said(held[0].mark))
    if request.method == "POST" and form.is_valid():
        services.mark_source(
            unit=place,
            sha256=sha256,
            **form.cleaned_data,
            by=viewer.actor(place.pk),
            now=timezone.now(),
        )
        messages.success(request, _("Kept. The next edition goes by it."))
        return redirect("publishing:sources")
    context = {"form": form, "held": held[0], "place": place}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "publishing/source.html", context, status=status)


@require_safe
@requires(Right.EDITIONS_READ)
def comments(request: HttpRequest) -> HttpResponse:
    """Show the comments that wait, or those that were judged."""
    return _comments(request)


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def judge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a comment, or refuse it by a written rule."""
    viewer = viewer_of(request)
    found = get_object_or_404(Comment.objects.visible_to(viewer), pk=pk)
    if not viewer.may(Right.EDITIONS_PUBLISH, found.place_id):
        raise PermissionDenied
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _comments(request, wrong=found, form=form)
    said = form.cleaned_data
    moderating.judge(
        comment=found,
        show=said["verdict"] == "show",
        rule=said["rule"],
        by=viewer.actor(found.place_id),
        now=timezone.now(),
    )
    return redirect("publishing:comments")


@require_safe
@requires(Right.EDITIONS_READ)
def openings(request: HttpRequest) -> HttpResponse:
    """Show how often pages were opened; of a cached page only the first time."""
    return render(request, "publishing/openings.html", {"rows": selectors.openings()})


def _comments(
    request: HttpRequest, wrong: Comment | None = None, form: JudgeForm | None = None
) -> HttpResponse:
    viewer = viewer_of(request)
    judged = request.GET.get("judged") == "1" and wrong is None
    found = selectors.comments(viewer, waiting=not judged)
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (c, labels.VERDICTS[c.state], labels.RULES.get(c.rule, "")) for c in page
        ],
        "judged": judged,
        "rules": labels.RULES.items(),
        "may_judge": viewer.may(Right.EDITIONS_PUBLISH),
        "wrong": wrong,
        "form": form,
    }
    status = HTTPStatus.BAD_REQUEST if form else HTTPStatus.OK
    return render(request, "publishing/comments.html", context, status=status)


def _said(mark: OpenSource | None) -> dict[str, object]:
    if mark is None:
        return {}
    day = f"{mark.day:%d/%m/%Y}" if mark.day else ""
    return {
        "number": mark.number,
        "day": day,
        "issuer": mark.issuer,
        "where": mark.where,
        "published": mark.published,
    }
