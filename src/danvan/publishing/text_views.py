"""The pages of one paragraph of a draft and of its figures."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.publishing import draft_shown, drafting, reach
from danvan.publishing.draft_forms import LooseForm, TextForm
from danvan.publishing.errors import Finished, NothingNew, Stale
from danvan.publishing.models import Draft, Link, Paragraph


def _paragraph(request: HttpRequest, pk: uuid.UUID, number: int) -> Paragraph:
    mine = Draft.objects.visible_to(viewer_of(request))
    rows = Paragraph.objects.filter(draft__in=mine).select_related("draft__unit")
    return get_object_or_404(rows, draft_id=pk, pk=number)


def _link(request: HttpRequest, pk: uuid.UUID, number: int) -> Link:
    mine = Draft.objects.visible_to(viewer_of(request))
    rows = Link.objects.filter(paragraph__draft__in=mine)
    found = rows.select_related("paragraph__draft__unit", "paragraph__draft__period")
    return get_object_or_404(found, paragraph__draft_id=pk, pk=number)


def _back(paragraph: Paragraph) -> HttpResponse:
    url = reverse("publishing:draft", args=[paragraph.draft_id])
    return redirect(f"{url}#p{paragraph.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.DRAFTS_WRITE)
def edit(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Edit the words of one paragraph; its figures stay linked."""
    paragraph = _paragraph(request, pk, number)
    status = HTTPStatus.OK
    form = TextForm(initial={"text": paragraph.text, "version": paragraph.version})
    if request.method == "POST":
        form, status = TextForm(request.POST), HTTPStatus.BAD_REQUEST
        if form.is_valid() and _saved(request, form, paragraph):
            return _back(paragraph)
    context = {"form": form, **draft_shown.edited(paragraph)}
    return render(request, "publishing/draft_edit.html", context, status=status)


def _saved(request: HttpRequest, form: TextForm, paragraph: Paragraph) -> bool:
    given = form.cleaned_data
    try:
        drafting.write(
            paragraph=paragraph,
            text=given["text"],
            version=given["version"],
            by=reach.actor(
                viewer_of(request), paragraph.draft.unit_id, Right.DRAFTS_WRITE
            ),
            now=timezone.now(),
        )
    except Stale:
        paragraph.refresh_from_db()
        form.data = {"text": given["text"], "version": str(paragraph.version)}
        form.add_error(
            None,
            _(
                "Somebody saved this paragraph in the meantime; what he wrote stands "
                "below. Put both together and save again."
            ),
        )
    except Finished:
        form.add_error(None, _("The report is finished. Open it again to change it."))
    else:
        return True
    return False


@require_safe
@requires(Right.DRAFTS_WRITE)
def history(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Show what a paragraph said before, who saved it and when."""
    paragraph = _paragraph(request, pk, number)
    versions = paragraph.versions.all()[:100]
    context = {"paragraph": paragraph, "versions": versions}
    return render(request, "publishing/draft_history.html", context)


@require_POST
@requires(Right.DRAFTS_WRITE)
def refresh(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Put the record's number in the place of a figure."""
    link = _link(request, pk, number)
    by = reach.actor(
        viewer_of(request), link.paragraph.draft.unit_id, Right.DRAFTS_WRITE
    )
    try:
        drafting.refresh(link=link, by=by, now=timezone.now())
    except NothingNew:
        messages.error(
            request, _("There is no record of this number for the period yet.")
        )
    except Finished:
        messages.error(
            request, _("The report is finished. Open it again to change it.")
        )
    return _back(link.paragraph)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.DRAFTS_WRITE)
def loosen(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Let a figure stand without its record, with the reason."""
    link = _link(request, pk, number)
    form = LooseForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        by = reach.actor(
            viewer_of(request), link.paragraph.draft.unit_id, Right.DRAFTS_WRITE
        )
        reason = form.cleaned_data["reason"]
        try:
            drafting.loosen(link=link, reason=reason, by=by, now=timezone.now())
        except Finished:
            messages.error(
                request, _("The report is finished. Open it again to change it.")
            )
        return _back(link.paragraph)
    context = {"form": form, **draft_shown.figure(link)}
    return render(request, "publishing/draft_loosen.html", context, status=status)
