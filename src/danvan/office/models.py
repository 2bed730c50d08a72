"""What the frame itself keeps: that a leader urged a unit, once a day at most."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.orgs.models import Unit


class Urging(models.Model):
    """A leader of a place urged a unit to do what it is late with; never changed.

    ``letters`` and ``sheets`` are how many were late then. ``by`` is the post.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    letters = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="urging_once_a_day", fields=["unit", "on"]),
            models.CheckConstraint(
                name="urging_for_something",
                condition=Q(letters__gt=0) | Q(sheets__gt=0),
            ),
            models.CheckConstraint(
                name="urging_of_another", condition=~Q(unit=F("place"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on:%Y-%m-%d}"

    @property
    def record(self) -> str:
        """How the journal names this urging."""
        return f"office.urging:{self.pk}"
