"""Hours that can be booked, and who booked them. Nobody is asked what for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Slot(models.Model):
    """An hour of a session and how many appointments it takes."""

    session = models.ForeignKey(
        "receptions.Session", on_delete=models.PROTECT, related_name="slots"
    )
    starts = models.TimeField()
    seats = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["session", "starts"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "starts"], name="slot_once"),
            models.CheckConstraint(
                name="slot_has_seats", condition=Q(seats__gte=1, seats__lte=20)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts}"


class Appointment(models.Model):
    """One seat of a slot taken by somebody; no two live ones share a seat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(
        Slot, on_delete=models.PROTECT, related_name="appointments"
    )
    seat = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    phone_key = models.CharField(max_length=30)
    code_hash = models.CharField(max_length=64)
    idempotency_key = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["slot", "seat"],
                condition=Q(cancelled_at__isnull=True),
                name="appointment_seat_once",
            ),
            models.CheckConstraint(
                name="appointment_has_a_seat", condition=Q(seat__gte=1)
            ),
            models.CheckConstraint(
                name="appointment_names_somebody", condition=~Q(name="")
            ),
            models.CheckConstraint(
                name="appointment_can_be_called",
                condition=Q(phone_key__regex="^[0-9]{8,15}$"),
            ),
            models.CheckConstraint(
                name="appointment_code_kept",
                condition=Q(code_hash__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="appointment_cancelled_or_arrived",
                condition=Q(cancelled_at__isnull=True) | Q(arrived_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.seat}"

    @property
    def record(self) -> str:
        """How the journal names this appointment."""
        return f"receptions.appointment:{self.pk}"
