"""The counter: taking a letter in, its receipt, and what to tell whom instead."""

import datetime
import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.casework import intake
from danvan.core.casework.intake import Told
from danvan.core.casework.workflow import Kind
from danvan.petitions import (
    alike_views,
    case_page,
    labels,
    pages,
    receipts,
    selectors,
    services,
    signatories,
)
from danvan.petitions.errors import NotThisWay
from danvan.petitions.guidance_forms import GuidanceForm
from danvan.petitions.models import Channel
from danvan.petitions.register_forms import RegisterForm

# How long the counter can show a receipt again; after that in person, with papers.
RECEIPT_OPEN = datetime.timedelta(minutes=30)
ON_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PETITIONS_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Take a letter in at the counter."""
    viewer, today = viewer_of(request), timezone.localdate()
    units = selectors.registering(viewer)
    if request.method != "POST":
        return _page(request, RegisterForm(units=units, today=today))
    form = RegisterForm(request.POST, request.FILES, units=units, today=today)
    if "look" in request.POST:
        fresh, beside = alike_views.preview(request, form)
        return _page(request, fresh, **beside)
    if not form.is_valid():
        return _page(request, form)
    if told := form.guidance:
        return _told_page(request, told, form.cleaned_data["channel"])
    attachments = form.taken(viewer.actor(form.receiver.pk))
    if attachments is None:
        return _page(request, form)
    return _registered(request, form, attachments)


register.form_class = RegisterForm  # type: ignore[attr-defined] # names what was typed


@require_safe
@requires(Right.PETITIONS_REGISTER)
def guidance(request: HttpRequest) -> HttpResponse:
    """Say what to tell somebody whose matter does not come this way; to print."""
    form = GuidanceForm(request.GET or None)
    told = None
    if form.is_valid():
        source, kind = form.chosen()
        told = intake.admit(source, kind, timezone.localdate()).guidance
    context = {"form": form, "asked": form.is_valid(), **_words(told)}
    return render(request, "petitions/guidance.html", context)


@require_safe
@requires(Right.PETITIONS_REGISTER)
def receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the receipt to print; its code for half an hour only."""
    petition = case_page.find(request, pk).petition
    young = timezone.now() - petition.received_at <= RECEIPT_OPEN
    ours = petition.channel != Channel.ONLINE and petition.code_hash
    may = viewer_of(request).may(Right.PETITIONS_REGISTER, petition.unit_id)
    code = receipts.code_for(petition.idempotency_key) if young and ours and may else ""
    if code and receipts.code_hash(petition.number, code) != petition.code_hash:
        code = ""  # it was replaced since
    context: dict[str, Any] = {"code": receipts.grouped(code), "may_renew": may}
    context |= {"address": settings.PORTAL_ADDRESS, **pages.of_receipt(petition)}
    return render(request, "petitions/receipt.html", context)


@require_safe
@requires(Right.PETITIONS_READ)
def signed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who signed a letter, to those who work on it alone."""
    petition = case_page.find(request, pk).petition
    everybody = petition.signatories.order_by("-represents", "position")
    page = Paginator(everybody, ON_A_PAGE).get_page(request.GET.get("page"))
    speakers = everybody.filter(represents=True).count()
    nobody = signatories.missing(petition.people, speakers)
    context = {"petition": petition, "page": page, "nobody": nobody}
    return render(request, "petitions/signed.html", context)


def _page(request: HttpRequest, form: RegisterForm, **beside: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    today = form.today
    language = "en" if get_language() == "en" else "vi"
    unnamed = [
        (labels.KINDS[kind], intake.before_anonymous(Kind(kind)).words[language])
        for kind in labels.KINDS
    ]
    context = {"form": form, "today": today, "unnamed": unnamed, **beside}
    context |= {"may_import": viewer_of(request).may(Right.PETITIONS_SCREEN)}
    context |= {"bad": form.fields["signed"].bad}  # type: ignore[attr-defined]
    return render(request, "petitions/register.html", context, status=status)


def _told_page(request: HttpRequest, told: Told, channel: str) -> HttpResponse:
    """Nothing was stored, no term runs; the page is printed or read out."""
    context = {"form": GuidanceForm(), "asked": True, "tried": True, **_words(told)}
    context["channel"] = labels.CHANNELS[channel]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "petitions/guidance.html", context, status=status)


def _words(told: Told | None) -> dict[str, Any]:
    if told is None:
        return {"told": ""}
    language = "en" if get_language() == "en" else "vi"
    law = f"{told.ground.article}, {told.ground.act}"
    return {"told": told.words[language], "law": law, "certain": told.ground.certain}


def _registered(
    request: HttpRequest, form: RegisterForm, attachments: list[services.Attachment]
) -> HttpResponse:
    said = form.cleaned_data
    try:
        petition = services.register(
            letter=form.letter(),
            unit=form.receiver,
            by=viewer_of(request).actor(form.receiver.pk),
            now=timezone.now(),
            key=said["key"],
            attachments=attachments,
            received_on=said["received_on"],
            signatories=said["signed"],
        )
    except NotThisWay as refused:
        return _told_page(request, refused.guidance, said["channel"])
    return redirect("petitions:receipt", petition.pk)
