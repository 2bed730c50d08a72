"""Units of government and the working days, both dated."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Level(models.TextChoices):
    """The tier of government a unit stands on."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"  # ended on 30/6/2025, kept for history
    COMMUNE = "commune"


class Kind(models.TextChoices):
    """What a unit is."""

    TERRITORY = "territory"  # the place itself, a parent of what sits in it
    PEOPLES_COMMITTEE = "peoples_committee"
    DEPARTMENT = "department"
    INSPECTORATE = "inspectorate"
    PEOPLES_COUNCIL = "peoples_council"
    FATHERLAND_FRONT = "fatherland_front"
    FRONT_MEMBER = "front_member"
    PARTY_BODY = "party_body"
    POLICE = "police"
    MILITARY = "military"
    COURT = "court"
    PROCURACY = "procuracy"
    SERVICE_UNIT = "service_unit"
    STATE_ENTERPRISE = "state_enterprise"
    BROADCASTER = "broadcaster"
    POLITICAL_SCHOOL = "political_school"
    INSPECTION_BOARD = "inspection_board"
    HAMLET = "hamlet"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, by the day on which they existed."""

    def as_of(self, day: datetime.date) -> UnitQuerySet:
        """Keep the units that existed on ``day``; an open side has no bound."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Unit(models.Model):
    """A unit of government over the days on which it was this very unit.

    ``valid_from`` empty means before our records; ``valid_to`` is the last
    day, empty while the unit stands.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=Level.choices)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    remote = models.BooleanField(default=False)  # longer legal terms apply
    sort_key = models.BinaryField(max_length=800, editable=False, default=b"")
    folded = models.CharField(max_length=200, editable=False, default="", db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_key", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="unit_days_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
