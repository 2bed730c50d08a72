"""Petitions and what happened to them.

``Petition.state``, ``version``, ``due`` and ``unit`` are copies kept for the
queue; the truth is the steps, which the database lets nobody change.
"""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework import number as numbers
from danvan.core.casework.number import ALPHABET
from danvan.core.casework.workflow import Kind, State
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.petitions.codes import DISCIPLINARY, choices, known
from danvan.petitions.codes import LONGEST_TEXT as LONGEST_TEXT
from danvan.petitions.codes import Channel as Channel
from danvan.petitions.codes import Competence as Competence
from danvan.petitions.codes import Condition as Condition
from danvan.petitions.codes import Field as Field
from danvan.petitions.codes import Forwarder as Forwarder
from danvan.petitions.codes import Instance as Instance
from danvan.petitions.codes import Outcome as Outcome
from danvan.petitions.codes import Subject as Subject
from danvan.petitions.looking import assigned_to, says

LONGEST_SEARCH = 100  # characters


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Petitions, by who may see them."""

    def visible_to(self, viewer: Viewer) -> PetitionQuerySet:
        """Keep those of the viewer's units, and those assigned to them."""
        units = viewer.units(Right.PETITIONS_READ)
        return self.filter(Q(unit__in=units) | Q(assigned_to(units)))

    def of_units(self, viewer: Viewer) -> PetitionQuerySet:
        """Keep those of the viewer's own units."""
        return self.filter(unit__in=viewer.units(Right.PETITIONS_READ))

    def lent_to(self, viewer: Viewer) -> PetitionQuerySet:
        """Keep those of other units that are assigned to the viewer's."""
        units = viewer.units(Right.PETITIONS_READ)
        return self.filter(assigned_to(units)).exclude(unit__in=units)

    def saying(
        self, viewer: Viewer, words: str, sort: str = "", most: int | None = None
    ) -> PetitionQuerySet:
        """Keep what the viewer sees that bears all the words, or has that number.

        ``most``: the first so many in the order ``sort`` alone.
        """
        try:
            return self.filter(number=numbers.normalise(words))
        except numbers.NotANumber:
            folded = fold(words.replace("\0", ""))[:LONGEST_SEARCH]
            units = viewer.units(Right.PETITIONS_READ)
            return self.filter(says(units, folded, sort, most))


_SIGN = f"[{ALPHABET}]"
# What is kept here; the third kind of letter lives in the vault and nowhere else.
KINDS = (Kind.FEEDBACK, Kind.COMPLAINT)


