"""Who may open a case, who agreed, and who did."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.models import User
from danvan.orgs.models import Unit
from danvan.vault.models.cases import SealedCase
from danvan.vault.models.keys import OfficerKey, UnitKey


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


class VerifierKey(models.Model):
    """The key of a story in the hands of a verifier; it ends with his assignment.

    Wrapped to his own key, so a new epoch of the unit leaves it as it is. That
    of an identity is never given: the database refuses the row.
    """

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=40)
    officer_key = models.ForeignKey(OfficerKey, on_delete=models.PROTECT)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="verifier_key_once", fields=["access", "compartment"]
            ),
            models.CheckConstraint(
                name="verifier_key_of_no_identity",
                condition=Q(compartment="story")
                | Q(compartment__startswith="extract:"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.access_id} · {self.compartment}"


class Approval(models.Model):
    """A second person's word for one opening, asked by one holder of another.

    ``reason`` is sealed to ``key``, the unit's: its holders read why they are asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ground = models.CharField(max_length=40, default="", blank=True)
    key = models.ForeignKey(
        UnitKey, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.BinaryField(default=b"")
    given_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="approval_by_another",
                condition=Q(given_by__isnull=True) | ~Q(given_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="approval_given_or_declined",
                condition=Q(given_at__isnull=True) | Q(declined_at__isnull=True),
            ),
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
