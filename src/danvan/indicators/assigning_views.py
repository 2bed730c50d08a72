"""The page on which a place says which sheets it asks for, and since when."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.actor import Actor
from danvan.core.indicators import chains
from danvan.indicators import assigning, labels, oversight, place_page
from danvan.indicators.errors import BadDays
from danvan.indicators.sheet_forms import AskForm
from danvan.orgs.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_APPROVE)
def sheets(request: HttpRequest) -> HttpResponse:
    """Show what a place asks its units for, and ask for a sheet by decision."""
    place = place_page.asked(request, timezone.localdate()).place
    known = [(sheet.id, labels.say(sheet.name)) for sheet in chains.sheets()]
    form = AskForm(request.POST or None, choices=known)
    if form.is_bound and form.is_valid() and _asked(form, place, _post(request, place)):
        messages.success(request, _("The sheet is asked for; every unit sees it."))
        return redirect("indicators:asked")
    words = assigning.of_places([place]).words.get(place.pk)
    context = {
        "form": form,
        "place": place,
        "rows": [(name, (words or {}).get(sheet)) for sheet, name in known],
        "by_law": words is None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "indicators/asked.html", context, status=status)


def _post(request: HttpRequest, place: Unit) -> Actor:
    """Return as whom the viewer decides for a place, else 404."""
    by = oversight.acts_for(viewer_of(request), place)
    if by is None:
        raise Http404
    return by


def _asked(form: AskForm, place: Unit, by: Actor) -> bool:
    given = form.cleaned_data
    sheet = chains.by_id(given.pop("sheet"))
    try:
        assigning.ask(place=place, sheet=sheet, by=by, now=timezone.now(), **given)
    except BadDays:
        words = _(
            "The last day lies before the first one. Write the first day or later."
        )
        form.add_error("until", words)
    return not form.errors
