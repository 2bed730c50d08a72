"""Filters of the queue that somebody keeps, for himself or for the unit."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.models import User
from danvan.orgs.models import Unit


class SavedFilter(models.Model):
    """The query of an address under a name; ``shared`` with the whole unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "unit", "name"], name="savedfilter_once"
            ),
            models.CheckConstraint(
                name="savedfilter_says_something", condition=~Q(name="") & ~Q(query="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record(self) -> str:
        """How the journal names this filter."""
        return f"petitions.savedfilter:{self.pk}"
