"""Write a line, read one with its history, correct and cancel it."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.registers import load
from danvan.core.registers.kind import Kind
from danvan.registers import entry_pages, frame, selectors, services
from danvan.registers.errors import KeyTaken, NotInOrder, PeriodLocked, Superseded
from danvan.registers.forms import CancelForm, LineForm
from danvan.registers.models import Entry, Lock, Source

_UNIT, _DAY = "registers.unit", "registers.day"  # what a desk typed last


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REGISTERS_WRITE)
def quick(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a line on a phone: one column, the few fields that matter."""
    return _write(request, frame.kind_or_404(kind), "quick")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REGISTERS_WRITE)
def desk(request: HttpRequest, kind: str) -> HttpResponse:
    """Write line after line at a desk: every field, by keyboard alone."""
    return _write(request, frame.kind_or_404(kind), "desk")


@never_cache
@require_safe
@requires(Right.REGISTERS_READ)
def entry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a line, every line that ever stood in its place, and what can be done."""
    return _page(request, _entry(request, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REGISTERS_WRITE)
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a new line in the place of one, with a reason."""
    found = _mine(request, pk)
    kind = load.known()[found.kind]
    form = LineForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        units=[found.unit],
        today=timezone.localdate(),
        entry=found,
    )
    if form.is_bound and form.is_valid() and (made := _correct(request, form, found)):
        messages.success(request, _("The line is corrected; the old one stays here."))
        return redirect("registers:entry", made.pk)
    return _form(request, form, kind, "correct")


@require_POST
@requires(Right.REGISTERS_WRITE)
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a line count no more, with a reason; it stays readable."""
    found, form = _mine(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, found, cancel=form, status=status)
    try:
        made = services.cancel(
            entry=found.pk,
            reason=form.cleaned_data["cancel_reason"],
            key=form.cleaned_data["key"],
            by=viewer_of(request).actor(found.unit_id),
            now=timezone.now(),
        )
    except (Superseded, KeyTaken):
        messages.error(request, _("Somebody corrected this line meanwhile."))
        return redirect("registers:entry", found.pk)
    messages.success(request, _("The line counts no more; it stays readable here."))
    return redirect("registers:entry", made.pk)


def _write(request: HttpRequest, kind: Kind, here: str) -> HttpResponse:
    form = LineForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        units=frame.writable(request, kind),
        today=timezone.localdate(),
        quick=here == "quick",
        initial=_before(request) if here == "desk" else {},
    )
    if form.is_bound and form.is_valid() and (made := _enter(request, form)):
        messages.success(request, _("Written in the book."))
        for warning in form.warnings:
            messages.warning(request, warning)
        if here == "quick":
            return redirect("registers:entry", made.pk)
        request.session[_UNIT] = str(made.unit_id)
        request.session[_DAY] = f"{made.day:%d/%m/%Y}"
        return redirect("registers:desk", kind.id)
    return _form(request, form, kind, here)


def _before(request: HttpRequest) -> dict[str, str]:
    said = {"unit": request.session.get(_UNIT), "day": request.session.get(_DAY)}
    return {name: value for name, value in said.items() if value}


def _enter(request: HttpRequest, form: LineForm) -> Entry | None:
    try:
        return services.enter(
            kind=form.kind,
            unit=form.unit,
            day=form.day,
            written=form.written,
            key=form.cleaned_data["key"],
            source=Source.FORM,
            by=viewer_of(request).actor(form.unit.pk),
            now=timezone.now(),
            attached=tuple(form.taken.values()),
        )
    except PeriodLocked as closed:
        form.locked = closed.lock
        form.add_error("day", _locked(closed.lock))
    except KeyTaken:
        form.add_error(None, _("Load the page again before you send it."))
    return None


def _correct(request: HttpRequest, form: LineForm, old: Entry) -> Entry | None:
    try:
        return services.correct(
            entry=old.pk,
            written=form.written,
            reason=form.cleaned_data["reason"],
            key=form.cleaned_data["key"],
            by=viewer_of(request).actor(old.unit_id),
            now=timezone.now(),
            day=form.day,
            attached=tuple(form.taken.values()),
        )
    except PeriodLocked as closed:
        form.add_error("day", _locked(closed.lock))
    except NotInOrder as wrong:
        for problem in wrong.problems:
            form.add_problem(problem)
    except (Superseded, KeyTaken):
        form.add_error(None, _("Somebody corrected this line meanwhile."))
    return None


def _locked(lock: Lock) -> str:
    return _(
        "The period %(start)s – %(end)s is closed: no new line. Correct a line of it instead."
    ) % {"start": f"{lock.start:%d/%m/%Y}", "end": f"{lock.end:%d/%m/%Y}"}


def _form(request: HttpRequest, form: LineForm, kind: Kind, here: str) -> HttpResponse:
    context = frame.context(request, kind, here) | {"form": form, "entry": form.entry}
    if form.locked:
        query = f"since={form.locked.start:%Y-%m-%d}&until={form.locked.end:%Y-%m-%d}"
        context["instead"] = f"{reverse('registers:book', args=[kind.id])}?{query}"
    if here == "desk":
        context["last"] = entry_pages.last(viewer_of(request), kind)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, f"registers/{here}.html", context, status=status)


def _page(
    request: HttpRequest,
    found: Entry,
    *,
    cancel: CancelForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    kind = load.known()[found.kind]
    context: dict[str, Any] = frame.context(request, kind, "entry")
    context |= entry_pages.page(viewer_of(request), kind, found)
    context["cancel"] = cancel or CancelForm()
    return render(request, "registers/entry.html", context, status=status)


def _entry(request: HttpRequest, pk: uuid.UUID) -> Entry:
    try:
        return selectors.entry(viewer_of(request), pk)
    except Entry.DoesNotExist:
        raise Http404 from None


def _mine(request: HttpRequest, pk: uuid.UUID) -> Entry:
    found = _entry(request, pk)
    if not viewer_of(request).may(Right.REGISTERS_WRITE, found.unit_id):
        raise Http404
    return found
