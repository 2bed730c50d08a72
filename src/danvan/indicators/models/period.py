"""Reporting periods that were used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.core.calendar import periods


class Period(models.Model):
    """A reporting period that was used; its days stay what they were then."""

    key = models.CharField(max_length=16, unique=True)  # as `core.calendar.periods`
    chain = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-end", "start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="period_days_in_order", condition=Q(start__lte=models.F("end"))
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def known(self) -> periods.Period:
        """The period with its act and its due days."""
        return periods.by_key(self.key)
