"""A received report: its text, its figures, what it cites and what was checked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.orgs.models import Unit

# Far beyond any budget, and within what the database counts exactly.
DIGITS = 100
PLACES = 30


class Provenance(models.TextChoices):
    """Where a value comes from (design, two flows)."""

    COUNTED = "counted"  # from records
    ENTERED = "entered"  # by a compiler
    REPORTED = "reported"  # read out of a text, with its span


class Severity(models.TextChoices):
    """How much a failing check weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, by who may see them."""

    def visible_to(self, viewer: Viewer) -> ReportQuerySet:
        """Keep the reports of the units in which the viewer reads reports."""
        return self.filter(unit_id__in=viewer.units(Right.REPORTS_READ))


class Report(models.Model):
    """One file as one unit received it; the same bytes again are the same report.

    ``text`` is what offsets count in; it is empty where only the figures are
    known (demonstration). ``name`` is the file's, cleaned; ``folded`` is the
    name as search compares it. ``rules_version`` says with which rules the
    figures were read and checked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the file, hexadecimal
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    source_name = models.CharField(max_length=200, blank=True)  # who published it
    characters = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    rules_version = models.CharField(max_length=40)
    uploaded_by = models.CharField(max_length=120)  # the post, as histories show it
    demonstration = models.BooleanField(default=False)
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected",
    )
    previous = models.ForeignKey(  # the one it was compared with when it was read
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="following",
    )
    created = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "sha256"], name="report_once_per_unit"
            ),
            models.CheckConstraint(
                name="report_hash_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="report_corrects_another",
                condition=Q(corrects__isnull=True) | ~Q(corrects=models.F("id")),
            ),
            models.CheckConstraint(
                name="report_follows_another",
                condition=Q(previous__isnull=True) | ~Q(previous=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """Something found in a text, with its place; ``key`` is its id there (f1)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()  # order in the audit, from 0
    key = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["report", "number"]

    def __str__(self) -> str:
        return f"{self.key} {self.start}-{self.end}"


def _constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["report", "key"], name=f"{name}_key_once"),
        models.CheckConstraint(
            name=f"{name}_start_before_end", condition=Q(start__lte=models.F("end"))
        ),
    ]


class Figure(Part):
    """A number of the text: as printed, as a value, and what it counts.

    ``value`` is the printed number without its scale word, ``scale`` the
    multiplier of that word; a run of digits beyond ``DIGITS`` is no figure.
    """

    text = models.TextField()
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    scale = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, default=1)
    unit = models.TextField(blank=True)
    bound = models.CharField(max_length=8, blank=True)  # min, max, approx
    label = models.TextField(blank=True)
    indicator = models.CharField(max_length=16, blank=True, db_index=True)
    provenance = models.CharField(
        max_length=8, choices=Provenance.choices, default=Provenance.REPORTED
    )
    more = models.JSONField(default=dict)  # optional keys: place, period, org

    class Meta(Part.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = _constraints("figure")


class Citation(Part):
    """A document the text names, with what the text says of it."""

    text = models.TextField()
    document = models.TextField()  # its number: 16/CT-TTg
    kind = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    issuer = models.TextField(blank=True)
    act = models.TextField(blank=True)  # its id in the register
    more = models.JSONField(default=dict)

    class Meta(Part.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = _constraints("citation")


class Check(Part):
    """A statement of the text that was checked, whether it holds or not."""

    rule = models.CharField(max_length=24)
    holds = models.BooleanField()
    severity = models.CharField(max_length=8, choices=Severity.choices)
    figures = models.JSONField(default=list)  # keys, in the order of the statement
    citations = models.JSONField(default=list)
    printed = models.TextField(blank=True)
    computed = models.TextField(blank=True)
    message_vi = models.TextField()
    message_en = models.TextField()
    more = models.JSONField(default=dict)  # optional keys: repair

    class Meta(Part.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = _constraints("check")


class Remark(models.Model):
    """A reader's word that a finding is no error, and why; kept for the next reader."""

    check_made = models.OneToOneField(
        Check, on_delete=models.CASCADE, related_name="remark"
    )
    reason = models.TextField()
    by = models.CharField(max_length=120)  # the post
    created = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason
