"""Editions in the office: from the first draft to print, and corrections."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
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
from danvan.indicators import labels as forms
from danvan.orgs.models import Unit
from danvan.publishing import labels, moderating, selectors, services, sheets, words
from danvan.publishing.errors import (
    AlreadyThere,
    Changed,
    NothingToPublish,
    NotNow,
    OnePerson,
    Unsafe,
)
from danvan.publishing.forms import NewsForm, PrepareForm, ReasonForm
from danvan.publishing.models import Edition, EditionFigure

_ON_A_PAGE = 30
_REFUSED = HTTPStatus.BAD_REQUEST


@require_safe
@requires(Right.EDITIONS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the editions of the viewer's places."""
    viewer = viewer_of(request)
    page = Paginator(selectors.editions(viewer), _ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [
            (e, forms.period_name(e.period.known), labels.STATES[e.state]) for e in page
        ],
        "may_publish": viewer.may(Right.EDITIONS_PUBLISH),
        "waiting": selectors.comments(viewer, waiting=True).count(),
    }
    return render(request, "publishing/editions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDITIONS_PUBLISH)
def prepare(request: HttpRequest) -> HttpResponse:
    """Make a draft from the values of a place and period."""
    place = place_of(request)
    offered = selectors.periods(viewer_of(request), place)
    form = PrepareForm(sent(request), periods=offered)
    if request.method == "POST" and form.is_valid():
        period = form.periods[form.cleaned_data["period"]].known
        try:
            made = services.prepare(
                place=place,
                period=period,
                title=form.cleaned_data["title"],
                by=_actor(request, place.pk),
                now=timezone.now(),
            )
        except NothingToPublish:
            form.add_error(
                "period",
                _(
                    "No value of this period may be published. Record values first, or"
                    " choose another period."
                ),
            )
        except AlreadyThere:
            form.add_error(
                "period",
                _(
                    "There is an edition of this place and period already. Correct that"
                    " one, or throw it away while it is a draft."
                ),
            )
        else:
            return redirect("publishing:edition", made.pk)
    context = {"form": form, "place": place, "offered": offered}
    status = _REFUSED if form.errors else HTTPStatus.OK
    return render(request, "publishing/prepare.html", context, status=status)


@require_safe
@requires(Right.EDITIONS_READ)
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one edition, what it prints, and what can be done with it now."""
    return _page(request, _edition(request, pk))


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Freeze the draft; refused where beside what is public it would tell of people."""
    shown = _mine(request, pk)
    try:
        services.approve(edition=shown, by=_by(request, shown), now=timezone.now())
    except Unsafe as unsafe:
        said = sorted({labels.fault(fault) for fault in unsafe.faults})
        return _page(request, shown, faults=said)
    except Changed as changed:
        return _page(request, shown, faults=labels.changed(changed.cells))
    except NotNow:
        return _late(request, shown)
    messages.success(request, _("Approved. It can be published now."))
    return redirect("publishing:edition", pk)


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make an approved edition a draft again."""
    shown = _mine(request, pk)
    try:
        services.give_back(edition=shown, by=_by(request, shown))
    except NotNow:
        return _late(request, shown)
    return redirect("publishing:edition", pk)


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put it before the public."""
    shown = _mine(request, pk)
    try:
        services.publish(edition=shown, by=_by(request, shown), now=timezone.now())
    except Unsafe as unsafe:
        said = sorted({labels.fault(fault) for fault in unsafe.faults})
        return _page(request, shown, faults=said)
    except OnePerson:
        return _page(request, shown, faults=[labels.ALONE])
    except NotNow:
        return _late(request, shown)
    messages.success(request, _("Published. It never changes from now on."))
    return redirect("publishing:edition", pk)


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    shown = _mine(request, pk)
    try:
        services.drop(edition=shown, by=_by(request, shown))
    except NotNow:
        return _late(request, shown)
    return redirect("publishing:editions")


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the draft of a correction from the values that stand today."""
    shown = _mine(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, reason=form)
    reason = form.cleaned_data["reason"]
    try:
        new = services.correct(
            edition=shown, reason=reason, by=_by(request, shown), now=timezone.now()
        )
    except (NotNow, NothingToPublish):
        return _late(request, shown)
    return redirect("publishing:edition", new.pk)


@require_POST
@requires(Right.EDITIONS_PUBLISH)
def announce(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say in a few words what the edition brings."""
    shown = _mine(request, pk)
    form = NewsForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, news=form)
    try:
        moderating.announce(
            edition=shown,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            by=_by(request, shown),
            now=timezone.now(),
        )
    except NotNow:
        return _late(request, shown)
    messages.success(request, _("The public can read it now."))
    return redirect("publishing:edition", pk)


def _page(
    request: HttpRequest,
    shown: Edition,
    *,
    faults: Sequence[object] | None = None,
    reason: ReasonForm | None = None,
    news: NewsForm | None = None,
) -> HttpResponse:
    viewer = viewer_of(request)
    found = selectors.figures(viewer, shown)
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": shown,
        "state": labels.STATES[shown.state],
        "period": forms.period_name(shown.period.known),
        "page": page,
        "rows": [_row(figure) for figure in page],
        "changed": [_row(figure) for figure in found.exclude(was="")],
        "may_publish": viewer.may(Right.EDITIONS_PUBLISH, shown.place_id),
        "alone": labels.ALONE if shown.by_one_person(_by(request, shown).id) else "",
        "unapproved": [] if shown.published_at else sheets.unapproved(shown),
        "faults": faults or [],
        "reason": reason or ReasonForm(),
        "news": news or NewsForm(auto_id="news_%s"),
        "form": reason or news,
    }
    wrong = bool(faults) or reason is not None or news is not None
    status = _REFUSED if wrong else HTTPStatus.OK
    return render(request, "publishing/edition.html", context, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where it was only asked for."""
    return request.POST if request.method == "POST" else None


def _row(figure: EditionFigure) -> tuple[EditionFigure, str, str, object]:
    return (
        figure,
        words.indicator_name(figure.code),
        words.measure(figure.code),
        labels.KINDS[figure.kind],
    )


def _late(request: HttpRequest, shown: Edition) -> HttpResponse:
    """Say that somebody was faster; the page shows what can be done now."""
    messages.warning(request, _("Somebody has moved this edition on; look again."))
    return redirect("publishing:edition", shown.pk)


def place_of(request: HttpRequest) -> Unit:
    """Return the place the viewer makes editions of: asked for, else the first."""
    offered = selectors.places(viewer_of(request))
    asked = request.GET.get("place", "")
    found = [unit for unit in offered if asked in {"", unit.code}]
    if not found:
        raise Http404
    return found[0]


def _edition(request: HttpRequest, pk: uuid.UUID) -> Edition:
    try:
        return selectors.edition(viewer_of(request), pk)
    except Edition.DoesNotExist:
        raise Http404 from None


def _mine(request: HttpRequest, pk: uuid.UUID) -> Edition:
    shown = _edition(request, pk)
    if not viewer_of(request).may(Right.EDITIONS_PUBLISH, shown.place_id):
        raise PermissionDenied
    return shown


def _by(request: HttpRequest, shown: Edition) -> Actor:
    return _actor(request, shown.place_id)


def _actor(request: HttpRequest, unit_id: int) -> Actor:
    return viewer_of(request).actor(unit_id)
