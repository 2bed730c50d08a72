"""That a unit was reminded of what it owes, and whether its timeliness is public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.indicators.models.period import Period
from danvan.orgs.models import Unit


class Reminder(models.Model):
    """One reminder of one kind (`core.indicators.reminders.Kind`); never a second."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=32)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    due = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="reminder_once", fields=["unit", "sheet", "period", "kind"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.unit_id} {self.kind}"


class PublicTimeliness(models.Model):
    """A place's decision to show who was on time to the public, or to stop it.

    The last row whose ``since`` has come holds; without one nothing is public.
    """

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    public = models.BooleanField()
    since = models.DateField()
    decision = models.CharField(max_length=120)  # its number
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="public_timeliness_by_decision", condition=~Q(decision="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.public} {self.since}"
