"""The law's course of a sealed case, in each unit that has it: codes, days, no words."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.models import User
from danvan.orgs.models import Unit
from danvan.vault.models.cases import SealedCase


class SealedStep(models.Model):
    """One step of the course in one unit; appended, never changed.

    ``before`` and ``after`` are states of ``course`` (empty: from outside).
    ``facts`` holds codes, days and numbers of decisions. ``note`` is what was
    typed, sealed under the key of ``compartment``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    course = models.CharField(max_length=20)
    step = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True, default="")
    after = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    article = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    compartment = models.CharField(max_length=40, blank=True, default="")
    note = models.BinaryField(default=b"")

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="sealed_step_seq", fields=["case", "unit", "seq"]
            ),
            models.CheckConstraint(
                name="sealed_step_note_has_its_key",
                condition=Q(note=b"") | ~Q(compartment=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.seq}"


class TermOutcome(models.TextChoices):
    """How a term ended."""

    MET = "met"
    LATE = "late"
    LAPSED = "lapsed"  # the matter it was set for fell away


class SealedTerm(models.Model):
    """One legal term of the course in one unit; ``due`` is None while the clock stands.

    ``term`` is `core.casework.term.Term` as JSON, ``trace`` that of its deadline.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SealedCase, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    start = models.DateField()
    due = models.DateField(null=True)
    term = models.JSONField()
    trace = models.JSONField()
    ended = models.DateField(null=True)
    outcome = models.CharField(
        max_length=8, choices=TermOutcome.choices, blank=True, default=""
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["start", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="sealed_term_runs_once",
                fields=["case", "unit", "code"],
                condition=Q(ended__isnull=True),
            ),
            models.CheckConstraint(
                name="sealed_term_ended_somehow",
                condition=Q(ended__isnull=True, outcome="")
                | (Q(ended__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.code}"
