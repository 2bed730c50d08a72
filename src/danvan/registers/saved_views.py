"""Keep and drop views of a book."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.registers import frame, saving
from danvan.registers.listing import ListForm
from danvan.registers.models import SavedView


class ViewForm(forms.Form):
    """A name for the filters that the list has now."""

    query = forms.CharField(max_length=1000)
    name = forms.CharField(max_length=60)
    shared = forms.BooleanField(required=False)


@require_POST
@requires(Right.REGISTERS_READ)
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep the view that the form brings along, and go back to it."""
    known, form = frame.kind_or_404(kind), ViewForm(request.POST)
    units = frame.readable(request, known)
    viewer = viewer_of(request)
    own = [u for u in units if viewer.may(Right.REGISTERS_READ, u.pk)]
    if not form.is_valid():
        messages.error(request, _("Narrow the list and write a name for the view."))
        return redirect("registers:book", kind)
    said = form.cleaned_data
    sent = ListForm(QueryDict(said["query"]), known, units, timezone.localdate())
    sent.filters()
    unit = (own or list(units))[0]
    said["query"] = sent.query()
    address = f"{reverse('registers:book', args=[kind])}?{said['query']}"
    if not said["query"]:
        messages.error(request, _("Narrow the list and write a name for the view."))
        return redirect(address)
    try:
        kept = saving.save(
            owner=viewer.user_id,
            unit=unit,
            kind=kind,
            by=viewer.actor(unit.pk),
            **said,
        )
    except saving.TooMany:
        messages.error(request, _("You keep 20 views already. Drop one first."))
    else:
        messages.success(request, _("Saved: %(name)s.") % {"name": kept.name})
    return redirect(address)


@require_POST
@requires(Right.REGISTERS_READ)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget one's own view; a colleague's is his to drop."""
    viewer = viewer_of(request)
    mine = SavedView.objects.filter(owner=uuid.UUID(viewer.user_id))
    kept = get_object_or_404(mine, pk=pk)
    if not viewer.may(Right.REGISTERS_READ, kept.unit_id):
        raise Http404
    kind, name = kept.kind, kept.name
    saving.drop(kept=kept, by=viewer.actor(kept.unit_id))
    messages.success(request, _("Dropped: %(name)s.") % {"name": name})
    return redirect("registers:book", kind)
