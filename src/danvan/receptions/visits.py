"""Visits: rows of the reception book (form 03/TCD of Decree 154/2026/NĐ-CP).

A visit about a denunciation stores no person and no content here: it is a number in
the book, counted apart, and the vault takes in what is told.
"""

from __future__ import annotations

import re
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from danvan.accounts.rights import Viewer
from danvan.core.casework.workflow import Kind as Content
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.receptions.models import LONGEST, seen

CROWD = 5  # people about one matter (Law 42/2013/QH13, article 29)
CONTENTS = (Content.FEEDBACK, Content.COMPLAINT)


class Outcome(models.TextChoices):
    """What the visit led to."""

    ANSWERED = "answered"  # on the spot
    TAKEN = "taken"  # a letter, or one written down
    GUIDED = "guided"
    REFUSED = "refused"  # on a ground of the law
    JOINED = "joined"  # to a petition already here


class Competence(models.TextChoices):
    """Whose it is to settle."""

    OWN = "own"
    OTHER = "other"


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits, by who may see them."""

    def visible_to(self, viewer: Viewer) -> VisitQuerySet:
        """Keep those of the viewer's units."""
        return seen(self, viewer)  # type: ignore[return-value] # it filters


def digits(text: str) -> str:
    """Return the figures of a telephone or identity number; it is compared so.

    >>> digits("0900 000.001"), digits("+84 900 000 001")
    ('0900000001', '0900000001')
    """
    found = "".join(re.findall(r"[0-9]", text))
    return "0" + found[2:] if text.strip().startswith("+84") else found


class Visit(models.Model):
    """One visit; who came is named here and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "receptions.Session", on_delete=models.PROTECT, related_name="visits"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # in the book of the year
    received_at = models.DateTimeField()
    on = models.DateField()
    matter = models.ForeignKey(
        "petitions.Matter", on_delete=models.PROTECT, related_name="visits"
    )
    again = models.BooleanField(default=False)  # the matter was received before
    petition = models.ForeignKey(
        "petitions.Petition",
        null=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    people = models.PositiveIntegerField(default=1)
    content = models.CharField(
        max_length=12, choices=[(c.value, c.value) for c in CONTENTS]
    )
    summary = models.TextField(max_length=LONGEST)
    request = models.TextField(max_length=LONGEST, blank=True, default="")
    previous = models.TextField(max_length=LONGEST, blank=True, default="")
    settled_by = models.CharField(max_length=200, blank=True, default="")
    competence = models.CharField(
        max_length=5, choices=Competence.choices, default=Competence.OWN
    )
    letter = models.BooleanField(default=False)  # handed in, or written down
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    answer = models.TextField(max_length=LONGEST, blank=True, default="")
    ground = models.CharField(max_length=24, blank=True, default="")  # of a refusal
    papers = models.CharField(max_length=500, blank=True, default="")
    guided_to = models.CharField(max_length=200, blank=True, default="")
    guide_document = models.CharField(max_length=60, blank=True, default="")
    forwarded_to = models.CharField(max_length=200, blank=True, default="")
    forward_document = models.CharField(max_length=60, blank=True, default="")
    follow_up = models.CharField(max_length=500, blank=True, default="")
    due_code = models.CharField(max_length=16, blank=True, default="")
    due = models.DateField(null=True)
    done_on = models.DateField(null=True)

    name = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    id_number = models.CharField(max_length=30, blank=True, default="")
    phone_key = models.CharField(max_length=30, blank=True, default="", editable=False)
    id_key = models.CharField(max_length=30, blank=True, default="", editable=False)

    idempotency_key = models.UUIDField(unique=True)
    folded = models.TextField(blank=True, default="", editable=False)
    synthetic = models.BooleanField(default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "on"], name="visit_by_day"),
            models.Index(
                fields=["unit", "phone_key"],
                condition=~Q(phone_key=""),
                name="visit_by_phone",
            ),
            models.Index(
                fields=["unit", "id_key"],
                condition=~Q(id_key=""),
                name="visit_by_id",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="visit_number_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "matter"],
                condition=Q(again=False) & ~Q(outcome="refused"),
                name="visit_first_once",
            ),
            models.CheckConstraint(
                name="visit_is_no_denunciation",
                condition=Q(content__in=[c.value for c in CONTENTS]),
            ),
            models.CheckConstraint(
                name="visit_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="visit_somebody_came", condition=Q(people__gte=1)
            ),
            models.CheckConstraint(
                name="visit_says_something", condition=~Q(summary="")
            ),
            models.CheckConstraint(
                name="visit_refused_on_a_ground",
                condition=(Q(outcome="refused") & ~Q(ground=""))
                | (~Q(outcome="refused") & Q(ground="")),
            ),
            models.CheckConstraint(
                name="visit_names_who_came",
                condition=Q(outcome="refused") | ~Q(name=""),
            ),
            models.CheckConstraint(
                name="visit_term_has_a_code",
                condition=Q(due__isnull=True, due_code="")
                | (Q(due__isnull=False) & ~Q(due_code="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Store it with its keys."""
        self.keep_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type] # Django's own

    def keep_keys(self) -> None:
        """Keep what is compared and searched; no person stands in the search."""
        self.phone_key, self.id_key = digits(self.phone), digits(self.id_number)
        self.folded = fold(f"{self.summary} {self.request}")

    @property
    def record(self) -> str:
        """How the journal names this visit."""
        return f"receptions.visit:{self.pk}"

    @property
    def crowd(self) -> bool:
        """Whether so many came that the law asks for representatives."""
        return self.people >= CROWD


class Present(models.Model):
    """One of several who came; shown in the visit, found by no search."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="present")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True, default="")
    represents = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["visit", "position"]
        verbose_name_plural = "present"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "position"], name="present_once"),
            models.CheckConstraint(name="present_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.position}"


class SealedVisit(models.Model):
    """That somebody came in confidence, for the counts: no person, no content.

    ``number`` is none of the book's running ones but drawn at random (or that of the
    book on paper it was imported from); no page shows it.
    """

    session = models.ForeignKey(
        "receptions.Session", on_delete=models.PROTECT, related_name="sealed"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="sealedvisit_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
