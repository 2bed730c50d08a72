"""What a unit owes for a period, how far it is, and what it signed.

Steps and lines are appended and never changed (``migrations/sql/values.sql``);
``Submission.stage`` is a copy of what the last step says.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models.period import Period
from danvan.indicators.models.values import Value
from danvan.orgs.models import Unit


class Stage(models.TextChoices):
    """How far a submission is; what it means to a viewer is one of seven states."""

    OPEN = "open"
    SIGNED = "signed"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    LOCKED = "locked"


class Action(models.TextChoices):
    """What was done to a submission."""

    OPEN = "open"
    SIGN = "sign"
    UNSIGN = "unsign"
    SEND = "send"
    RETURN = "return"
    APPROVE = "approve"  # by the level above
    UNAPPROVE = "unapprove"
    ACCEPT = "accept"  # taken into the level above's own submission
    UNACCEPT = "unaccept"
    LOCK = "lock"
    UNLOCK = "unlock"
    ATTACH = "attach"  # the PDF signed in the office's own system
    DAYS = "days"  # the days it covers, where they are not the period's


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions, by who may see them."""

    def visible_to(self, viewer: Viewer) -> SubmissionQuerySet:
        """Keep those of the units in which the viewer reads forms."""
        return self.filter(unit_id__in=viewer.units(Right.FORMS_READ))


class Submission(models.Model):
    """One sheet (`core.indicators.chains.Sheet`) of one unit for one period.

    ``start`` and ``end`` are the days it really covers, by default the period's.
    ``due`` is the day it was owed on, as known when it was last sent (before that, when
    it was opened); empty where no source fixes one. A row exists from the first step on; what is owed is reckoned
    from assignments, never from rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=32)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    due = models.DateField(null=True)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.OPEN)
    sent_at = models.DateTimeField(null=True)  # the first time; timeliness goes by it
    note = models.TextField(blank=True, default="")
    notes = models.JSONField(default=dict)  # of single lines, by code, until signed

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["period", "sheet", "unit"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="submission_once", fields=["unit", "sheet", "period"]
            ),
            models.CheckConstraint(
                name="submission_days_in_order", condition=Q(start__lte=F("end"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.unit_id}"

    @property
    def record(self) -> str:
        """How the journal names this submission."""
        return f"indicators.submission:{self.pk}"


class Step(models.Model):
    """Something done to a submission, at the unit that did it.

    ``paper`` is the id of the attachment with the signed PDF, for ``attach``.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="steps"
    )
    action = models.CharField(max_length=10, choices=Action.choices)
    at_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, default="")
    paper = models.CharField(max_length=64, blank=True, default="")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d}"


class Line(models.Model):
    """One value as it was signed; ``amount`` empty means left empty, not zero."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=16)
    value = models.ForeignKey(
        Value, null=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(max_digits=30, decimal_places=6, null=True)
    nothing = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="line_once", fields=["step", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.amount}"


class LockException(models.Model):
    """A unit may still send after the window closed, until a day, for a reason."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=32)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="lock_exception_with_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.unit_id} {self.until}"


class DueDay(models.Model):
    """A day by which the units of a place owe a sheet, set by the place's decision.

    ``closes`` is the last day on which a unit may still send; empty: never closed.
    """

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=32)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    closes = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=120)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="due_day_before_closing",
                condition=Q(closes__isnull=True) | Q(closes__gte=F("due")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.due}"
