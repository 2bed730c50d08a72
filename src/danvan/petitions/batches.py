"""One step for many petitions: which, what became of each, and why some were left."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q, Value

from danvan.accounts.models import User
from danvan.orgs.models import Unit


class Batch(models.Model):
    """Petitions somebody selected, and the step he chose for them, if he did yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    query = models.CharField(max_length=1000, blank=True)  # the list it came from
    made_at = models.DateTimeField()
    verb = models.CharField(max_length=12, blank=True)
    words = models.JSONField(default=dict)  # what stands beside the step
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="batch_decided_with_a_step",
                condition=Q(verb="", decided_at__isnull=True)
                | (~Q(verb="") & Q(decided_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.record

    @property
    def record(self) -> str:
        """How the journal names this batch."""
        return f"petitions.batch:{self.pk}"


class Fate(models.TextChoices):
    """What became of one petition of a batch."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    UNDONE = "undone"


class Why(models.TextChoices):
    """Why a petition is left out."""

    STATE = "state"  # the course has no such step from where it stands
    RIGHT = "right"  # the step is not this person's to take there
    CHANGED = "changed"  # somebody acted on it since it was selected
    UNIT = "unit"  # its unit cannot give it to the unit chosen
    GONE = "gone"  # not to be seen any more
    FAILING = "failing"  # a condition is on record as not met
    FOREIGN = "foreign"  # on record as another body's to settle
    LAW = "law"  # the law asks for something that is not there; `said` tells what


class BatchItem(models.Model):
    """One petition of a batch, in the version that was selected."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    fate = models.CharField(
        max_length=8, choices=Fate.choices, default=Fate.WAITING, db_default="waiting"
    )
    why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    said = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField())
    )  # the law's reason by language, where ``why`` is the law
    before = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who had it, where giving it back undoes the step

    class Meta:
        ordering: ClassVar[list[str]] = ["batch", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["batch", "petition"], name="batchitem_once"
            ),
            models.CheckConstraint(
                name="batchitem_skipped_for_a_reason",
                condition=(Q(fate="skipped") & Q(why__in=Why.values))
                | (~Q(fate="skipped") & Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position} {self.fate}"
