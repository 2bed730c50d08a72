"""Keys of officers, of units and of the recovery of a province."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.models import User
from danvan.orgs.models import Unit


class OfficerKey(models.Model):
    """The public key of an officer; a forgotten passphrase makes a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seal_keys")
    public = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="officer_key_one_in_use",
                fields=["user"],
                condition=Q(retired_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"vault.officer-key:{self.pk}"


class OfficerSecret(models.Model):
    """The private key under the passphrase; nobody but its owner sees the row."""

    key = models.OneToOneField(OfficerKey, on_delete=models.PROTECT, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    salt = models.BinaryField()
    memory = models.PositiveIntegerField()  # KiB
    time = models.PositiveSmallIntegerField()
    lanes = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"vault.officer-secret:{self.key_id}"


class RecoveryKey(models.Model):
    """The public key of a province's recovery; the private one is cut in shares."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="recovery_key_one_in_use",
                fields=["province"],
                condition=Q(retired_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"vault.recovery-key:{self.pk}"


class RecoveryShare(models.Model):
    """Which office keeps which share. The share itself is on paper, not here."""

    recovery = models.ForeignKey(
        RecoveryKey, on_delete=models.PROTECT, related_name="shares"
    )
    number = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="recovery_share_once", fields=["recovery", "number"]
            ),
            models.UniqueConstraint(
                name="recovery_share_one_each", fields=["recovery", "office"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.office}"


class KeyState(models.TextChoices):
    """What a unit's key is good for."""

    ACTIVE = "active"  # seals and opens
    RETIRING = "retiring"  # opens what has not been handed over yet
    DESTROYED = "destroyed"  # nobody has its private part


class UnitKey(models.Model):
    """The key of a unit in one epoch; its private part is with the holders only."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seal_keys")
    epoch = models.PositiveIntegerField()
    public = models.BinaryField()
    state = models.CharField(max_length=10, choices=KeyState.choices)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True)
    recovery = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT)
    recovery_wrap = models.BinaryField()  # empty once destroyed

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="unit_key_epoch", fields=["unit", "epoch"]),
            models.UniqueConstraint(
                name="unit_key_one_active",
                fields=["unit"],
                condition=Q(state="active"),
            ),
            models.CheckConstraint(
                name="unit_key_destroyed_is_gone",
                condition=~Q(state="destroyed") | Q(recovery_wrap=b""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.epoch}"


class Holding(models.Model):
    """A unit's private key in the hands of one officer.

    An active key has two holders or more at the end of every transaction; the
    database refuses to commit otherwise.
    """

    key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="holdings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    officer_key = models.ForeignKey(OfficerKey, on_delete=models.PROTECT)
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="holding_once", fields=["key", "user"])
        ]

    def __str__(self) -> str:
        return f"{self.key_id} · {self.user_id}"
