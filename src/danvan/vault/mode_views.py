"""How a unit takes denunciations in: its decisions, and their template."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import DOCX, to_save
from danvan.orgs.models import Unit
from danvan.vault import decision_paper, modes, selectors
from danvan.vault.decision import Channel
from danvan.vault.errors import ModeRefused
from danvan.vault.labels import CHANNELS, MODE_REFUSED, MODES
from danvan.vault.mode_forms import DecisionForm
from danvan.writers.official import official
from danvan.writers.paper import Paper, date_line, number_line

WRONG = 422


@requires(Right.SEALED_KEYS)
def intake(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the unit takes in over each channel; record a decision."""
    unit = _unit(request, code)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        try:
            modes.decide(unit=unit, viewer=viewer_of(request), **form.cleaned_data)
        except ModeRefused as refused:
            form.add_error(None, str(MODE_REFUSED[refused.code]))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("vault:intake", code=code)
    context = _context(request, unit) | {"form": form}
    status = WRONG if form.errors else 200
    return render(request, "vault/intake.html", context, status=status)


@requires(Right.SEALED_KEYS)
@require_POST
def end_decision(request: HttpRequest, code: str, decision: int) -> HttpResponse:
    """End a decision: from now on nothing is sealed by it."""
    unit = _unit(request, code)
    if decision not in {made.pk for made in modes.history(unit)}:
        raise Http404
    try:
        modes.end(
            decision_id=decision, viewer=viewer_of(request), today=timezone.localdate()
        )
    except ModeRefused as refused:
        messages.error(request, str(MODE_REFUSED[refused.code]))
    else:
        messages.success(request, _("The decision has ended."))
    return redirect("vault:intake", code=code)


@requires(Right.SEALED_KEYS)
@require_safe
def decision_template(request: HttpRequest, code: str, channel: str) -> HttpResponse:
    """Show the decision's template to be printed, or hand it over as DOCX."""
    unit = _unit(request, code)
    if channel not in Channel.values:
        raise Http404
    paper = _paper(request, unit, channel)
    if "docx" not in request.GET:
        context = {"paper": paper, "unit": unit, "channel": channel}
        context["number"] = number_line(paper.number, paper.symbol)
        context["day"] = date_line(paper.letterhead.place, None)
        return render(request, "vault/decision.html", context)
    return to_save(official(paper), f"quyet-dinh-{channel}.docx", DOCX)


def _paper(request: HttpRequest, unit: Unit, channel: str) -> Paper:
    holders = selectors.holders(unit, viewer_of(request))
    return decision_paper.template(unit, channel, [holder.label for holder in holders])


def _context(request: HttpRequest, unit: Unit) -> dict[str, object]:
    rows = [
        {
            "channel": mode.channel,
            "name": CHANNELS[mode.channel],
            "mode": MODES[mode.mode],
            "decision": mode.decision,
        }
        for mode in modes.modes(unit, on=timezone.localdate())
    ]
    past = [(CHANNELS[made.channel], made) for made in modes.history(unit)]
    return {
        "unit": unit,
        "rows": rows,
        "history": past,
        "holders": selectors.holders(unit, viewer_of(request)),
        "online_allowed": modes.online_allowed(),
    }


def _unit(request: HttpRequest, code: str) -> Unit:
    ids = viewer_of(request).units(Right.SEALED_KEYS)
    found = Unit.objects.select_related("parent").filter(pk__in=ids, code=code).first()
    if found is None:
        raise Http404
    return found
