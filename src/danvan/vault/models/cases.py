"""Sealed cases, their keys and their ciphertexts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.orgs.models import Unit
from danvan.vault.models.keys import UnitKey


class CaseState(models.TextChoices):
    """As much of a case's course as may be told to whom it concerns."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    CLOSED = "closed"


class SealedCase(models.Model):
    """What is known of a sealed case without opening it: nothing of persons.

    ``number`` is random and of no unit's series. ``number``, ``code_hash`` and
    ``idempotency_key`` belong to the receipt. A case kept on paper has no blobs.
    ``course`` and ``stage`` copy the receiver's last step; ``state`` is what may be
    told outside, ``deadline`` the nearest term that runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    deadline = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED
    )
    # Set by the database too: cases come in through vault_intake.
    course = models.CharField(max_length=20, db_default="denunciation")
    stage = models.CharField(max_length=20, db_default="received")
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


class BlindTag(models.Model):
    """That a case names somebody, for finding the same person in another one.

    Made when a holder opens the identity; gone with the epoch of ``key``.
    """

    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=[("id", "id"), ("phone", "phone")])
    tag = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="blind_tag_once", fields=["unit", "kind", "tag", "case"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.kind}"


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
