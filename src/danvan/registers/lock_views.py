"""Close periods of books, and open them again."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.registers import load
from danvan.orgs.models import Kind, Unit
from danvan.registers import labels, locking, reach
from danvan.registers.listing import Day
from danvan.registers.models import LONGEST_REASON, Lock

_ON_A_PAGE = 20
_REASON: dict[str, Any] = {
    "max_length": LONGEST_REASON,
    "widget": forms.Textarea(attrs={"rows": 2}),
}


class LockForm(forms.Form):
    """Which books, whose, from when to when, and why."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Whose books?"),
        error_messages={"required": gettext_lazy("Choose whose books are closed.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Which book?"), required=False)
    start = Day(
        label=gettext_lazy("From day"),
        error_messages={"required": gettext_lazy("Write the first day.")},
        help_text=gettext_lazy("For example 27/3/2026"),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    end = Day(
        label=gettext_lazy("To day"),
        error_messages={"required": gettext_lazy("Write the last day.")},
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is the period closed?"),
        error_messages={"required": gettext_lazy("Write why the period is closed.")},
        **_REASON,
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        whole = [
            (f"{pk}+", _("%(unit)s and every unit below") % {"unit": unit.name})
            for pk, unit in self.units.items()
            if unit.kind == Kind.TERRITORY
        ]
        whole.sort(key=lambda c: self.units[c[0][:-1]].level == "commune")
        single = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].choices = [*whole, *single]  # type: ignore[attr-defined]
        books = [(k.id, labels.say(k.name)) for k in load.known().values()]
        self.fields["kind"].choices = [("", _("Every book")), *books]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the days to each other."""
        said = super().clean() or {}
        for name, words in (
            ("start", _("Write the first day.")),
            ("end", _("Write the last day.")),
        ):
            if name not in self.errors and not said.get(name):
                self.add_error(name, words)
        start, end = said.get("start"), said.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first one."))
        return said

    def save(self, request: HttpRequest) -> Lock:
        """Close the period."""
        said, viewer = self.cleaned_data, viewer_of(request)
        unit = self.units[said["unit"].removesuffix("+")]
        return locking.lock(
            unit=unit,
            below=said["unit"].endswith("+"),
            kind=said["kind"],
            start=said["start"],
            end=said["end"],
            reason=said["reason"],
            by=viewer.actor(),
            now=timezone.now(),
        )


class LiftForm(forms.Form):
    """Why a closed period is opened again."""

    lift_reason = forms.CharField(
        label=gettext_lazy("Why is the period opened again?"),
        error_messages={
            "required": gettext_lazy("Write why the period is opened again.")
        },
        **_REASON,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REGISTERS_LOCK)
def locks(request: HttpRequest) -> HttpResponse:
    """List the closed periods of the viewer's place, and close one more."""
    form = LockForm(request.POST or None, units=_units(request))
    if form.is_bound and form.is_valid():
        form.save(request)
        messages.success(request, _("The period is closed."))
        return redirect("registers:locks")
    return _page(request, form, LiftForm())


@require_POST
@requires(Right.REGISTERS_LOCK)
def lift(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a closed period again."""
    units, form = _units(request), LiftForm(request.POST)
    found = get_object_or_404(Lock.objects.filter(unit__in=units), pk=pk)
    if not form.is_valid():
        return _page(request, LockForm(units=units), form, lifting=found.pk)
    locking.unlock(
        lock=found.pk,
        reason=form.cleaned_data["lift_reason"],
        by=viewer_of(request).actor(),
        now=timezone.now(),
    )
    messages.success(request, _("The period is open again."))
    return redirect("registers:locks")


def _units(request: HttpRequest) -> list[Unit]:
    viewer, today = viewer_of(request), timezone.localdate()
    found = Unit.objects.as_of(today).filter(pk__in=reach.units(viewer))
    if not (units := list(found)):
        raise Http404
    return units


def _page(
    request: HttpRequest,
    form: LockForm,
    lifting_form: LiftForm,
    lifting: uuid.UUID | None = None,
) -> HttpResponse:
    rows = Lock.objects.filter(unit__in=form.units.values()).select_related("unit")
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wrong": lifting_form if lifting_form.errors else form,
        "lift": lifting_form,
        "lifting": lifting,
        "page": page,
        "locks": [_shown(lock, lifting) for lock in page],
    }
    bad = form.errors or lifting_form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK
    return render(request, "registers/locks.html", context, status=status)


def _shown(lock: Lock, lifting: uuid.UUID | None) -> dict[str, Any]:
    known = load.known().get(lock.kind)
    return {
        "lock": lock,
        "book": labels.say(known.name) if known else _("Every book"),
        "days": f"{lock.start:%d/%m/%Y} – {lock.end:%d/%m/%Y}",
        "open": lock.pk == lifting,
    }
