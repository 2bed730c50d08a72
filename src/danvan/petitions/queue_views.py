"""The queue: the list, what is chosen beside it, its keys, and the list as a sheet."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts import services as accounts
from danvan.accounts.models import User
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.petitions import queue_export, queue_keys, queue_pages, selectors
from danvan.petitions.models import Petition
from danvan.petitions.step_forms import StepForm


@require_safe
@requires(Right.PETITIONS_READ)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what is to be done, the most urgent first, and one of it beside the list."""
    want = queue_pages.asked(request)
    context = queue_pages.of_queue(want, request.GET)
    context |= {"keys": queue_keys.TABLE, "keys_on": _keys_on(request)}
    context["may_succeed"] = viewer_of(request).may(Right.PETITIONS_ASSIGN)
    if chosen := request.GET.get("chosen"):
        context |= _chosen(request, chosen, want.query)
    return render(request, "petitions/queue.html", context)


@require_safe
@requires(Right.PETITIONS_READ)
def pane(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one petition beside the list; the address becomes one that does the same."""
    query = queue_pages.query_of(request.GET)
    if not getattr(request, "htmx", False):
        return redirect("petitions:case", pk)
    response = pane_of(request, pk, query)
    place = request.GET.copy()
    place["chosen"] = str(pk)
    response["HX-Push-Url"] = f"{reverse('petitions:queue')}?{place.urlencode()}"
    return response


def pane_of(
    request: HttpRequest,
    pk: uuid.UUID,
    query: str,
    form: StepForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Return the petition as it stands beside the list; 404 where it is not seen."""
    context = _pane(request, pk, query, form)
    return render(request, "petitions/pane.html", {**context, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_READ)
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys of the queue; switch them on or off for one's own account."""
    if request.method == "POST" and isinstance(request.user, User):
        accounts.set_shortcuts(
            user=request.user,
            on=request.POST.get("shortcuts") == "on",
            by=viewer_of(request).actor(),
        )
        back = request.POST.get("back", "")
        own = url_has_allowed_host_and_scheme(back, {request.get_host()})
        return redirect(back if own else "petitions:keys")
    context = {"keys": queue_keys.TABLE, "keys_on": _keys_on(request)}
    return render(request, "petitions/keys.html", context)


@require_safe
@requires(Right.PETITIONS_READ)
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list as a sheet, without names and stories."""
    want = queue_pages.asked(request)
    sheet = queue_export.sheet(want, now=timezone.now())
    return to_save(sheet, f"don-{want.today:%Y-%m-%d}.xlsx", XLSX)


def _keys_on(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "shortcuts", False))


def _pane(
    request: HttpRequest, pk: uuid.UUID, query: str, form: StepForm | None
) -> dict[str, object]:
    viewer = viewer_of(request)
    try:
        case = selectors.case(viewer, pk, timezone.localdate())
    except Petition.DoesNotExist:
        raise Http404 from None
    return queue_pages.of_pane(case, viewer, query, form)


def _chosen(request: HttpRequest, chosen: str, query: str) -> dict[str, object]:
    try:
        context = _pane(request, uuid.UUID(chosen), query, None)
        return {"pane": render_to_string("petitions/pane.html", context, request)}
    except (ValueError, Http404):
        return {}
