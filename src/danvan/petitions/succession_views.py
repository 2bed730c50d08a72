"""The province's page on matters of units that ended."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.orgs.models import Unit
from danvan.petitions import succession


@require_safe
@requires(Right.PETITIONS_ASSIGN)
def preview(request: HttpRequest) -> HttpResponse:
    """Show what would move where, before anything does."""
    found = succession.ended(viewer_of(request), timezone.localdate())
    return render(request, "petitions/succession.html", {"ended": found})


@require_POST
@requires(Right.PETITIONS_ASSIGN)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move the open matters of one unit to the successor that was chosen."""
    viewer, unit = viewer_of(request), get_object_or_404(Unit, code=code)
    try:
        moved = succession.move(
            unit=unit,
            chosen=request.POST.get("successor", "")[:24],
            viewer=viewer,
            by=viewer.actor(),
            now=timezone.now(),
        )
    except succession.NotBelow:
        raise Http404 from None
    except succession.SuccessorUnclear:
        found = succession.ended(viewer, timezone.localdate())
        context = {"ended": found, "unclear": unit.name}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "petitions/succession.html", context, status=status)
    told = ngettext("%(n)s matter moved.", "%(n)s matters moved.", moved)
    messages.success(request, told % {"n": moved})
    return redirect("petitions:succession")
