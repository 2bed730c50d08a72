"""By which decision a unit takes denunciations in sealed, and since when."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.orgs.models import Unit


class Channel(models.TextChoices):
    """The way a denunciation comes in."""

    ONLINE = "online"
    COUNTER = "counter"


class IntakeDecisionQuerySet(models.QuerySet["IntakeDecision"]):
    """Decisions by the day on which they hold."""

    def on(self, day: datetime.date) -> IntakeDecisionQuerySet:
        """Keep those in force on ``day``."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
        )


class IntakeDecision(models.Model):
    """A unit takes in sealed over one channel; ``valid_to`` is the last day.

    Where no row holds, the counter writes into the paper register and the public
    pages only guide. One ended on its first day ends on the day before it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    number = models.CharField(max_length=60)  # of the decision
    decided_on = models.DateField()
    signer = models.CharField(max_length=120)  # the post, not the person
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = IntakeDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="intake_decision_one_open",
                fields=["unit", "channel"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_decision_named",
                condition=~Q(number="") & ~Q(signer=""),
            ),
            models.CheckConstraint(
                name="intake_decision_days_in_order",
                condition=Q(decided_on__lte=F("valid_from"))
                & (
                    Q(valid_to__isnull=True)
                    | Q(valid_to__gte=F("valid_from") - datetime.timedelta(days=1))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.channel} · {self.number}"
