"""Keys: one's own, those of a unit, the recovery of a province."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from danvan.accounts import throttle
from danvan.accounts.models import User
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.orgs.models import Level, Unit
from danvan.vault import grants, officers, selectors, unit_keys, web
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.forms import Enrol, Holders, Recovery, Unlock
from danvan.vault.labels import REFUSED

WRONG = 422  # the status of a page that asks again


@requires(Right.SEALED_OPEN, Right.SEALED_VERIFY)
def key(request: HttpRequest) -> HttpResponse:
    """Show the state of one's own key, and what there is to hand over."""
    viewer = viewer_of(request)
    units = Unit.objects.filter(pk__in=viewer.units(Right.SEALED_OPEN))
    rows = [
        (unit, selectors.rotation(unit, viewer), selectors.held_by(unit, viewer))
        for unit in units
    ]
    context = {
        "enrolled": selectors.enrolled(viewer),
        "unlocked": web.unlocked_of(request) is not None,
        "rows": rows,
    }
    return render(request, "vault/key.html", context)


@sensitive_post_parameters("passphrase", "again")
@requires(Right.SEALED_OPEN, Right.SEALED_VERIFY)
def enrol(request: HttpRequest) -> HttpResponse:
    """Make one's own key under a passphrase; the one before is given up."""
    renews = selectors.enrolled(viewer_of(request))
    form = Enrol(request.POST or None, renews=renews)
    if form.is_valid():
        try:
            officers.enrol_officer(
                user=user_of(request),
                passphrase=form.cleaned_data["passphrase"],
                by=viewer_of(request).actor(),
                now=timezone.now(),
            )
        except KeyCeremonyRefused as refused:
            form.add_error("passphrase", str(REFUSED[refused.code]))
        else:
            messages.success(
                request, _("Your key is made. Keep the passphrase in mind.")
            )
            return redirect("vault:key")
    context = {"form": form, "enrolled": renews}
    return render(request, "vault/enrol.html", context, status=status_of(form))


@sensitive_post_parameters("passphrase")
@requires(Right.SEALED_OPEN, Right.SEALED_VERIFY)
def unlock(request: HttpRequest) -> HttpResponse:
    """Open one's own key for half an hour of work and more."""
    form = Unlock(request.POST or None)
    if form.is_valid() and (cookie := _try(request, form)):
        response = redirect(web.way_back(request))
        web.give_cookie(response, cookie)
        return response
    return render(request, "vault/unlock.html", {"form": form}, status=status_of(form))


@requires(Right.SEALED_OPEN, Right.SEALED_VERIFY)
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock one's own key at once."""
    grants.forget(request.session)
    response = redirect("vault:key")
    web.take_cookie(response)
    return response


@requires(Right.SEALED_OPEN)
@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Hand some hundred wrapped keys of a unit over to its newest epoch."""
    unit = unit_of(request, code, Right.SEALED_OPEN)
    if (unlocked := web.unlocked_of(request)) is None:
        return redirect("vault:unlock")
    try:
        unit_keys.rewrap(
            unit=unit,
            opener=unit_keys.by_holding(unlocked),
            by=viewer_of(request).actor(unit.pk),
            now=timezone.now(),
        )
    except KeyCeremonyRefused as refused:
        messages.error(request, str(REFUSED[refused.code]))
    return redirect("vault:key")


@requires(Right.SEALED_KEYS)
def units(request: HttpRequest) -> HttpResponse:
    """List the units whose holders one names."""
    ids = viewer_of(request).units(Right.SEALED_KEYS)
    found = list(Unit.objects.filter(pk__in=ids))
    province = any(unit.level == Level.PROVINCE for unit in found)
    context = {"units": found, "province": province}
    return render(request, "vault/units.html", context)


@requires(Right.SEALED_KEYS)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit's keys and holders; name the holders, which begins a new epoch."""
    viewer, found = viewer_of(request), unit_of(request, code, Right.SEALED_KEYS)
    people = selectors.key_holders(found, today=timezone.localdate())
    form = Holders(request.POST or None, people=people)
    if form.is_valid() and _name_holders(request, found, form):
        return redirect("vault:unit", code=code)
    context = {
        "unit": found,
        "form": form,
        "keys": selectors.unit_keys_of(found),
        "holders": selectors.holders(found, viewer),
        "progress": selectors.rotation(found, viewer),
    }
    return render(request, "vault/unit.html", context, status=status_of(form))


@requires(Right.SEALED_KEYS)
def recovery(request: HttpRequest) -> HttpResponse:
    """Take in the public key of a province's ceremony."""
    viewer = viewer_of(request)
    mine = Unit.objects.filter(pk__in=viewer.units(Right.SEALED_KEYS))
    found = mine.filter(level=Level.PROVINCE).first()
    if found is None:
        raise Http404
    province = unit_keys.province_of(found)
    form = Recovery(request.POST or None)
    if form.is_valid():
        try:
            unit_keys.found_recovery(
                province=province,
                public=form.cleaned_data["public"],
                offices=form.offices(),
                by=viewer.actor(found.pk),
                now=timezone.now(),
            )
        except KeyCeremonyRefused:
            form.add_error("office_3", _("Three different offices keep the shares."))
        else:
            messages.success(request, _("The recovery key is in use for new epochs."))
            return redirect("vault:units")
    context = {"form": form, "province": province}
    return render(request, "vault/recovery.html", context, status=status_of(form))


def _name_holders(request: HttpRequest, unit: Unit, form: Holders) -> bool:
    """Found the unit's key or begin a new epoch; False with the reason in the form."""
    first = not selectors.unit_keys_of(unit)
    act = unit_keys.found_unit_key if first else unit_keys.begin_rotation
    try:
        act(
            unit=unit,
            holders=list(form.cleaned_data["holders"]),
            by=viewer_of(request).actor(unit.pk),
            now=timezone.now(),
        )
    except KeyCeremonyRefused as refused:
        form.add_error("holders", str(REFUSED[refused.code]))
        return False
    messages.success(request, _("A new epoch has begun."))
    return True


def _try(request: HttpRequest, form: Unlock) -> str:
    """Return the cookie's key; else "" with the reason in the form."""
    user = user_of(request)
    # Counted apart from signing in, so that neither shuts out the other.
    attempt = throttle.of(request, f"vault {user.username}")
    if throttle.charge(attempt, now=timezone.now()):
        form.add_error(None, _("Too many wrong tries. Wait some minutes."))
        return ""
    try:
        cookie = officers.unlock(
            session=request.session,
            user=user,
            passphrase=form.cleaned_data["passphrase"],
            by=viewer_of(request).actor(),
            now=timezone.now(),
        )
    except officers.WrongPassphrase:
        form.add_error("passphrase", _("The passphrase is wrong."))
        return ""
    throttle.clear(attempt)
    return cookie


def unit_of(request: HttpRequest, code: str, right: Right) -> Unit:
    """Return the unit in which the viewer holds the right, else 404."""
    ids = viewer_of(request).units(right)
    if (found := Unit.objects.filter(pk__in=ids, code=code).first()) is None:
        raise Http404
    return found


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; for views that want a right."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker: `requires` let him in # nosec B101
    return request.user


def status_of(form: django_forms.Form) -> int:
    """Return 422 for a form with errors."""
    return WRONG if form.errors else 200
