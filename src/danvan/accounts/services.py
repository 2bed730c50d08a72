"""Everything that changes who somebody is or what he may do."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts.models import Membership, User
from danvan.accounts.rights import Role
from danvan.core.actor import Actor, system
from danvan.journal import services as journal
from danvan.journal.services import CHANGED
from danvan.orgs.models import Unit


class NotForOneself(Exception):
    """Nobody gives himself a role, nor takes his own second factor away."""


class AlreadyHeld(Exception):
    """The user holds this role in this unit on one of these days."""


class NotThatDay(Exception):
    """A membership cannot end before the day before it began, nor be ended twice or prolonged."""


@transaction.atomic
def create_user(*, username: str, label: str, password: str, by: Actor) -> User:
    """Add a member of staff; ``label`` is a post, never a private name.

    Raises `ValidationError` for a password that `KnownPasswords` refuses, for a
    user name that is taken and for a post without a letter.
    """
    name = User.objects.normalise(username)
    user = User(username=name, label=User.objects.one_line(label))
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    journal.write(by=by, action="accounts.create-user", record=user.record)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: Actor) -> None:
    """Let a user in, or shut him out from his next request on."""
    if user.is_active == active:
        return
    if by.id == f"user:{user.pk}":
        raise NotForOneself
    user.is_active = active
    user.save(update_fields=["is_active"])
    change = (str(not active).lower(), str(active).lower())
    _write(by, "accounts.set-active", user, active=change)


@transaction.atomic
def set_shortcuts(*, user: User, on: bool, by: Actor) -> None:
    """Let single keys be commands for this user, or not (WCAG 2.1.4)."""
    if user.shortcuts == on:
        return
    user.shortcuts = on
    user.save(update_fields=["shortcuts"])
    change = (str(not on).lower(), str(on).lower())
    _write(by, "accounts.set-shortcuts", user, shortcuts=change)


@transaction.atomic
def grant_role(
    *,
    user: User,
    unit: Unit,
    role: Role,
    valid_from: datetime.date,
    valid_to: datetime.date | None = None,
    by: Actor,
) -> Membership:
    """Give a user a role in a unit, both days included.

    Raises `NotForOneself`, and `AlreadyHeld` where the days overlap with the
    same role held already.
    """
    if by.id == f"user:{user.pk}":
        raise NotForOneself
    User.objects.select_for_update().get(pk=user.pk)
    held = user.memberships.filter(unit=unit, role=role).exclude(
        valid_to__lt=valid_from
    )
    if (held.filter(valid_from__lte=valid_to) if valid_to else held).exists():
        raise AlreadyHeld
    membership = Membership.objects.create(
        user=user, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to
    )
    _write(
        by,
        "accounts.grant-role",
        user,
        unit=(None, unit.code),
        role=(None, role),
        valid_from=(None, valid_from.isoformat()),
        valid_to=(None, _iso(valid_to)),
    )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, last_day: datetime.date, by: Actor) -> None:
    """Let a membership hold until ``last_day`` and no longer.

    The day before it began is the last day of one that never held, so that a
    mistake can be taken back on the same day. Raises `NotThatDay` for a day
    before that, or not before the day on which it ends already.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    before = membership.valid_to
    earliest = membership.valid_from - datetime.timedelta(days=1)
    if last_day < earliest or (before and last_day >= before):
        raise NotThatDay
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])
    _write(
        by,
        "accounts.end-role",
        membership.user,
        unit=(membership.unit.code, membership.unit.code),
        role=(membership.role, membership.role),
        valid_to=(_iso(before), _iso(last_day)),
    )


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor) -> None:
    """Set a new password; all other sessions of the user end with it.

    Raises `ValidationError` for one that is refused.
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _write(by, "accounts.change-password", user, password=CHANGED)


@transaction.atomic
def take_second_factor(*, device: TOTPDevice, by: Actor) -> None:
    """Put a device into use whose first code was right; older ones go."""
    TOTPDevice.objects.filter(user=device.user).delete()
    device.confirmed = True
    device.save()
    _write(by, "accounts.second-factor", device.user, device=(None, "confirmed"))


@transaction.atomic
def remove_second_factor(*, user: User, by: Actor) -> None:
    """Take away a lost device; where one is required the next sign-in asks for a new one."""
    if by.id == f"user:{user.pk}":
        raise NotForOneself
    TOTPDevice.objects.filter(user=user).delete()
    _write(by, "accounts.second-factor", user, device=("confirmed", "removed"))


def note_sign_in(*, by: Actor) -> None:
    """Write down that somebody came in."""
    journal.write(by=by, action="accounts.sign-in", record=f"accounts.{by.id}")


def note_sign_out(*, by: Actor) -> None:
    """Write down that somebody left."""
    journal.write(by=by, action="accounts.sign-out", record=f"accounts.{by.id}")


def note_failure(*, username: str, what: str) -> None:
    """Write down a refused sign-in; ``what`` is password or code.

    What was typed is not kept: people type their password into the wrong field.
    """
    user = User.objects.named(username)
    record = user.record if user else "accounts.user:unknown"
    journal.write(
        by=system(), action="accounts.sign-in-failed", record=record, why=what
    )


def _write(by: Actor, action: str, user: User, **changes: journal.Change) -> None:
    journal.write(by=by, action=action, record=user.record, changes=changes)


def note_refusal(*, right: str, by: Actor) -> None:
    """Write down that somebody asked for what his roles do not include."""
    journal.write(by=by, action="accounts.refused", record=f"accounts.right:{right}")


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