class Petition(models.Model):
    """One letter of feedback or complaint; a denunciation is never a row here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=choices(Kind))
    channel = models.CharField(max_length=12, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=choices(State))
    version = models.PositiveIntegerField(default=1)  # the last step's seq
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="continuations"
    )  # the petition that another unit transferred here
    received_at = models.DateTimeField()
    received_on = models.DateField()
    due = models.DateField(null=True)  # the nearest running one the office is held to

    what = models.TextField(blank=True, default="")
    request = models.TextField(blank=True, default="")
    place = models.CharField(max_length=300, blank=True, default="")
    decision = models.CharField(max_length=300, blank=True, default="")
    decision_received = models.DateField(null=True)
    field = models.CharField(
        max_length=12, choices=Field.choices, blank=True, default=""
    )
    subject = models.CharField(
        max_length=10, choices=Subject.choices, blank=True, default="", db_default=""
    )  # where the law has terms of its own for it
    hard = models.BooleanField(default=False)  # complex as the law defines it

    # How it came, beyond the channel.
    forwarder = models.CharField(
        max_length=8, choices=Forwarder.choices, blank=True, default="", db_default=""
    )
    forwarded_by = models.CharField(
        max_length=200, blank=True, default="", db_default=""
    )
    forward_letter = models.CharField(
        max_length=60, blank=True, default="", db_default=""
    )
    forward_date = models.DateField(null=True)
    written_on = models.DateField(null=True)  # the date on the letter itself

    # Classification (Circular 05/2021/TT-TTCP, article 6), beside the kind.
    mixed = models.BooleanField(default=False, db_default=False)
    condition = models.CharField(
        max_length=10, choices=Condition.choices, blank=True, default="", db_default=""
    )
    failing = models.JSONField(
        default=list, db_default=Value([], models.JSONField())
    )  # all reason codes at once
    competence = models.CharField(
        max_length=5, choices=Competence.choices, blank=True, default="", db_default=""
    )
    body = models.CharField(max_length=20, blank=True, default="", db_default="")
    people = models.PositiveIntegerField(default=1, db_default=1)  # who signed, counted
    originals = models.BooleanField(default=False, db_default=False)  # to be returned
    instance = models.PositiveSmallIntegerField(
        choices=Instance.choices, default=Instance.NONE, db_default=0
    )
    matter = models.ForeignKey(
        "petitions.Matter",
        null=True,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    resolved_on = models.DateField(null=True)  # done, which is more than answered

    anonymous = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    on_behalf_of = models.CharField(max_length=120, blank=True, default="")

    idempotency_key = models.UUIDField(unique=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=5, default="vi")
    synthetic = models.BooleanField(default=False)
    folded = models.TextField(blank=True, default="", editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "due"], name="petition_by_due"),
            models.Index(fields=["unit", "state"], name="petition_by_state"),
            # The queue's own order, so that each of its pages is a short walk.
            models.Index(
                F("unit"),
                Coalesce("due", Value(datetime.date.max)),
                F("received_at"),
                F("id"),
                name="petition_queue",
                condition=~Q(state=State.CLOSED.value),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="petition_kind_known",
                condition=Q(kind__in=[k.value for k in KINDS]),
            ),
            models.CheckConstraint(
                name="petition_state_known", condition=known("state", State)
            ),
            models.CheckConstraint(
                name="petition_channel_known", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="petition_number_written",
                condition=Q(
                    number__regex=f"^DV[0-9]{{2}}-{_SIGN}{{4}}-{_SIGN}{{4}}-{_SIGN}$"
                ),
            ),
            models.CheckConstraint(
                name="petition_says_something", condition=~Q(what="")
            ),
            models.CheckConstraint(
                name="petition_code_kept",
                condition=Q(code_hash__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="petition_anonymous_has_no_name",
                condition=Q(anonymous=False)
                | Q(name="", phone="", address="", on_behalf_of=""),
            ),
            models.CheckConstraint(
                name="petition_text_bounded",
                condition=Q(
                    what__length__lte=LONGEST_TEXT, request__length__lte=LONGEST_TEXT
                ),
            ),
            models.CheckConstraint(
                name="petition_open_until_closed",
                condition=~Q(state=State.CLOSED) | Q(due__isnull=True),
            ),
            models.CheckConstraint(
                name="petition_forwarder_known",
                condition=Q(forwarder="", forwarded_by="")
                | Q(forwarder__in=Forwarder.values),
            ),
            models.CheckConstraint(
                name="petition_failing_when_ineligible",
                condition=~Q(condition=Condition.INELIGIBLE) | ~Q(failing=[]),
            ),
            models.CheckConstraint(
                name="petition_somebody_signed", condition=Q(people__gte=1)
            ),
            models.CheckConstraint(
                name="petition_instance_of_a_complaint",
                condition=Q(instance=Instance.NONE) | Q(kind=Kind.COMPLAINT),
            ),
            models.CheckConstraint(
                name="petition_subject_of_its_kind",
                condition=Q(subject="")
                | Q(subject__in=sorted(DISCIPLINARY), kind=Kind.COMPLAINT)
                | Q(subject=Subject.REGULATION, kind=Kind.FEEDBACK),
            ),
            models.CheckConstraint(
                name="petition_not_its_own_origin",
                condition=Q(origin__isnull=True) | ~Q(origin=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def fold(*texts: str) -> str:
        """Return what the search looks into."""
        return fold(" ".join(texts))

    @property
    def record(self) -> str:
        """How the journal and the files name this petition."""
        return f"petitions.petition:{self.pk}"


from danvan.petitions.batches import Batch as Batch  # noqa: E402
from danvan.petitions.batches import BatchItem as BatchItem  # noqa: E402
from danvan.petitions.classification import (  # noqa: E402
    Classification as Classification,
)
from danvan.petitions.classification import Succession as Succession  # noqa: E402
from danvan.petitions.imported import (  # noqa: E402  (it points back at Petition)
    ColumnMap as ColumnMap,
)
from danvan.petitions.imported import Import as Import  # noqa: E402
from danvan.petitions.imported import ImportedRow as ImportedRow  # noqa: E402
from danvan.petitions.likeness import Advice as Advice  # noqa: E402
from danvan.petitions.likeness import Asked as Asked  # noqa: E402
from danvan.petitions.likeness import Similarity as Similarity  # noqa: E402
from danvan.petitions.matters import (  # noqa: E402  (they point back at Petition)
    Link as Link,
)
from danvan.petitions.matters import LinkKind as LinkKind  # noqa: E402
from danvan.petitions.matters import Matter as Matter  # noqa: E402
from danvan.petitions.matters import Signatory as Signatory  # noqa: E402
from danvan.petitions.records import Assignment as Assignment  # noqa: E402
from danvan.petitions.records import Deadline as Deadline  # noqa: E402
from danvan.petitions.records import Reply as Reply  # noqa: E402
from danvan.petitions.records import Step as Step  # noqa: E402
from danvan.petitions.records import WrongTry as WrongTry  # noqa: E402
from danvan.petitions.saved import SavedFilter as SavedFilter  # noqa: E402
from danvan.petitions.settlement import (  # noqa: E402
    Conclusion as Conclusion,
)
from danvan.petitions.settlement import (  # noqa: E402
    Determination as Determination,
)
from danvan.petitions.settlement import Dialogue as Dialogue  # noqa: E402
from danvan.petitions.settlement import Execution as Execution  # noqa: E402
from danvan.petitions.settlement import Satisfaction as Satisfaction  # noqa: E402
from danvan.petitions.settlement import Task as Task  # noqa: E402
from danvan.petitions.settlement import WatchedMatter as WatchedMatter  # noqa: E402
