"""What is kept of a letter so that one like it is found; it goes when the letter goes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from danvan.orgs.models import Unit


class Similarity(models.Model):
    """The telling words of one petition, and the keys under which it is found.

    ``words`` are folded, each once, in order: the exact share of common words is
    counted on them. ``keys`` (core.casework.similarity) carry the unit, or the
    province, in their high bits; so do ``marks`` of person and place.
    """

    petition = models.OneToOneField(
        "petitions.Petition",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="similarity",
    )
    # No index: the keys hold the unit, and the planner must not be led astray.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    words = models.TextField(blank=True, default="")
    keys = ArrayField(models.BigIntegerField())
    marks = ArrayField(models.BigIntegerField())
    recipe = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "similarities"
        indexes: ClassVar[list[models.Index]] = [
            # Without the list of pending entries: a look-up would read all of it.
            GinIndex(fields=["keys"], name="similarity_by_key", fastupdate=False),
            GinIndex(fields=["marks"], name="similarity_by_mark", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.petition_id)


class Asked(models.Model):
    """One look-up of likely duplicates; how many somebody makes is bounded."""

    user = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "asked"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "at"], name="asked_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at}"


class Advice(models.Model):
    """Whether a suggestion was taken: codes alone, so that the model can be judged."""

    class Axis(models.TextChoices):
        """What was suggested."""

        KIND = "kind"
        FIELD = "field"

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="advice"
    )
    axis = models.CharField(max_length=5, choices=Axis.choices)
    suggested = models.CharField(max_length=12)
    taken = models.BooleanField()
    model = models.CharField(max_length=16)  # of the weights
    on = models.DateField()

    class Meta:
        verbose_name_plural = "advice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["petition", "axis"], name="advice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.axis} {self.suggested}"
