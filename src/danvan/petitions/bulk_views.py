"""Pages on one step for many petitions: select, look at what would happen, do."""

import uuid
from collections import Counter
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.workflow import Step
from danvan.petitions import bulk, labels, queue, queue_pages
from danvan.petitions.batches import Fate
from danvan.petitions.bulk_forms import FORMS, BulkForm
from danvan.petitions.models import Batch, Petition, PetitionQuerySet

_RIGHTS = (
    Right.PETITIONS_SCREEN,
    Right.PETITIONS_ASSIGN,
    Right.PETITIONS_ANSWER,
)


@require_POST
@requires(*_RIGHTS)
def start(request: HttpRequest) -> HttpResponse:
    """Keep what was selected and ask for the step."""
    want = queue_pages.asked(request, QueryDict(request.POST.get("query", "")))
    back = reverse("petitions:queue") + (f"?{want.query}" if want.query else "")
    unit = next(iter(want.units), None)
    try:
        if unit is None:
            raise bulk.NothingSelected
        batch = bulk.start(
            petitions=_selected(request, want),
            owner=want.viewer.user_id,
            unit=unit,
            query=queue_pages.query_of(
                QueryDict(request.POST.get("query", "")), words=False
            )[:1000],
            now=timezone.now(),
        )
    except bulk.NothingSelected:
        messages.warning(request, _("Select at least one petition first."))
        return redirect(back)
    return redirect("petitions:batch", batch.pk)


def _selected(request: HttpRequest, want: queue_pages.Asked) -> PetitionQuerySet:
    if request.POST.get("all"):
        found = queue.queue(want.viewer, want.filters, want.today, want.calendar)
        return found[: bulk.MOST]
    keys = []
    for text in request.POST.getlist("id")[: bulk.MOST]:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    found = Petition.objects.visible_to(want.viewer).filter(pk__in=keys)
    return found.order_by("received_at", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*_RIGHTS)
def batch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the step, show what it would do, and after it what it did."""
    viewer, chosen = viewer_of(request), _mine(request, pk)
    if chosen.verb:
        return _progress(request, chosen)
    verb = _verb((request.POST or request.GET).get("verb", ""))
    if verb is None:
        steps = [(step.value, labels.VERBS[step]) for step in FORMS]
        context = {"batch": chosen, "n": chosen.items.count(), "steps": steps}
        return render(request, "petitions/bulk_step.html", context)
    form = _form(request, chosen, verb, viewer)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _ask(request, chosen, form, status=status)
    if not request.POST.get("sure"):
        return _ask(request, chosen, form, _forecast(chosen, viewer, form))
    return _decide(request, chosen, form)


def _mine(request: HttpRequest, pk: uuid.UUID) -> Batch:
    try:
        return bulk.mine(viewer_of(request), pk)
    except Batch.DoesNotExist:
        raise Http404 from None


def _verb(text: str) -> Step | None:
    return next((step for step in FORMS if step == text), None)


def _form(request: HttpRequest, chosen: Batch, verb: Step, viewer: Viewer) -> BulkForm:
    data = request.POST if request.method == "POST" else None
    units = bulk.units_of(verb, chosen, viewer, timezone.localdate())
    return FORMS[verb](data, units=units)


def _ask(
    request: HttpRequest,
    chosen: Batch,
    form: BulkForm,
    forecast: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"batch": chosen, "n": chosen.items.count(), "form": form}
    context |= {"verb": form.verb.value, "step": labels.VERBS[form.verb]}
    context |= forecast or {}
    return render(request, "petitions/bulk_ask.html", context, status=status)


def _forecast(chosen: Batch, viewer: Viewer, form: BulkForm) -> dict[str, Any]:
    """Say what would happen to how many, and which are left out for what reason."""
    today = timezone.localdate()
    lines = bulk.preview(chosen, viewer, form.verb, form.words(), today)
    left = [line for line in lines if line.why]
    reasons = Counter(labels.skipped(line.why, line.said) for line in left)
    return {
        "looked": True,
        "doable": len(lines) - len(left),
        "undoable": sum(1 for line in lines if line.back_to),
        "reasons": reasons.most_common(),
        "left": [
            (line.petition, labels.skipped(line.why, line.said), _state(line.petition))
            for line in left
        ],
    }


def _state(petition: Petition) -> object:
    return labels.STATES.get(petition.state, "")


def _decide(request: HttpRequest, chosen: Batch, form: BulkForm) -> HttpResponse:
    by = viewer_of(request).actor(chosen.unit_id)
    bulk.decide(
        batch=chosen, verb=form.verb, words=form.words(), by=by, now=timezone.now()
    )
    return redirect("petitions:batch", chosen.pk)


@require_POST
@requires(*_RIGHTS)
def go(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Do the next of a batch, in a chunk that takes no longer than a page may."""
    chosen = _mine(request, pk)
    if chosen.verb:
        today, now = timezone.localdate(), timezone.now()
        bulk.run(batch=chosen, viewer=viewer_of(request), now=now, today=today)
    return redirect("petitions:batch", pk)


@require_POST
@requires(*_RIGHTS)
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what the course lets one take back, for ten minutes."""
    try:
        bulk.undo(
            batch=_mine(request, pk), viewer=viewer_of(request), now=timezone.now()
        )
    except bulk.TooLate:
        messages.warning(request, _("Ten minutes are over; nothing was taken back."))
    return redirect("petitions:batch", pk)


def _progress(request: HttpRequest, chosen: Batch) -> HttpResponse:
    items = list(chosen.items.select_related("petition", "petition__unit"))
    fates = Counter(item.fate for item in items)
    total, waiting = len(items), fates[Fate.WAITING]
    context = {
        "batch": chosen,
        "step": labels.VERBS[Step(chosen.verb)],
        "total": total,
        "waiting": waiting,
        "handled": total - waiting,
        "done": fates[Fate.DONE],
        "undone": fates[Fate.UNDONE],
        "skipped": [
            (item.petition, labels.skipped(item.why, item.said), _state(item.petition))
            for item in items
            if item.fate == Fate.SKIPPED
        ],
        "may_undo": not waiting and bulk.may_undo(chosen, timezone.now()),
    }
    return render(request, "petitions/bulk_result.html", context)
