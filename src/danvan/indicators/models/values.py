"""Values of indicators from four sources, side by side, with their whole history.

No row is ever changed or deleted (``migrations/sql/values.sql``): a correction is a
new value that names the one it takes the place of.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models.period import Period
from danvan.orgs.models import Unit


class Provenance(models.TextChoices):
    """Where a value comes from (design, two flows)."""

    COUNTED = "counted"  # from records of the apps
    ENTERED = "entered"  # by a compiler
    IMPORTED = "imported"  # from a sheet
    REPORTED = "reported"  # read out of a text, with its span


class Bound(models.TextChoices):
    """What a printed number stands for when it is not the number itself."""

    EXACT = ""
    MIN = "min"  # "hơn", "trên"
    MAX = "max"
    APPROX = "approx"


class ValueQuerySet(models.QuerySet["Value"]):
    """Values, by whether they stand and by who may see them."""

    def standing(self) -> ValueQuerySet:
        """Keep the values that none corrects."""
        return self.filter(correction__isnull=True)

    def visible_to(self, viewer: Viewer) -> ValueQuerySet:
        """Keep the values of the units in which the viewer reads forms."""
        return self.filter(unit_id__in=viewer.units(Right.FORMS_READ))


class Value(models.Model):
    """One number of one unit for one period under the code of an indicator or part.

    ``amount`` is in the unit of the catalogue, its scale word multiplied in. It is
    empty where a correction takes a value back. ``nothing`` is a zero that somebody
    stated ("không phát sinh"); a value that is not there is neither.
    ``origin`` tells values of the same provenance apart: the id of the report for a
    reported one, else empty. ``evidence`` leads to the place it was read at:
    ``{"report", "figure", "start", "end"}``, ``{"file", "sheet", "row", "column"}``.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="values")
    code = models.CharField(max_length=16)
    provenance = models.CharField(max_length=8, choices=Provenance.choices)
    origin = models.CharField(max_length=64, blank=True, default="")
    amount = models.DecimalField(max_digits=30, decimal_places=6, null=True)
    nothing = models.BooleanField(default=False)
    bound = models.CharField(
        max_length=6, choices=Bound.choices, blank=True, default=Bound.EXACT
    )
    evidence = models.JSONField(default=dict)
    reason = models.TextField(blank=True, default="")
    by = models.CharField(max_length=120)  # the post, as histories show it
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correction",
    )

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="value_place", fields=["period", "unit", "code"]),
            models.Index(name="value_over_time", fields=["unit", "code", "period"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="value_one_history",
                fields=["unit", "period", "code", "provenance", "origin"],
                condition=Q(corrects__isnull=True),
            ),
            models.CheckConstraint(
                name="value_corrected_with_reason",
                condition=Q(corrects__isnull=True)
                | Q(provenance="counted")
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="value_taken_back_only_by_correction",
                condition=Q(amount__isnull=False) | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="value_nothing_is_zero", condition=Q(nothing=False) | Q(amount=0)
            ),
            models.CheckConstraint(
                name="value_not_its_own_correction",
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.amount}"

    @property
    def record(self) -> str:
        """How the journal names this value."""
        return f"indicators.value:{self.pk}"


class Choice(models.Model):
    """Which of several values of a cell counts, and why; the last one holds.

    Without one: counted before entered before imported before reported.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="choices")
    reason = models.TextField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="choice_place", fields=["period", "unit", "code"])
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="choice_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value_id}"
