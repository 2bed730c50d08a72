"""Who may open a case, who agreed, and who did."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.models import User
from danvan.orgs.models import Unit
from danvan.vault.models.cases import SealedCase


class Access(models.Model):
    """An officer is assigned to a case, in one unit, until ``ended_at``."""

    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="access_once",
                fields=["case", "unit", "user"],
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.user_id}"


class Approval(models.Model):
    """A second person's word for one opening, asked by one holder of another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    given_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="approval_by_another",
                condition=Q(given_by__isnull=True) | ~Q(given_by=models.F("asked_by")),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Opening(models.Model):
    """One opening: who, with whom, when, on what ground; the typed reason is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    ground = models.CharField(max_length=40)
    file = models.UUIDField(null=True)
    reason = models.BinaryField()  # sealed under the key of the compartment

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.at:%Y-%m-%d}"
