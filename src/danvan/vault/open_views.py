"""Opening: ground and reason, the second person, then what a part holds.

Every page here that shows a byte passed through `opening.go_through`, whose
line is committed by then. An opened story is the answer to a POST; the
identity is shown for a minute and the page goes back to the mask by itself.
"""

import dataclasses
import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.permissions import viewer_of
from danvan.files.answers import to_save
from danvan.vault import (
    asking,
    case_pages,
    case_people,
    grants,
    opening,
    services,
)
from danvan.vault.case_forms import LetVerify, Open
from danvan.vault.case_labels import part_label
from danvan.vault.case_selectors import CaseFile
from danvan.vault.case_web import (
    ASK,
    bare_ask,
    case_of,
    cookie_of,
    no_store,
    openers,
    readers,
    refused,
    status,
    to_unlock,
)
from danvan.vault.errors import Refused
from danvan.vault.opening import Ask
from danvan.vault.sealing import IDENTITY, STORY

SHOWN_FOR = 60  # seconds
_ENDING = re.compile(r"\.[a-z0-9]{2,5}")


@sensitive_post_parameters("reason")
@require_http_methods(ASK)
@readers
@no_store
def open_part(request: HttpRequest, pk: uuid.UUID, part: str) -> HttpResponse:
    """Ask for ground and reason, and for the second person where one must agree."""
    file = case_of(request, pk)
    bare = bare_ask(request, file, part)
    if bare.unlocked is None:
        return to_unlock(request, request.path)
    if not opening.needs_second(bare.compartment, elsewhere=file.elsewhere):
        form = Open(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return _go_in(request, file, dataclasses.replace(bare, **form.cleaned_data))
        context = {"form": form, "case": file.case, "part_label": part_label(part)}
        return render(request, "vault/open.html", context, status=status(form))
    return _with_second(request, file, bare)


@require_http_methods(ASK)
@openers
@no_store
@sensitive_variables()
def identity(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the mask; a POST shows the identity for a minute, under its own line."""
    file = case_of(request, pk)
    bare = bare_ask(request, file, IDENTITY)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    if ask is None:
        return redirect("vault:open", pk, IDENTITY)
    if request.method != "POST":
        return render(request, "vault/masked.html", {"case": file.case})
    response = _opened(request, file, dataclasses.replace(ask, reveal=True))
    response["Refresh"] = f"{SHOWN_FOR}; url={reverse('vault:identity', args=[pk])}"
    return response


@require_POST
@readers
@no_store
@sensitive_variables()
def file(
    request: HttpRequest, pk: uuid.UUID, part: str, file: uuid.UUID
) -> HttpResponse:
    """Hand one file out, to be saved, under a line of its own and a neutral name."""
    shown = case_of(request, pk)
    bare = bare_ask(request, shown, part)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    if ask is None:
        return redirect("vault:open", pk, part)
    try:
        data = services.unseal_file(ask=ask, file=file, now=timezone.now())
    except Refused as why:
        return refused(request, why, pk)
    ending = _ENDING.fullmatch(request.POST.get("ending", ""))
    name = f"{shown.case.number}-{str(file)[:4]}{ending[0] if ending else ''}"
    return to_save(data, name, "application/octet-stream")


def _with_second(request: HttpRequest, file: CaseFile, bare: Ask) -> HttpResponse:
    """Open what a second holder agreed to; else ask him, or say that he is asked."""
    viewer, now = viewer_of(request), timezone.now()
    asked = asking.my_request(
        file.case.pk, bare.compartment, viewer, bare.unlocked, now=now
    )
    given = asked if asked and asked.state == "given" else None
    if given and given.reason and request.method == "POST":
        ask = dataclasses.replace(
            bare, ground=given.ground, reason=given.reason, second=given.id
        )
        return _go_in(request, file, ask)
    waiting = asked is not None and asked.state == "waiting"
    form = Open(request.POST if request.method == "POST" and not waiting else None)
    if form.is_valid() and given:  # a verifier cannot read what he had sealed
        said = {**form.cleaned_data, "second": given.id}
        return _go_in(request, file, dataclasses.replace(bare, **said))
    if form.is_valid() and not waiting:
        return _asked(request, file, bare, form)
    context = {
        "form": form,
        "case": file.case,
        "part_label": part_label(bare.compartment),
        "second": True,
        **case_pages.of_asked(file, asked, viewer),
    }
    return render(request, "vault/open.html", context, status=status(form))


def _asked(request: HttpRequest, file: CaseFile, bare: Ask, form: Open) -> HttpResponse:
    try:
        opening.ask_second(
            case_id=bare.case_id,
            compartment=bare.compartment,
            viewer=viewer_of(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as why:
        return refused(request, why, file.case.pk)
    return redirect(request.path)


def _go_in(request: HttpRequest, file: CaseFile, ask: Ask) -> HttpResponse:
    """Remember what was said at the door and show the part, an identity masked."""
    now = timezone.now()
    if ask.compartment != IDENTITY:
        response = _opened(request, file, ask)
        if response.status_code == 200:
            grants.keep(request.session, cookie_of(request), ask, now=now)
        return response
    try:
        opening.go_through(ask, now=now)
    except Refused as why:
        return refused(request, why, file.case.pk)
    grants.keep(request.session, cookie_of(request), ask, now=now)
    return redirect("vault:identity", file.case.pk)


def _opened(request: HttpRequest, file: CaseFile, ask: Ask) -> HttpResponse:
    try:
        found = services.unseal(ask=ask, now=timezone.now())
    except Refused as why:
        return refused(request, why, file.case.pk)
    context = case_pages.opened(found, file, ask.compartment)
    context = {**context, "seconds": SHOWN_FOR if ask.reveal else 0}
    context["passes_on"] = (
        file.holds and ask.compartment == STORY and not file.elsewhere
    )
    if file.holds and ask.compartment != IDENTITY:
        people = case_people.verifiers(file, ask.viewer, today=timezone.localdate())
        context["verifying"] = LetVerify(people=people) if people else None
        context["may_let"] = True
    return render(request, "vault/opened.html", context)
