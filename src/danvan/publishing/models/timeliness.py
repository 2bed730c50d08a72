"""Who was on time, as a place that decided so shows it to the public."""

from typing import Any

from django.db import models

from danvan.orgs.models import Unit


class Timeliness(models.Model):
    """What a place may show of the last sheets of its units; written by a job.

    ``body`` has, by sheet, each unit with its due day, the day it sent and its state:
    ``on_time``, ``late`` or ``missing``. The public's function shows it only while
    the place's decision holds.
    """

    place = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    body: Any = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place_id} {self.at:%Y-%m-%d}"
