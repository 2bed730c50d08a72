"""People of the office: who they are, what they may do, where and until when."""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from danvan.accounts.rights import Role
from danvan.orgs.models import Unit


class User(AbstractBaseUser):
    """A member of staff. ``label`` is the post that histories show."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[BaseUserManager[User]] = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["label"]

    def __str__(self) -> str:
        return self.label


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by the day on which they hold."""

    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Keep those that hold on ``day``."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
        )


class Membership(models.Model):
    """A role that a user holds in a unit from one day to another."""

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
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit}"
