"""What a clerk found when he classified a letter, and which unit a matter moved to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.core.casework.classify import Competence
from danvan.core.casework.routing import Progress, Subject
from danvan.orgs.models import Unit

_SUBJECTS = [s.value for s in Subject if s is not Subject.DENUNCIATION]


class Classification(models.Model):
    """The last classification of a petition, beside the columns of `Petition`.

    ``parts`` are the kinds of content found, ``own`` those within the unit's own
    competence, ``cases`` codes of article 11 of the law on complaints. ``against``
    is whose decision or act it is about, ``competent`` the office that settles it
    (`core.casework.competence.Office`).
    """

    petition = models.OneToOneField(
        "petitions.Petition",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="classification",
    )
    subject = models.CharField(max_length=12)
    parts = models.JSONField(default=list)
    own = models.JSONField(default=list)
    competence = models.CharField(max_length=12)
    progress = models.CharField(max_length=8)
    cases = models.JSONField(default=list)
    against = models.CharField(max_length=16, blank=True, default="")
    competent = models.CharField(max_length=16, blank=True, default="")
    translated = models.BooleanField(default=False)
    on = models.DateField()
    actor_label = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="classification_subject_known",
                condition=Q(subject__in=_SUBJECTS),
            ),
            models.CheckConstraint(
                name="classification_competence_known",
                condition=Q(competence__in=[c.value for c in Competence]),
            ),
            models.CheckConstraint(
                name="classification_progress_known",
                condition=Q(progress__in=[p.value for p in Progress]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.subject}"


class Succession(models.Model):
    """A petition went from a unit that ended to the one that took it over."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="successions"
    )
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    actor_label = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="succession_to_another", condition=~Q(from_unit=F("to_unit"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.from_unit_id} → {self.to_unit_id}"
