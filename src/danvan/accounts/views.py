"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import (
    second_factor,
    selectors,
    services,
    sessions,
    throttle,
    waiting,
)
from danvan.accounts.forms import Code, NewPassword, SignIn
from danvan.accounts.labels import ROLES
from danvan.accounts.models import User
from danvan.accounts.permissions import open_to_all, requires, viewer_of
from danvan.accounts.rights import Right, Role
from danvan.core.actor import Actor

WRONG = 422  # the status of a page that asks again


@sensitive_post_parameters("password")
@open_to_all("Here people sign in.")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password."""
    if viewer_of(request).user_id:
        return redirect("/")
    form = SignIn(request.POST or None)
    words = {"waits": waiting.waits(request)}
    if not form.is_valid():
        return _ask(request, "sign_in", form, **words)
    user, status = _admit(request, form)
    if user is None:
        return _ask(request, "sign_in", form, status, **words)
    then = _safe(request, request.GET.get("next", "/"))
    if due := second_factor.due(user):
        second_factor.hold(request, user, then)
        return redirect(due)
    return _enter(request, user, then)


def _admit(request: HttpRequest, form: Form) -> tuple[User | None, int]:
    """Return the user, or the status of the answer with the reason in the form.

    The same words and the same work whether or not the account exists.
    """
    name = form.cleaned_data["username"]
    attempt = throttle.of(request, name)
    wait = throttle.charge(attempt, now=timezone.now())
    if wait:
        # Not written down: the wrong tries before are, and a flood is no journal.
        form.add_error(None, _too_often(wait.total_seconds()))
        return None, 429
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        services.note_failure(username=name, what="password")
        form.add_error(None, _("The user name or the password is wrong."))
        return None, WRONG
    throttle.clear(attempt)
    return user, 200


@open_to_all("The second step of signing in; the session holds the first.")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor."""
    user, then = second_factor.held(request)
    device = second_factor.device_of(user) if user else None
    if user is None or device is None:
        return redirect("accounts:sign-in")
    form = Code(request.POST or None)
    if form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            return _enter(request, user, then, device)
        services.note_failure(username=user.username, what="code")
        form.add_error("code", _("This code is wrong or was used before."))
    return _ask(request, "code", form)


@open_to_all("Also whoever must have a second factor to come in makes it here.")
def set_up(request: HttpRequest) -> HttpResponse:
    """Show a new key as a picture and take the first code made with it."""
    held, then = second_factor.held(request)
    user = held or (request.user if viewer_of(request).user_id else None)
    if not isinstance(user, User) or (held and second_factor.device_of(held)):
        return redirect("accounts:sign-in")
    device = second_factor.proposed(request, user)
    form = Code(request.POST or None)
    if form.is_valid():
        if second_factor.first_code(device, form.cleaned_data["code"]):
            services.take_second_factor(device=device, by=_actor(user))
            messages.success(request, _("From now on you sign in with a code."))
            return _enter(request, user, then, device)
        form.add_error("code", _("This code is wrong. Is the time on the phone right?"))
    picture, key = second_factor.picture(device), second_factor.spelled(device)
    return _ask(request, "set_up", form, picture=picture, key=key, first=bool(held))


@open_to_all("Whoever is in may leave; whoever is out is told so.")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and what the browser kept of it."""
    viewer = viewer_of(request)
    if viewer.user_id:
        services.note_sign_out(by=viewer.actor())
    logout(request)
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    waiting.forget(response)
    return response


@requires(Right.HOME)
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Show this once what was sent after the session had ended, to send it again."""
    kept = waiting.take(request, _user(request))
    if kept is None:
        return redirect("/")
    return render(request, "accounts/words.html", {"kept": kept})


@requires(Right.HOME)
def account(request: HttpRequest) -> HttpResponse:
    """Show one's roles and what one can change oneself."""
    user = _user(request)
    rows = [
        (ROLES[Role(m.role)], m.unit.name, m.valid_to and f"{m.valid_to:%d/%m/%Y}")
        for m in selectors.roles_of(user, today=timezone.localdate())
    ]
    device = second_factor.device_of(user)
    return render(request, "accounts/account.html", {"rows": rows, "device": device})


@sensitive_post_parameters("old", "new")
@requires(Right.HOME)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; wrong guesses at the old one are counted too."""
    user, viewer = _user(request), viewer_of(request)
    form = NewPassword(request.POST or None, user=user)
    if not form.is_valid():
        return _ask(request, "password", form)
    attempt = throttle.of(request, user.username)
    if wait := throttle.charge(attempt, now=timezone.now()):
        form.add_error(None, _too_often(wait.total_seconds()))
        return _ask(request, "password", form, 429)
    if not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("This is not your current password."))
        return _ask(request, "password", form)
    throttle.clear(attempt)
    new = form.cleaned_data["new"]
    services.change_password(user=user, password=new, by=viewer.actor())
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed. Other sessions have ended."))
    return redirect("accounts:account")


def _enter(
    request: HttpRequest, user: User, then: str, device: TOTPDevice | None = None
) -> HttpResponse:
    second_factor.release(request)
    login(request, user, backend="danvan.accounts.backends.Backend")
    if device is not None:
        otp_login(request, device)
    sessions.begin(request.session, now=timezone.now())
    services.note_sign_in(by=_actor(user))
    response = redirect("accounts:words" if waiting.settle(request, user) else then)
    waiting.remember(response, user)
    throttle.remember_device(request, response, user.username)
    return response


def _ask(
    request: HttpRequest, page: str, form: Form, status: int = WRONG, **more: Any
) -> HttpResponse:
    status = status if form.is_bound else 200
    context = {"form": form, **more}
    return render(request, f"accounts/{page}.html", context, status=status)


def _too_often(seconds: float) -> str:
    minutes = max(1, round(seconds / 60 + 0.49))
    return _(
        "Too many wrong tries. Try again in %(minutes)s minutes, "
        "or on a device on which you have signed in before."
    ) % {"minutes": minutes}


def _safe(request: HttpRequest, address: str) -> str:
    """Return an address within this site, else the front page."""
    inside = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside and address.startswith("/") else "/"


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - `requires` let him in # nosec B101
    return user


def _actor(user: User) -> Actor:
    return selectors.viewer_for(user, today=timezone.localdate()).actor()
