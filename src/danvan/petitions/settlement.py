"""What settling a petition leaves on file: findings, talks, decisions, what was done.

A row that belongs to a step hangs on it, so that it comes with the timeline and
says of itself who wrote it and when.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.core.casework.complexity import Level
from danvan.core.casework.courses import Outcome as Result
from danvan.orgs.models import Unit

_LONGEST = 20_000  # characters, as of the letter itself


def _of_petition(name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name=name
    )


def _of_step(name: str) -> models.OneToOneField:  # type: ignore[type-arg]
    return models.OneToOneField(
        "petitions.Step", on_delete=models.PROTECT, related_name=name
    )


class Determination(models.Model):
    """That a matter is complex, by which criteria; stays on file (decree 124, 3a)."""

    petition = _of_petition("determinations")
    step = _of_step("determination")
    on = models.DateField()
    criteria = models.JSONField(default=list)  # letters of core.casework.complexity
    level = models.CharField(max_length=20)
    sentence_vi = models.TextField()
    sentence_en = models.TextField()
    act = models.CharField(max_length=200)
    article = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=60, blank=True, default="")  # its number

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="determination_level_known",
                condition=Q(level__in=[level.value for level in Level]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.level}"


class Task(models.Model):
    """One thing a verifier has to do: what, who, until when."""

    petition = _of_petition("tasks")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=120)  # a post or an officer
    due = models.DateField()
    made_on = models.DateField()
    done_on = models.DateField(null=True)
    result = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "due", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="task_says_what", condition=~Q(what="", who="")
            ),
            models.CheckConstraint(
                name="task_after_made",
                condition=Q(due__gte=F("made_on"))
                & (Q(done_on__isnull=True) | Q(done_on__gte=F("made_on"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.due}"


class Dialogue(models.Model):
    """A dialogue (law on complaints, article 30 and 39): invited, put off, held."""

    petition = _of_petition("dialogues")
    step = _of_step("invitation")
    invited_on = models.DateField()
    letter = models.CharField(max_length=60, blank=True, default="")  # its number
    planned_on = models.DateField()
    place = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True, default="")  # of a new date
    held = models.OneToOneField(
        "petitions.Step", null=True, on_delete=models.PROTECT, related_name="dialogue"
    )
    held_on = models.DateField(null=True)
    why_then = models.CharField(
        max_length=300, blank=True, default="", db_default=""
    )  # held on another day than planned
    present = models.TextField(blank=True, default="")
    absent = models.TextField(blank=True, default="")  # without a good reason
    excused = models.TextField(blank=True, default="")  # with one
    minutes = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="dialogue_after_invitation",
                condition=Q(planned_on__gte=F("invited_on"))
                & (Q(held_on__isnull=True) | Q(held_on__gte=F("invited_on"))),
            ),
            models.CheckConstraint(
                name="dialogue_held_with_somebody",
                condition=Q(held__isnull=True, held_on__isnull=True)
                | (Q(held__isnull=False, held_on__isnull=False) & ~Q(present="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.planned_on}"


class Conclusion(models.Model):
    """What was found (articles 31 and 40): a result and its text."""

    petition = _of_petition("conclusions")
    step = _of_step("conclusion")
    on = models.DateField()
    result = models.CharField(max_length=12)
    text = models.TextField()
    document = models.CharField(max_length=60, blank=True, default="")  # its number
    # What the decision prints of the rights that are left: to go on, to sue.
    remedy_vi = models.TextField(blank=True, default="")
    remedy_en = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="conclusion_result_known",
                condition=Q(result__in=[result.value for result in Result]),
            ),
            models.CheckConstraint(
                name="conclusion_says_something",
                condition=~Q(text="") & Q(text__length__lte=_LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.result}"


class ExecutionKind(models.TextChoices):
    """What a decision orders (circular 02/2021/TT-TTCP, forms 02 and 04/KQGQ)."""

    MONEY_STATE = "money_state"  # đồng, to be recovered for the State
    MONEY_BODY = "money_body"  # đồng, to be returned to an organisation
    MONEY_PERSON = "money_person"  # đồng, to be returned to somebody
    LAND_STATE = "land_state"  # m²
    LAND_BODY = "land_body"
    LAND_PERSON = "land_person"
    PERSON = "person"  # persons to be dealt with
    INVESTIGATORS = "investigators"  # persons handed to the investigators
    WORK = "work"  # anything else that was ordered


class Execution(models.Model):
    """One thing a decision orders, followed until it is done."""

    petition = _of_petition("executions")
    kind = models.CharField(max_length=14, choices=ExecutionKind.choices)
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200)  # who executes it
    ordered = models.DecimalField(max_digits=18, decimal_places=2)
    done = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    officials = models.PositiveIntegerField(default=0)  # of the persons
    due = models.DateField(null=True)
    made_on = models.DateField()
    done_on = models.DateField(null=True)  # when the whole was done

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="execution_kind_known",
                condition=Q(kind__in=ExecutionKind.values),
            ),
            models.CheckConstraint(
                name="execution_amounts", condition=Q(ordered__gt=0, done__gte=0)
            ),
            models.CheckConstraint(
                name="execution_done_when_done",
                condition=Q(done_on__isnull=True, done__lt=F("ordered"))
                | Q(done_on__isnull=False, done__gte=F("ordered")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.kind}"


class Content(models.TextChoices):
    """How the person takes the result."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    WRONG = "wrong"  # "Chưa đúng": asks for the matter to be opened again


class Satisfaction(models.Model):
    """What the person said of the result: one answer to a petition."""

    petition = models.OneToOneField(
        "petitions.Petition", on_delete=models.PROTECT, related_name="satisfaction"
    )
    answer = models.CharField(max_length=10, choices=Content.choices)
    comment = models.CharField(max_length=1000, blank=True, default="")
    on = models.DateField()
    online = models.BooleanField()  # by the person, else noted by the office

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="satisfaction_answer_known",
                condition=Q(answer__in=Content.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.answer}"


class WatchGround(models.TextChoices):
    """Why a matter is watched."""

    COMPLEX = "complex"
    PROLONGED = "prolonged"
    CROWDED = "crowded"
    LEVEL_SKIPPING = "level_skipping"


class WatchedMatter(models.Model):
    """A matter on the leader's list: a plan and a next step; no person stands in it."""

    matter = models.OneToOneField(
        "petitions.Matter", on_delete=models.PROTECT, related_name="watched"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)  # what it is about, in the office's words
    grounds = models.JSONField(default=list)
    leader = models.CharField(max_length=120)  # the post that answers for it
    plan = models.TextField(blank=True, default="")
    next_step = models.CharField(max_length=300)
    review_on = models.DateField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    result = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["review_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="watched_for_a_ground", condition=~Q(grounds=[])
            ),
            models.CheckConstraint(
                name="watched_by_a_leader",
                condition=~Q(leader="") & ~Q(next_step="") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="watched_closed_with_a_result",
                condition=Q(closed_on__isnull=True)
                | (Q(closed_on__gte=F("opened_on")) & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return self.record

    @property
    def record(self) -> str:
        """How the journal names this line of the list."""
        return f"petitions.watched:{self.pk}"
