"""Reports of a unit's own in the making: paragraphs, and what their figures rest on.

A paragraph's versions are appended and never changed (``migrations/sql/drafts.sql``).
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.accounts.rights import Right, Viewer
from danvan.indicators.models import Period, Value
from danvan.orgs.models import Unit
from danvan.publishing import reach

LONGEST = 20_000  # characters of a paragraph


class DraftState(models.TextChoices):
    """How far a draft is."""

    WRITING = "writing"
    FINISHED = "finished"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, by who may see them."""

    def visible_to(self, viewer: Viewer) -> DraftQuerySet:
        """Keep those of the units whose reports the viewer writes; one query more."""
        return self.filter(unit_id__in=reach.units(viewer, Right.DRAFTS_WRITE))


class Draft(models.Model):
    """One report of a unit for a period, after an outline or after last year's file.

    ``outline`` is one of `core.drafting.outline`; ``skeleton`` is the name of the file
    it was made after, empty for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outline = models.CharField(max_length=32)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    skeleton = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(
        max_length=8, choices=DraftState.choices, default=DraftState.WRITING
    )
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.outline} {self.unit_id}"

    @property
    def record(self) -> str:
        """How the journal names this draft."""
        return f"publishing.draft:{self.pk}"


class ParagraphKind(models.TextChoices):
    """What a paragraph is in the report."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


class Paragraph(models.Model):
    """One heading or paragraph; a line break in the text begins a new one on paper.

    ``hint`` tells by language what to type here; ``tasks`` numbers its lines in words.
    ``version`` counts the times the text was saved.
    """

    draft = models.ForeignKey(
        Draft, on_delete=models.PROTECT, related_name="paragraphs"
    )
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=ParagraphKind.choices)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True, default="", max_length=LONGEST)
    hint = models.JSONField(default=dict)
    tasks = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="paragraph_place", fields=["draft", "order"]),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.order}"


class LinkState(models.TextChoices):
    """Whether a figure in the text is what its record says."""

    LINKED = "linked"
    CHANGED = "changed"  # by hand, and its record was not
    MISSING = "missing"  # of last year; this period has none yet
    LOOSE = "loose"  # a person said why it goes without a record


class Link(models.Model):
    """One figure of a paragraph and what it is a figure of.

    ``start`` and ``end`` count in the paragraph's text. ``printed`` is how the record
    was written there, ``amount`` the record's number at writing in the unit of the
    catalogue. ``aspect`` is the amount, the change from the period before or its rate.
    ``value`` is the value behind an amount; empty where a formula gives it.
    ``code`` is empty for a figure that no indicator is known for.
    """

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, related_name="links"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    printed = models.CharField(max_length=32)
    code = models.CharField(max_length=16, blank=True, default="")
    aspect = models.CharField(max_length=6, default="amount")
    value = models.ForeignKey(
        Value, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    state = models.CharField(
        max_length=7, choices=LinkState.choices, default=LinkState.LINKED
    )
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="link_has_length", condition=Q(end__gt=F("start"))
            ),
            models.CheckConstraint(
                name="link_loose_with_reason",
                condition=~Q(state="loose") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.printed}"


class ParagraphVersion(models.Model):
    """What a paragraph said before it was saved anew, and who saved it."""

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    links: Any = models.JSONField(default=list)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="paragraph_version_once", fields=["paragraph", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id} {self.number}"
