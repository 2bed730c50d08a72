"""Keys change hands: a passphrase, one holder more or less, a key recovered."""

import uuid

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from danvan.accounts import throttle
from danvan.accounts.models import User
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.vault import officers, selectors, unit_keys, web
from danvan.vault.ceremony_forms import (
    AddHolder,
    ChangePassphrase,
    Recover,
    RemoveHolder,
)
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.labels import REFUSED
from danvan.vault.views import status_of, unit_of, user_of


@sensitive_post_parameters("old", "new", "again")
@requires(Right.SEALED_OPEN, Right.SEALED_VERIFY)
def passphrase(request: HttpRequest) -> HttpResponse:
    """Shut one's own key under another passphrase."""
    form = ChangePassphrase(request.POST or None)
    if form.is_valid() and _change(request, form):
        messages.success(request, _("The new passphrase holds from now on."))
        return redirect("vault:key")
    return render(
        request, "vault/passphrase.html", {"form": form}, status=status_of(form)
    )


@requires(Right.SEALED_OPEN)
def add_holder(request: HttpRequest, code: str) -> HttpResponse:
    """Give the unit's key to one more holder; done by one who holds it."""
    viewer, unit = viewer_of(request), unit_of(request, code, Right.SEALED_OPEN)
    if (unlocked := web.unlocked_of(request)) is None:
        return redirect("vault:unlock")
    people = selectors.may_be_added(unit, viewer, today=timezone.localdate())
    form = AddHolder(request.POST or None, people=people)
    if form.is_valid():
        try:
            unit_keys.add_holder(
                unit=unit,
                user=form.cleaned_data["user"],
                unlocked=unlocked,
                by=viewer.actor(unit.pk),
                now=timezone.now(),
            )
        except KeyCeremonyRefused as refused:
            form.add_error("user", str(REFUSED[refused.code]))
        else:
            messages.success(request, _("The key is given."))
            return redirect("vault:key")
    context = {"form": form, "unit": unit, "anybody": people.exists()}
    return render(request, "vault/add_holder.html", context, status=status_of(form))


@requires(Right.SEALED_KEYS)
def remove_holder(request: HttpRequest, code: str, user: uuid.UUID) -> HttpResponse:
    """Take the unit's key from one holder, after saying what that does."""
    viewer, unit = viewer_of(request), unit_of(request, code, Right.SEALED_KEYS)
    holders = selectors.holders(unit, viewer)
    if (row := next((h for h in holders if h.user_id == user), None)) is None:
        raise Http404
    people = selectors.may_be_added(unit, viewer, today=timezone.localdate())
    form = RemoveHolder(request.POST or None, people=people.exclude(pk=user))
    if form.is_valid() and _remove(request, form, unit.code, user):
        messages.success(request, _("He has the key no longer. A new epoch has begun."))
        return redirect("vault:unit", code=code)
    context = {
        "form": form,
        "unit": unit,
        "holder": row,
        "left": len(holders) - 1,
        "progress": selectors.rotation(unit, viewer),
    }
    return render(request, "vault/remove_holder.html", context, status=status_of(form))


@sensitive_post_parameters("share_1", "share_2")
@requires(Right.SEALED_KEYS)
def recover(request: HttpRequest, code: str) -> HttpResponse:
    """Open a unit's key with two shares, and give a new one to other holders."""
    viewer, unit = viewer_of(request), unit_of(request, code, Right.SEALED_KEYS)
    people = selectors.key_holders(unit, today=timezone.localdate())
    form = Recover(request.POST or None, people=people)
    if form.is_valid():
        try:
            unit_keys.recover(
                unit=unit,
                words=form.words(),
                holders=list(form.cleaned_data["holders"]),
                by=viewer.actor(unit.pk),
                now=timezone.now(),
            )
        except KeyCeremonyRefused as refused:
            form.add_error(None, _why_not_recovered(refused.code))
        else:
            messages.success(request, _("The key is recovered and a new epoch begun."))
            return redirect("vault:unit", code=code)
    context = {
        "form": form,
        "unit": unit,
        "offices": selectors.offices_with_shares(unit),
        "progress": selectors.rotation(unit, viewer),
    }
    return render(request, "vault/recover.html", context, status=status_of(form))


def _change(request: HttpRequest, form: django_forms.Form) -> bool:
    """Change the passphrase; False with the reason in the form."""
    user = user_of(request)
    # Counted together with unlocking: it is the same secret that is guessed.
    attempt = throttle.of(request, f"vault {user.username}")
    if throttle.charge(attempt, now=timezone.now()):
        form.add_error(None, _("Too many wrong tries. Wait some minutes."))
        return False
    try:
        officers.change_passphrase(
            user=user,
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
            by=viewer_of(request).actor(),
            now=timezone.now(),
        )
    except officers.WrongPassphrase:
        form.add_error("old", _("The passphrase is wrong."))
        return False
    except KeyCeremonyRefused as refused:
        throttle.clear(attempt)
        form.add_error("new", str(REFUSED[refused.code]))
        return False
    throttle.clear(attempt)
    return True


def _remove(
    request: HttpRequest, form: django_forms.Form, code: str, user: uuid.UUID
) -> bool:
    """Remove the holder; False with the reason in the form."""
    unit = unit_of(request, code, Right.SEALED_KEYS)
    try:
        unit_keys.remove_holder(
            unit=unit,
            user=User.objects.get(pk=user),
            replacements=list(form.cleaned_data.get("replacements") or ()),
            by=viewer_of(request).actor(unit.pk),
            now=timezone.now(),
        )
    except KeyCeremonyRefused as refused:
        form.add_error(None, str(REFUSED[refused.code]))
        return False
    return True


def _why_not_recovered(code: str) -> str:
    if code == "recovery":
        return _("These two shares do not open this unit's key.")
    return str(REFUSED[code])
