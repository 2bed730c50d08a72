"""Pages on saved filters of the queue."""

import uuid
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.petitions import queue_pages, saving, selectors
from danvan.petitions.models import SavedFilter


class SaveForm(forms.Form):
    """A name for the filters that the list has now."""

    query = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=60)
    shared = forms.BooleanField(
        label=gettext_lazy("Show it to everybody of the unit"), required=False
    )

    def clean_query(self) -> str:
        """Keep filters alone, and at least one."""
        query = queue_pages.query_of(QueryDict(self.cleaned_data["query"]), words=False)
        if not query:
            raise forms.ValidationError(_("Choose a filter first, then save it."))
        return query

    def save(self, request: HttpRequest) -> SavedFilter | None:
        """Keep it; None, with an error said, where there are too many."""
        viewer, said = viewer_of(request), self.cleaned_data
        unit = selectors.units_of_queue(viewer)[0]
        try:
            return saving.save(
                owner=viewer.user_id, unit=unit, by=viewer.actor(unit.pk), **said
            )
        except saving.TooMany:
            self.add_error("name", _("You keep 20 filters already. Drop one first."))
            return None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_READ)
def saved(request: HttpRequest) -> HttpResponse:
    """List the saved filters; keep the one that the address brings along."""
    query = queue_pages.query_of(request.GET, words=False)
    posted = request.POST if request.method == "POST" else None
    form = SaveForm(posted, initial={"query": query})
    if form.is_valid() and (kept := form.save(request)):
        messages.success(request, _("Saved: %(name)s.") % {"name": kept.name})
        return redirect(f"{reverse('petitions:queue')}?{kept.query}")
    viewer = viewer_of(request)
    mine: list[dict[str, Any]] = [
        {"filter": one, "mine": str(one.owner_id) == viewer.user_id}
        for one in saving.saved_for(viewer)
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    offered = bool(query) or form.is_bound
    context = {"form": form, "saved": mine, "offered": offered}
    return render(request, "petitions/filters.html", context, status=status)


@require_POST
@requires(Right.PETITIONS_READ)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget one's own filter; a colleague's is his to drop."""
    viewer = viewer_of(request)
    mine = SavedFilter.objects.filter(owner=uuid.UUID(viewer.user_id))
    kept = get_object_or_404(mine, pk=pk)
    if not viewer.may(Right.PETITIONS_READ, kept.unit_id):
        raise Http404
    saving.drop(kept=kept, by=viewer.actor(kept.unit_id))
    messages.success(request, _("Dropped: %(name)s.") % {"name": kept.name})
    return redirect("petitions:filters")
