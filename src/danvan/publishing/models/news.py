"""News from editions, what people write under them, and how often pages are opened."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.rights import Right, Viewer
from danvan.orgs.models import Unit
from danvan.publishing.models.editions import Edition

LONGEST = 2_000  # characters of a comment


class NewsItem(models.Model):
    """What is said of an edition, in the words of a person; public as soon as it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="news"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4_000)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.title

    @property
    def record(self) -> str:
        """How the journal names this item."""
        return f"publishing.news:{self.pk}"


class Verdict(models.TextChoices):
    """What became of a comment."""

    PENDING = "pending"
    SHOWN = "shown"
    REFUSED = "refused"


class Rule(models.TextChoices):
    """Why a comment is refused: the written rules, and nothing else."""

    PERSON = "person"  # names, addresses or accuses a person
    INSULT = "insult"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    CASE = "case"  # a petition: goes to the reception office, not here
    REPEATED = "repeated"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, by who may see them."""

    def visible_to(self, viewer: Viewer) -> CommentQuerySet:
        """Keep those on editions of the viewer's places."""
        return self.filter(place_id__in=viewer.units(Right.EDITIONS_READ))


class Comment(models.Model):
    """What somebody wrote under a news item; shown only when an officer says so.

    No address of any kind is asked for. ``name`` may be empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    news = models.ForeignKey(
        NewsItem, on_delete=models.PROTECT, related_name="comments"
    )
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField(max_length=LONGEST)
    sent_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=Verdict.choices, default=Verdict.PENDING
    )
    rule = models.CharField(max_length=12, choices=Rule.choices, blank=True, default="")
    judged_by = models.CharField(max_length=120, blank=True, default="")
    judged_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sent_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="comment_refused_by_a_rule",
                condition=(Q(state="refused") & ~Q(rule=""))
                | (~Q(state="refused") & Q(rule="")),
            ),
            models.CheckConstraint(
                name="comment_judged_by_somebody",
                condition=Q(state="pending", judged_at__isnull=True)
                | (~Q(state="pending") & Q(judged_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.sent_at:%Y-%m-%d}"

    @property
    def record(self) -> str:
        """How the journal names this comment."""
        return f"publishing.comment:{self.pk}"


class PageCount(models.Model):
    """How often a kind of page was opened on a day: no address, no cookie."""

    page = models.CharField(max_length=80)
    day = models.DateField()
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "page"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="page_count_once", fields=["page", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.day} {self.opened}"
