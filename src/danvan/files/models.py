"""Files that passed the gate and belong to a record."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class StoredFile(models.Model):
    """One cleaned file on disk under its id, and the record it belongs to.

    ``owner`` is a record string (``petitions.petition:<uuid>``): this room
    knows none of the rooms above it. Rows never change; ``created`` has a
    default in the database because the public process inserts through SQL.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=120, db_index=True)
    name = models.CharField(max_length=160)  # cleaned, as it is shown
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes of the cleaned copy
    sha256 = models.CharField(max_length=64)  # of the cleaned copy, hexadecimal
    pages = models.PositiveIntegerField(null=True, blank=True)
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="storedfile_owner_named", condition=Q(owner__contains=":")
            ),
            models.CheckConstraint(
                name="storedfile_hash_whole",
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
