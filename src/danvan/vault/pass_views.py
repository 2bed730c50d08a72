"""Passing a case on: a draft of the extract, a page to check it, then it goes."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from danvan.files.verdict import Refused as FileRefused
from danvan.vault import (
    asking,
    case_pages,
    case_people,
    course_labels,
    extracts,
    grants,
    services,
)
from danvan.vault.case_forms import PassOn, files_of
from danvan.vault.case_labels import PARTS
from danvan.vault.case_selectors import CaseFile
from danvan.vault.case_web import (
    bare_ask,
    case_of,
    cookie_of,
    no_store,
    openers,
    refused,
    status,
)
from danvan.vault.course_rules import NotAllowed
from danvan.vault.errors import NotFounded, Refused
from danvan.vault.opening import Ask
from danvan.vault.sealing import IDENTITY, STORY, Contents, File

# Fields of the story that go into the draft of an extract.
_DRAFTED = ("what", "when_where", "evidence", "request")


@require_POST
@openers
@no_store
@sensitive_variables()
def draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draft the extract from the story, without the words of an open identity."""
    file = case_of(request, pk)
    if (ask := _ask(request, file)) is None:
        return redirect("vault:open", pk, STORY)
    try:
        story = services.unseal(ask=ask, now=timezone.now())
        identity = _identity(request, file)
    except Refused as why:
        return refused(request, why, pk)
    told = [story.fields[n] for n in _DRAFTED if story.fields.get(n)]
    text = extracts.redact("\n\n".join(told), identity or {})
    files = case_pages.opened(story, file, STORY)["files"]
    choices = [(f"{note.id}{ending}", note.name) for note, ending in files]
    form = PassOn(
        initial={"extract": text, "accused": story.fields.get("accused", "")},
        units=case_people.receivers(file.unit),
        files=choices,
    )
    return _page(request, file, form, redacted=identity is not None)


@sensitive_post_parameters("extract", "legal")
@require_POST
@openers
@no_store
@sensitive_variables()
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what would go, and to whom, before it goes."""
    file = case_of(request, pk)
    if _ask(request, file) is None:
        return redirect("vault:open", pk, STORY)
    form = _bound(request, file)
    if not form.is_valid() or "again" in request.POST:
        return _page(request, file, form)
    given = form.cleaned_data
    names = [
        f"trich-{n}{ending}"
        for n, (_id, ending) in enumerate(files_of(given.get("files", [])), start=1)
    ]
    context = {
        "case": file.case,
        "form": form,
        "unit": given["to"],
        "given": given,
        "names": names,
        "whole": [PARTS[part] for part in given["whole"]],
    }
    return render(request, "vault/pass_on_check.html", context)


@sensitive_post_parameters("extract", "legal")
@require_POST
@openers
@no_store
@sensitive_variables()
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Pass the case on as it was checked."""
    file = case_of(request, pk)
    if (ask := _ask(request, file)) is None:
        return redirect("vault:open", pk, STORY)
    form = _bound(request, file)
    if not form.is_valid():
        return _page(request, file, form)
    try:
        _pass_on(request, file, ask, form.cleaned_data)
    except Refused as why:
        return refused(request, why, pk)
    except NotAllowed as why:
        form.add_error("forward", str(course_labels.NOT_ALLOWED[why.code]))
        return _page(request, file, form)
    except FileRefused as why:
        form.add_error("files", why.message)
        return _page(request, file, form)
    except NotFounded:
        form.add_error("to", _("This unit has no key: nothing can be sealed for it."))
        return _page(request, file, form)
    messages.success(request, _("The case is passed on."))
    return redirect("vault:case", pk)


def _pass_on(
    request: HttpRequest, file: CaseFile, ask: Ask, given: Mapping[str, Any]
) -> None:
    now, seconds = timezone.now(), {STORY: ask.second}
    if given["whole"]:
        ask = dataclasses.replace(ask, reason=given["legal"])
    if IDENTITY in given["whole"]:
        asked = asking.my_request(
            file.case.pk, IDENTITY, ask.viewer, ask.unlocked, now=now
        )
        given_by = asked.id if asked and asked.state == "given" else None
        seconds[IDENTITY] = given_by
    text = given["extract"].strip()
    told = {"what": text, "accused": given["accused"].strip()}
    contents = Contents(told, _files(ask, given)) if text else None
    services.pass_on(
        ask=ask,
        to=given["to"],
        extract=contents,
        whole=given["whole"],
        seconds=seconds,
        forward=given["forward"],
        now=now,
    )


def _files(ask: Ask, given: Mapping[str, Any]) -> tuple[File, ...]:
    """Open the chosen files, each under its line, and make them fit to go."""
    opened = [
        (ending, services.unseal_file(ask=ask, file=file, now=timezone.now()))
        for file, ending in files_of(given.get("files", []))
    ]
    return extracts.clean_for_extract((f"tep{end}", data) for end, data in opened)


def _ask(request: HttpRequest, file: CaseFile) -> Ask | None:
    """Return what was said when the story was opened, for passing it on."""
    bare = bare_ask(request, file, STORY)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    return dataclasses.replace(ask, ground="pass_on") if ask else None


def _identity(request: HttpRequest, file: CaseFile) -> Mapping[str, str] | None:
    """Open the identity, where one has it open, to take its words out of the draft."""
    if IDENTITY not in file.parts:
        return None
    bare = bare_ask(request, file, IDENTITY)
    ask = grants.find(request.session, cookie_of(request), bare, now=timezone.now())
    if ask is None:
        return None
    ask = dataclasses.replace(ask, ground="pass_on")
    return services.unseal(ask=ask, now=timezone.now()).fields


def _bound(request: HttpRequest, file: CaseFile) -> PassOn:
    chosen = [(value, value) for value in request.POST.getlist("files")]
    return PassOn(request.POST, units=case_people.receivers(file.unit), files=chosen)


def _page(
    request: HttpRequest, file: CaseFile, form: PassOn, *, redacted: bool | None = None
) -> HttpResponse:
    context = {"case": file.case, "form": form, "redacted": redacted}
    return render(request, "vault/pass_on.html", context, status=status(form))
