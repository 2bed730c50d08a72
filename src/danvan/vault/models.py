"""Keys and sealed cases: ciphertext, and what must be known without opening it.

Row-level security is forced on what a unit or an officer alone may read
(migration 0002): outside `danvan.vault.scope` these tables look empty.
"""

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


class CaseState(models.TextChoices):
    """As much of a case's course as may be told to whom it concerns."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    CLOSED = "closed"


class SealedCase(models.Model):
    """What is known of a sealed case without opening it: nothing of persons.

    ``number`` is random and of no unit's series. ``number``, ``code_hash`` and
    ``idempotency_key`` belong to the receipt. A case kept on paper has no blobs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    deadline = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED
    )
    on_paper = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=200, blank=True, default="")
    idempotency_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return self.number

    @property
    def record(self) -> str:
        """How the journal names this case."""
        return f"vault.case:{self.pk}"


class Wrap(models.Model):
    """The key of one compartment, shut for one unit's key of one epoch.

    Who has such a row knows of the case; who has none does not.
    """

    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="wraps")
    compartment = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="wraps")
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="wrap_once", fields=["case", "compartment", "unit"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.compartment}"


class SealedBlob(models.Model):
    """One ciphertext. ``unit_code`` and ``epoch`` are those it was sealed under."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="blobs")
    compartment = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=[("text", "text"), ("file", "file")])
    unit_code = models.CharField(max_length=24)
    epoch = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="blob_one_text",
                fields=["case", "compartment"],
                condition=Q(kind="text"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.kind}"


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


# Kept in a file of its own; Django looks for models here.
from danvan.vault.decision import IntakeDecision  # noqa: E402, F401
