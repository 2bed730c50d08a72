"""Papers and the one series of numbers of our own, where a setting asks for it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from danvan.accounts.rights import Right, Viewer
from danvan.files.models import StoredFile
from danvan.orgs.models import Unit

NUMBER = r"^[0-9]{1,6}[A-Za-z]{0,2}$"


class State(models.TextChoices):
    """How far a paper has come."""

    DRAFT = "draft"
    ISSUED = "issued"  # it has its number and its day
    REPLACED = "replaced"


class Signer(models.TextChoices):
    """Who signs: by post, never by name."""

    HEAD = "head"
    DEPUTY = "deputy"  # KT., ký thay


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers, by who may see them."""

    def visible_to(self, viewer: Viewer) -> PaperQuerySet:
        """Keep those of the units in which the viewer may read papers."""
        return self.filter(unit__in=viewer.units(Right.PAPERS_READ))


class Paper(models.Model):
    """One paper of a unit, with all it says; the words come from its template.

    ``owner`` is a record string (``petitions.petition:<uuid>``): this room knows
    none of the rooms above it. ``values`` are the facts and what was entered, as
    they stood on ``made_on``. ``number`` stays empty until the clerical office
    gives it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)  # what the sheet names it by
    owner = models.CharField(max_length=120, db_index=True)
    template = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    made_by = models.CharField(max_length=120)  # a post
    values = models.JSONField()
    symbol = models.CharField(max_length=40)
    head = models.JSONField(default=dict)  # who issues and signs, as it was called
    signed_by = models.CharField(
        max_length=8, choices=Signer.choices, default=Signer.HEAD
    )
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.DRAFT, db_default=State.DRAFT
    )
    number = models.CharField(max_length=8, blank=True, default="", db_default="")
    date = models.DateField(null=True)
    file = models.OneToOneField(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the signed copy
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_on", "code"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "state", "made_on"], name="paper_by_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="paper_state_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="paper_signer_known", condition=Q(signed_by__in=Signer.values)
            ),
            models.CheckConstraint(
                name="paper_owner_named", condition=Q(owner__contains=":")
            ),
            models.CheckConstraint(
                name="paper_number_with_its_day",
                condition=Q(number="", date__isnull=True)
                | Q(number__regex=NUMBER, date__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_issued_by_number",
                condition=(Q(state=State.DRAFT) & Q(number=""))
                | (Q(state=State.ISSUED) & ~Q(number=""))
                | Q(state=State.REPLACED),
            ),
            models.CheckConstraint(
                name="paper_signed_copy_of_an_issued_one",
                condition=Q(file__isnull=True) | ~Q(number=""),
            ),
            models.UniqueConstraint(
                F("unit"),
                F("symbol"),
                F("number"),
                ExtractYear("date"),
                condition=~Q(number=""),
                name="paper_number_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def record(self) -> str:
        """How the journal and the files name this paper."""
        return f"papers.paper:{self.pk}"


class Series(models.Model):
    """The last number that a unit has given in a year; the row is the lock."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "year"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
