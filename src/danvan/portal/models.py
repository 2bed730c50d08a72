"""A half-filled form of a citizen: the one table the public process reads back."""

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

# Shorter than what `files` grants to files without a row (three days).
KEPT_FOR = datetime.timedelta(days=2)
# After sending: long enough for a lost answer to be asked for once more.
KEPT_AFTER_SENDING = datetime.timedelta(minutes=30)


class SavedForm(models.Model):
    """What was filled in so far, by page; found by a key in a signed cookie.

    Never a denunciation. The idempotency key is born with it, so that a double
    click, a retry and a second tab are one petition.
    """

    class Kind(models.TextChoices):
        """What is being written; there is no third kind here."""

        FEEDBACK = "feedback"
        COMPLAINT = "complaint"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4)
    answers = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    sent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="savedform_never_a_denunciation",
                condition=Q(kind__in=["feedback", "complaint"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
