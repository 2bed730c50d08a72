"""Gathering sheets: the empty one out, many files in, what is wrong, one workbook."""

from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts import scope
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import (
    gather_frame,
    gather_labels,
    gather_services,
    gather_sheets,
    gathering,
)
from danvan.indicators.gather_forms import GatherForm, Stale, TakeForm, seal, unseal
from danvan.indicators.gather_frame import Frame
from danvan.indicators.gathering import Gathered, Tell
from danvan.ui import growing

MANY = 12  # files that take longer to read than a page should
SHOWN = 200  # faults on a page; the workbook has them all


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FORMS_SUM)
def gather(request: HttpRequest) -> HttpResponseBase:
    """Take many files, and say who is missing and what is wrong; nothing is stored."""
    frame = _frame(request)
    if request.method != "POST":
        return _page(request, frame, {"form": GatherForm()})
    form = GatherForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, frame, {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    uploads = form.sent()
    work = partial(_looked, request, frame, partial(gathering.read, uploads))
    if len(uploads) > MANY:
        return _growing(request, frame, work, len(uploads))
    return _page(request, frame, work(lambda _n: None))


def _looked(
    request: HttpRequest, frame: Frame, read: Any, tell: Tell
) -> dict[str, Any]:
    found: Gathered = read(frame.expected, tell)
    faults = [fault for one in found.files for fault in gather_labels.told(one)]
    lines = [line for one in found.files for line in gather_labels.fault_lines(one)]
    sealed = seal(
        viewer_of(request).user_id, frame.key, gather_services.figures(found), lines
    )
    return {
        "found": found,
        "faults": faults[:SHOWN],
        "more": max(0, len(faults) - SHOWN),
        "problems": [one for one in found.files if one.problem or one.again],
        "differs": [
            (one, [gather_labels.differs(each) for each in one.differs])
            for one in found.taken
            if one.differs
        ],
        "take": TakeForm(initial={"seen": sealed}),
        "form": GatherForm(),
    }


@never_cache
@sensitive_post_parameters()
@require_POST
@requires(Right.FORMS_SUM)
def take(request: HttpRequest) -> HttpResponseBase:
    """Take in what was looked at."""
    frame = _frame(request)
    form = TakeForm(request.POST)
    try:
        figures, _lines = unseal(viewer_of(request).user_id, frame.key, _seen(form))
    except Stale:
        return _stale(request, frame)
    units = {unit.pk: unit for unit in frame.expected.units}
    store = partial(
        gather_services.take_in,
        units=units,
        sheet=frame.sheet,
        period=frame.period,
        some=figures,
        reason=form.cleaned_data["reason"].strip(),
        by=viewer_of(request).actor(),
        now=timezone.now(),
    )
    context = {"take": TakeForm(initial=form.cleaned_data), "form": GatherForm()}

    def work(tell: Tell) -> dict[str, Any]:
        return context | {"taken": store(tell=tell)}

    count = len({figure.unit for figure in figures})
    if count > MANY:
        return _growing(request, frame, work, count)
    return _page(request, frame, work(lambda _n: None))


@never_cache
@sensitive_post_parameters()
@require_POST
@requires(Right.FORMS_SUM)
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the gathered workbook with what is wrong with the files looked at."""
    frame = _frame(request)
    try:
        _figures, faults = unseal(
            viewer_of(request).user_id, frame.key, _seen(TakeForm(request.POST))
        )
    except Stale:
        return _stale(request, frame)
    body = gather_sheets.workbook(frame.expected, faults)
    name = f"{frame.sheet.id}-{frame.period.key}-tong-hop.xlsx"
    return to_save(body, name, XLSX)


@require_safe
@requires(Right.FORMS_SUM)
def gathered(request: HttpRequest) -> HttpResponse:
    """Send what stands of all units as one workbook."""
    frame = _frame(request)
    body = gather_sheets.workbook(frame.expected)
    name = f"{frame.sheet.id}-{frame.period.key}-tong-hop.xlsx"
    return to_save(body, name, XLSX)


@require_safe
@requires(Right.FORMS_SUM)
def blank(request: HttpRequest) -> HttpResponse:
    """Send the empty sheet, of one unit or for all of them."""
    frame = _frame(request)
    said = request.GET.get("unit", "")
    unit = next((u for u in frame.expected.units if str(u.pk) == said), None)
    if said and unit is None:
        raise Http404
    name = f"{frame.sheet.id}-{frame.period.key}"
    body = gather_sheets.blank(frame.expected, unit)
    name = f"{name}-{unit.code}.xlsx" if unit else f"{name}.xlsx"
    return to_save(body, name, XLSX)


def _frame(request: HttpRequest) -> Frame:
    """Return the choice; who adds up for nobody reads nothing below either."""
    if not viewer_of(request).may(Right.FORMS_BELOW):
        raise PermissionDenied
    return gather_frame.frame(request, Right.FORMS_SUM)


def _seen(form: TakeForm) -> str:
    if not form.is_valid():
        raise Stale
    sealed: str = form.cleaned_data["seen"]
    return sealed


def _stale(request: HttpRequest, frame: Frame) -> HttpResponse:
    form = GatherForm(data={})
    form.errors.clear()
    form.add_error(
        "sheets",
        _("What was looked at is not known any more. Choose the files once more."),
    )
    return _page(request, frame, {"form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _seldom(tell: Tell, count: int) -> Tell:
    """Tell of about ten steps on the way: a page is no counter."""
    step = max(1, count // 10)
    return lambda done: tell(done) if done % step == 0 else None


def _growing(
    request: HttpRequest, frame: Frame, work: Any, count: int
) -> HttpResponseBase:
    context = frame.context() | {"of": count, "csrf_token": get_token(request)}
    page = render_to_string("indicators/gathering.html", context, request)
    viewer = viewer_of(request)

    def seen(tell: Tell) -> dict[str, Any]:
        # A connection of its own, to which nobody has said yet who looks.
        scope.open_for(viewer)
        found: dict[str, Any] = work(_seldom(tell, count))
        return found

    return growing.answer(page, _pieces(seen, context, get_language() or "vi"))


def _pieces(work: Any, context: Mapping[str, Any], tongue: str) -> Iterator[str]:
    def told(tell: Tell) -> dict[str, Any]:
        with translation.override(tongue):  # a thread begins in the default
            return dict(work(tell))

    for said in growing.watched(told):
        more: Mapping[str, Any] = {"done": said}
        if isinstance(said, growing.Outcome):
            more = said.value or {"broken": True}
        with translation.override(tongue):
            yield render_to_string(
                "indicators/parts/gathering.html", {**context, **more}
            )


def _page(
    request: HttpRequest,
    frame: Frame,
    context: Mapping[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = frame.context() | {"csrf_token": get_token(request)} | dict(context)
    return render(request, "indicators/gather.html", context, status=status)
