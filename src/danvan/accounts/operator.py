"""The operator's pages: who is let in, and which roles they hold."""

import datetime
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts import second_factor, selectors, services
from danvan.accounts.forms import NewRole, NewUser
from danvan.accounts.labels import ROLES
from danvan.accounts.models import Membership, User
from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right, Role


@requires(Right.ACCOUNTS_EDIT)
def people(request: HttpRequest) -> HttpResponse:
    """List the users with the roles they hold today."""
    found = selectors.people(viewer_of(request), today=timezone.localdate())
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [(user, [_said(m) for m in user.held]) for user in page]  # type: ignore[attr-defined]
    return render(request, "accounts/people.html", {"page": page, "rows": rows})


@requires(Right.ACCOUNTS_EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """Add a user."""
    form = NewUser(request.POST or None)
    if form.is_valid():
        user = services.create_user(**form.cleaned_data, by=viewer_of(request).actor())
        messages.success(request, _("The user is added. Now give a role."))
        return redirect("accounts:person", pk=user.pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/create.html", {"form": form}, status=status)


@requires(Right.ACCOUNTS_EDIT)
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a user's roles through time and give him another."""
    user, today = _person(request, pk), timezone.localdate()
    units = selectors.units_under(viewer_of(request), Right.ACCOUNTS_EDIT)
    form = NewRole(request.POST or None, units=units)
    if form.is_valid() and _grant(request, user, form):
        messages.success(request, _("The role is given."))
        return redirect("accounts:person", pk=pk)
    history = selectors.history_of(user)
    context = {
        "form": form,
        "person": user,
        "device": second_factor.device_of(user),
        "rows": [(m, _said(m), _open(m, today)) for m in history],
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@requires(Right.ACCOUNTS_EDIT)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once: yesterday was its last day."""
    units = selectors.units_under(viewer_of(request), Right.ACCOUNTS_EDIT)
    membership = get_object_or_404(Membership, pk=pk, unit__in=units)
    last_day = max(timezone.localdate(), membership.valid_from) - _A_DAY
    try:
        by = viewer_of(request).actor()
        services.end_role(membership=membership, last_day=last_day, by=by)
        messages.success(request, _("The role is ended."))
    except services.NotThatDay:
        messages.error(request, _("This role has ended already."))
    return redirect("accounts:person", pk=membership.user_id)


@require_POST
@requires(Right.ACCOUNTS_EDIT)
def set_active(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a user in or shut him out."""
    user, active = _person(request, pk), request.POST.get("active") == "yes"
    try:
        services.set_active(user=user, active=active, by=viewer_of(request).actor())
    except services.NotForOneself:
        messages.error(request, _("Nobody shuts himself out."))
    return redirect("accounts:person", pk=pk)


@require_POST
@requires(Right.ACCOUNTS_EDIT)
def reset(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take away a lost second factor."""
    user = _person(request, pk)
    try:
        services.remove_second_factor(user=user, by=viewer_of(request).actor())
        messages.success(request, _("The second factor is taken away."))
    except services.NotForOneself:
        messages.error(request, _("Another operator must do this for you."))
    return redirect("accounts:person", pk=pk)


_A_DAY = datetime.timedelta(days=1)


def _person(request: HttpRequest, pk: uuid.UUID) -> User:
    mine = selectors.people(viewer_of(request), today=timezone.localdate())
    return get_object_or_404(mine, pk=pk)


def _said(membership: Membership) -> str:
    return f"{ROLES[Role(membership.role)]} · {membership.unit.name}"


def _open(membership: Membership, today: datetime.date) -> bool:
    return membership.valid_to is None or membership.valid_to >= today


def _grant(request: HttpRequest, user: User, form: NewRole) -> bool:
    data = form.cleaned_data
    try:
        services.grant_role(
            user=user,
            unit=data["unit"],
            role=Role(data["role"]),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            by=viewer_of(request).actor(),
        )
    except services.AlreadyHeld:
        form.add_error("role", _("This role is held in this unit on these days."))
    except services.NotForOneself:
        form.add_error(None, _("Nobody gives a role to himself."))
    return form.is_valid()
