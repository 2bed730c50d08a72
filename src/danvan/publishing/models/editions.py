"""What is published: figures frozen with the rules they were made by.

Once approved an edition and its figures never change (``migrations/sql/editions.sql``);
a correction is a new edition that names the one it corrects and keeps what it said.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models import Period, Value
from danvan.orgs.models import Unit
from danvan.publishing import reach


class State(models.TextChoices):
    """How far an edition is."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # published once, and corrected by a later one


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, by who may see them."""

    def visible_to(self, viewer: Viewer) -> EditionQuerySet:
        """Keep those of the places in which the viewer reads editions."""
        return self.filter(place_id__in=reach.units(viewer, Right.EDITIONS_READ))


class Edition(models.Model):
    """The figures of a place for a period, as it publishes them.

    ``number`` and ``version`` name it: versions of one number correct each other.
    ``body`` is the canonical JSON of the figures and rules, made when it is approved,
    and ``sha256`` the hash of those bytes in UTF-8; both empty in a draft.
    ``rules`` is the version of the rules of disclosure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    number = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    rules = models.CharField(max_length=16)
    body = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correction",
    )
    reason = models.TextField(blank=True, default="")  # why it corrects; public
    demonstration = models.BooleanField(default=False)
    # Who did it, as the journal names people: one person does not do it all.
    preparer = models.CharField(max_length=64, blank=True, default="")
    approver = models.CharField(max_length=64, blank=True, default="")
    prepared_by = models.CharField(max_length=120)
    prepared_at = models.DateTimeField()
    approved_by = models.CharField(max_length=120, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=120, blank=True, default="")
    published_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-prepared_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="edition_version_once", fields=["number", "version"]
            ),
            # One series of versions for the same days of a place: what one says, no
            # other contradicts. A draft that is thrown away makes room.
            models.UniqueConstraint(
                name="edition_series_once",
                fields=["place", "period"],
                condition=Q(corrects__isnull=True),
            ),
            models.CheckConstraint(
                name="edition_corrects_with_reason",
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="edition_not_its_own_correction",
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
            ),
            models.CheckConstraint(
                name="edition_hashed_from_approval",
                condition=Q(state="draft", sha256="", body="")
                | (~Q(state="draft") & Q(sha256__regex="^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="edition_published_with_its_day",
                condition=Q(state__in=["draft", "approved"], published_at__isnull=True)
                | Q(state__in=["published", "superseded"], published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def by_one_person(self, actor: str) -> bool:
        """Say whether the actor prepared and approved it, and so does not publish it."""
        return actor == self.preparer == self.approver

    @property
    def record(self) -> str:
        """How the journal names this edition."""
        return f"publishing.edition:{self.pk}"


class FigureKind(models.TextChoices):
    """Whether a figure comes from values of our own, or was printed by somebody before."""

    COUNTED = "counted"  # of our own values; counts are rounded to five
    PRINTED = "printed"


class EditionFigure(models.Model):
    """One published number of a unit.

    ``printed`` is what stands in print, ``amount`` the same as a number in the
    catalogue's unit. A figure printed by others names its source: the report's name,
    the SHA-256 of its file and the place of the number in its text (characters).
    ``finding`` is what the check of that text says, by language; empty: nothing.
    ``quoted`` is whether the words around it may be shown (`hushing`).
    ``was`` is what the edition it corrects printed in the same place.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="figures"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    printed = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=30, decimal_places=6)
    bound = models.CharField(max_length=6, blank=True, default="")
    kind = models.CharField(max_length=8, choices=FigureKind.choices)
    value = models.ForeignKey(
        Value, null=True, on_delete=models.PROTECT, related_name="+"
    )
    was = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    finding = models.JSONField(default=dict)
    quoted = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["edition", "unit", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="edition_figure_once",
                fields=["edition", "unit", "period", "code"],
            ),
            models.CheckConstraint(
                name="edition_figure_printed_has_source",
                condition=Q(kind="counted", sha256="")
                | (Q(kind="printed") & ~Q(source="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.printed}"


class OpenSource(models.Model):
    """A report that was published by its issuer, and what the public is told of it.

    ``published`` is marked by a person who saw it published: then its sentences are
    shown beside the figures; else only number, date and issuer are.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the file
    number = models.CharField(max_length=60, blank=True, default="")
    day = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=160, blank=True, default="")
    where = models.CharField(max_length=300, blank=True, default="")  # it was published
    published = models.BooleanField(default=False)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="open_source_once", fields=["unit", "sha256"]),
            models.CheckConstraint(
                name="open_source_hash_whole",
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="open_source_says_where",
                condition=Q(published=False) | ~Q(where=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.sha256[:12]

    @property
    def record(self) -> str:
        """How the journal names this source."""
        return f"publishing.source:{self.pk}"
