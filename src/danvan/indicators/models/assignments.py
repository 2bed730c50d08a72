"""Which sheets a place asks its units for, and since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.orgs.models import Unit


class Assignment(models.Model):
    """A place's word on one sheet: asked for in periods that end from a day on.

    The last row of a sheet holds; both days belong to it. A place without any row asks
    for every sheet there is; one with rows for those it has named.
    """

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=32)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=120)  # its number
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="assignment_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="assignment_by_decision", condition=~Q(decision="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.sheet} {self.since}"
