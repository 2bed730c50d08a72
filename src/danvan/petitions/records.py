"""What happened to a petition: its steps, terms, assignments and replies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value

from danvan.core.casework.workflow import State
from danvan.core.casework.workflow import Step as Verb
from danvan.orgs.models import Unit
from danvan.petitions.codes import LONGEST_TEXT, Outcome, choices, known


class Step(models.Model):
    """One thing that was done; the database refuses to change or delete it."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="steps"
    )
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=12, choices=choices(Verb))
    from_state = models.CharField(max_length=12, choices=choices(State), blank=True)
    to_state = models.CharField(max_length=12, choices=choices(State))
    at = models.DateTimeField()
    on = models.DateField()
    actor_id = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=120)
    reasons = models.JSONField(default=list)  # codes of core.casework.eligibility
    to_name = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")  # seen by the office alone

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["petition", "seq"], name="step_once"),
            models.CheckConstraint(
                name="step_first_receives",
                condition=Q(seq=1, verb=Verb.RECEIVE, from_state="")
                | (Q(seq__gt=1) & ~Q(verb=Verb.RECEIVE) & ~Q(from_state="")),
            ),
            models.CheckConstraint(
                name="step_states_known", condition=known("to_state", State)
            ),
            models.CheckConstraint(
                name="step_filing_has_reasons",
                condition=~Q(verb=Verb.FILE) | ~Q(reasons=[]),
            ),
            models.CheckConstraint(
                name="step_transfer_says_whereto",
                condition=~Q(verb=Verb.TRANSFER) | ~Q(to_name=""),
            ),
            models.CheckConstraint(
                name="step_note_bounded", condition=Q(note__length__lte=LONGEST_TEXT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.seq} {self.verb}"


class Deadline(models.Model):
    """A term that ran or runs, with the sentence that explains it."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="deadlines"
    )
    code = models.CharField(max_length=16)
    start = models.DateField()
    due = models.DateField()
    sentence_vi = models.TextField()
    sentence_en = models.TextField()
    act = models.CharField(max_length=200)
    article = models.CharField(max_length=60, blank=True)
    trace = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )  # each day left out, each extension
    term = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField())
    )  # core.casework.term.Term, to be counted again
    stopped = models.BooleanField(default=False, db_default=False)  # the clock stands
    ended_on = models.DateField(null=True)
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, blank=True, default=""
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["petition", "start", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "code"],
                condition=Q(ended_on__isnull=True),
                name="deadline_runs_once",
            ),
            models.CheckConstraint(
                name="deadline_after_start", condition=Q(due__gt=F("start"))
            ),
            models.CheckConstraint(
                name="deadline_ended_somehow",
                condition=Q(ended_on__isnull=True, outcome="")
                | Q(ended_on__isnull=False, outcome__in=Outcome.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due}"


class Assignment(models.Model):
    """Who has to look into it: a unit of ours, by the step that said so."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="assignments"
    )
    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.petition_id} → {self.unit_id}"


class Reply(models.Model):
    """What the citizen was told: an answer, guidance, where it went, why not."""

    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="replies"
    )
    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    document = models.CharField(max_length=60, blank=True, default="")  # its number

    class Meta:
        verbose_name_plural = "replies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="reply_says_something",
                condition=~Q(text="") & Q(text__length__lte=LONGEST_TEXT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.document}"


class WrongTry(models.Model):
    """A look-up that failed, kept for an hour so that guessing is slow."""

    number = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "wrong tries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["number", "at"], name="wrongtry_by_number"),
            models.Index(fields=["at"], name="wrongtry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.at}"
