"""What ends something for good, after a question: keys taken back, a case closed, shredded."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import viewer_of
from danvan.orgs.models import Unit
from danvan.vault import services
from danvan.vault.case_forms import Nothing, Shred
from danvan.vault.case_selectors import CaseFile
from danvan.vault.case_web import ASK, case_of, no_store, openers, refused, status
from danvan.vault.errors import Refused


@require_http_methods(ASK)
@openers
@no_store
def take_back(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Delete the keys another unit was given, after a question."""
    file = case_of(request, pk)
    given = next((unit for unit in file.given_to if unit.code == code), None)
    if given is None:
        return refused(request, Refused("absent"), pk)

    def act(form: forms.Form) -> None:
        services.take_back(case_id=pk, from_unit=given, viewer=viewer_of(request))

    return _confirmed(request, file, Nothing, act, _take_back_words(given))


@require_http_methods(ASK)
@openers
@no_store
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark the case as closed, after a question."""

    def act(form: forms.Form) -> None:
        services.close(case_id=pk, viewer=viewer_of(request))

    words = {
        "title": _("Close the case"),
        "text": _(
            "It stays sealed, and readable to those assigned, until it is shredded."
        ),
        "label": _("Close the case"),
        "done": _("The case is closed."),
    }
    return _confirmed(request, case_of(request, pk), Nothing, act, words)


@require_http_methods(ASK)
@openers
@no_store
def shred(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete keys and ciphertexts at the end of retention, by a decision."""

    def act(form: forms.Form) -> None:
        services.shred(
            case_id=pk,
            viewer=viewer_of(request),
            decision=form.cleaned_data["decision"],
        )

    words = {
        "title": _("Shred the case"),
        "text": _(
            "All keys and all contents are deleted for good, in every unit. Nobody can bring them back."
        ),
        "label": _("Shred for good"),
        "done": _("The contents of the case are deleted."),
    }
    return _confirmed(request, case_of(request, pk), Shred, act, words)


def _take_back_words(unit: Unit) -> dict[str, str]:
    return {
        "title": _("Take the case back"),
        "text": _(
            "%(unit)s loses every key and the extract at once. What was read there stays known."
        )
        % {"unit": unit.office_name},
        "label": _("Take back"),
        "done": _("The keys of the other unit are deleted."),
    }


def _confirmed(
    request: HttpRequest,
    file: CaseFile,
    kind: type[forms.Form],
    act: Callable[[forms.Form], None],
    words: dict[str, str],
) -> HttpResponse:
    """Ask whether one is sure; then act and go back to the case."""
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(form)
        except Refused as why:
            return refused(request, why, file.case.pk)
        messages.success(request, words["done"])
        return redirect("vault:case", file.case.pk)
    context = {"form": form, "case": file.case, **words}
    return render(request, "vault/confirm.html", context, status=status(form))
