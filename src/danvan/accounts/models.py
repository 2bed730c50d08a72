"""People of the office: who they are, what they may do, where and until when."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from danvan.accounts.rights import Role
from danvan.orgs.models import Unit


def typed(text: str) -> str:
    """Return one form of what keyboards compose differently (ế is one to three)."""
    return unicodedata.normalize("NFKC", text)


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""

    @staticmethod
    def one_line(text: str) -> str:
        """Return a post as the journal can hold it: in one line, every sign in sight."""
        seen = (" " if c.isspace() else c * c.isprintable() for c in text)
        return " ".join("".join(seen).split())

    @classmethod
    def normalise(cls, username: str) -> str:
        """Return the one form in which a user name is stored and looked up."""
        return typed(username).strip().casefold()

    def named(self, username: str) -> User | None:
        """Return the user of that name, or None."""
        return self.filter(username=self.normalise(username)).first()


class User(AbstractBaseUser):
    """A member of staff. ``label`` is the post that histories show."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    # Single keys as commands: who speaks to the computer switches them off.
    shortcuts = models.BooleanField(default=True, db_default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["label"]

    def __str__(self) -> str:
        return self.label

    @property
    def record(self) -> str:
        """How the journal names this user."""
        return f"accounts.user:{self.pk}"

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password in the one form of what was typed."""
        super().set_password(raw_password and typed(raw_password))

    def check_password(self, raw_password: str) -> bool:
        """Say whether this is the password, however the keyboard composed it."""
        return super().check_password(typed(raw_password))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by the day on which they hold."""

    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Keep those that hold on ``day``."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
        )


class Membership(models.Model):
    """A role that a user holds in a unit; ``valid_to`` is the last day.

    One taken back on its first day ends on the day before it and never held.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32, choices=[(r.value, r.value) for r in Role])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                name="membership_days_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from") - datetime.timedelta(days=1)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"


class Throttle(models.Model):
    """Wrong tries on one axis; the key is a keyed hash of what it stands for."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # no try is taken before

    def __str__(self) -> str:
        return self.key
