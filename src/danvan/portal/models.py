"""What the public process keeps for itself: half-filled forms, counts of a flood."""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

# So long a half-filled form waits; the files it holds are swept a day later.
LIFETIME = datetime.timedelta(days=2)


class SavedFormQuerySet(models.QuerySet["SavedForm"]):
    """Half-filled forms, by age."""

    def alive(self, now: datetime.datetime) -> SavedFormQuerySet:
        """Keep those that still wait for their citizen."""
        return self.filter(touched_at__gt=now - LIFETIME)


class SavedForm(models.Model):
    """Answers page by page (``{page: {field: text}}``) and files that passed the gate.

    Never a denunciation. Once sent, the answers are gone from here and the
    number stays, so that a second press leads to the same receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=24, blank=True, default="")
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    objects = SavedFormQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="savedform_never_a_denunciation",
                condition=Q(kind__in=["feedback", "complaint"]),
            ),
            models.CheckConstraint(
                name="savedform_sent_keeps_no_answer",
                condition=Q(number="") | Q(answers={}, files=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Flood(models.Model):
    """How many letters were sent in one window of ten minutes, by keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    sent = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
