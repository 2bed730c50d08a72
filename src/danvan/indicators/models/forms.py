"""Statutory forms as a unit filled them for a period, cell by cell."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models.period import Period
from danvan.orgs.models import Unit


class State(models.TextChoices):
    """How far a filled form is."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"


class Part(models.TextChoices):
    """Whose figures a filled form holds."""

    OWN = "own"  # of the unit itself
    SUM = "sum"  # of the units of the place in which it stands, and of the place


class Source(models.TextChoices):
    """Where the value of a cell comes from."""

    COUNTED = "counted"  # from records
    ENTERED = "entered"  # by a compiler, with a reason
    NOTHING = "nothing"  # by a compiler: there was none
    SUMMED = "summed"  # from the forms of other units


class FilledFormQuerySet(models.QuerySet["FilledForm"]):
    """Filled forms, by who may see them."""

    def visible_to(self, viewer: Viewer) -> FilledFormQuerySet:
        """Keep the forms of the units in which the viewer reads forms."""
        return self.filter(unit_id__in=viewer.units(Right.FORMS_READ))


class FilledForm(models.Model):
    """One form of one unit for one period.

    ``form`` is the id in `core.forms` (01/XLD/2024). Of a form whose columns are
    not known the cells are counts under their own ids. ``rows`` of ``expected``
    units are in a sum.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=24)
    part = models.CharField(max_length=4, choices=Part.choices, default=Part.OWN)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    note = models.TextField(blank=True, default="")
    counted_at = models.DateTimeField(null=True)
    expected = models.PositiveIntegerField(null=True)
    rows = models.PositiveIntegerField(null=True)
    signed_by = models.CharField(max_length=120, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = FilledFormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["period", "form", "unit"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="filled_form_once", fields=["unit", "period", "form", "part"]
            ),
            models.CheckConstraint(
                name="filled_form_signed_by_somebody",
                condition=Q(state="draft", signed_at__isnull=True, signed_by="")
                | (~Q(state="draft") & Q(signed_at__isnull=False) & ~Q(signed_by="")),
            ),
            models.CheckConstraint(
                name="filled_form_sent_when_sent",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.unit_id}"

    @property
    def record(self) -> str:
        """How the journal names this form."""
        return f"indicators.filledform:{self.pk}"


class FormCell(models.Model):
    """One value with where it comes from; a cell without a row is empty, not zero."""

    filled = models.ForeignKey(
        FilledForm, on_delete=models.CASCADE, related_name="cells"
    )
    column = models.CharField(max_length=32)
    value = models.DecimalField(max_digits=24, decimal_places=4)
    source = models.CharField(max_length=8, choices=Source.choices)
    reason = models.TextField(blank=True, default="")
    by = models.CharField(max_length=120)  # the post, as histories show it
    at = models.DateTimeField()
    missing = models.PositiveIntegerField(default=0)  # rows of a sum without a value

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="form_cell_once", fields=["filled", "column"]),
            models.CheckConstraint(
                name="form_cell_not_negative", condition=Q(value__gte=0)
            ),
            models.CheckConstraint(
                name="form_cell_entered_with_reason",
                condition=~Q(source="entered") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="form_cell_nothing_is_zero",
                condition=~Q(source="nothing") | Q(value=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column} = {self.value}"


class FormDefinition(models.Model):
    """A form read from a circular's appendix and confirmed by a person."""

    form = models.CharField(max_length=24, unique=True)  # its id
    table = models.TextField()  # TOML, as `core.forms.load` reads it
    sha256 = models.CharField(max_length=64)  # of the appendix's file, as read
    confirmed_by = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["form"]

    def __str__(self) -> str:
        return self.form
