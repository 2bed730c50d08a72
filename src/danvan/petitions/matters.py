"""What ties letters together: the matter they are about, links, who signed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.orgs.models import Unit


class Matter(models.Model):
    """One matter (vụ việc), whatever letters and visits it brings; no person in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="matter_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return self.record

    @property
    def record(self) -> str:
        """How the journal names this matter."""
        return f"petitions.matter:{self.pk}"


class LinkKind(models.TextChoices):
    """What one letter is to another."""

    DUPLICATE = "duplicate"  # the same letter again: its clock stops
    CONTINUATION = "continuation"  # the next instance, a reopened matter
    PART = "part"  # one content of a letter with several


class Link(models.Model):
    """``petition`` is a duplicate, continuation or part of ``of``. Hides neither."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="links"
    )
    of = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="linked"
    )
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    on = models.DateField()
    actor_label = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["petition", "of"], name="link_once"),
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(kind="duplicate"),
                name="link_duplicate_of_one",
            ),
            models.CheckConstraint(
                name="link_kind_known", condition=Q(kind__in=LinkKind.values)
            ),
            models.CheckConstraint(
                name="link_not_to_itself", condition=~Q(petition=F("of"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind} {self.of_id}"


class Signatory(models.Model):
    """One of several who signed; shown in their own case, found by no search."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="signatories"
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True, default="")
    represents = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "position"]
        verbose_name_plural = "signatories"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "position"], name="signatory_once"
            ),
            models.CheckConstraint(name="signatory_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.position}"
