"""Sessions of reception; visits and appointments stand in modules of their own.

A session counts also when nobody came: it is then held and has no visit.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet

from danvan.accounts.rights import Right, Viewer
from danvan.core.casework.duty import Became, Post
from danvan.orgs.models import Unit

LONGEST = 4_000  # characters of a text in this room


class Kind(models.TextChoices):
    """Why a session is held (Law 42/2013/QH13, article 2.1)."""

    REGULAR = "regular"
    PERIODIC = "periodic"
    UNSCHEDULED = "unscheduled"


class State(models.TextChoices):
    """What became of a session; the codes are those of `core.casework.duty`."""

    PLANNED = Became.PLANNED.value
    HELD = Became.HELD.value
    DELEGATED = Became.DELEGATED.value
    MISSED = Became.MISSED.value


def seen(rows: QuerySet, viewer: Viewer) -> QuerySet:  # type: ignore[type-arg]
    """Keep the rows of the viewer's units."""
    return rows.filter(unit__in=viewer.units(Right.RECEPTIONS_READ))


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, by who may see them."""

    def visible_to(self, viewer: Viewer) -> SessionQuerySet:
        """Keep those of the viewer's units."""
        return seen(self, viewer)  # type: ignore[return-value] # it filters


class Session(models.Model):
    """One reception on a day; ``post`` is empty where an officer receives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    online = models.BooleanField(default=False)
    post = models.CharField(
        max_length=16,
        choices=[(p.value, p.value) for p in Post],
        blank=True,
        default="",
    )
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=300)
    expected = models.CharField(max_length=500, blank=True, default="")
    participants = models.CharField(max_length=500, blank=True, default="")
    ground = models.CharField(max_length=20, blank=True, default="")  # unscheduled
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.PLANNED
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    delegate = models.CharField(max_length=200, blank=True, default="")  # a post
    planned_on = models.DateField()
    published_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)  # online: the person was told
    tested_on = models.DateField(null=True)  # online: the link held
    conclusion = models.TextField(max_length=LONGEST, blank=True, default="")
    concluded_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "on"], name="session_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "on", "starts", "post"], name="session_once"
            ),
            models.CheckConstraint(
                name="session_kind_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="session_state_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="session_ends_after_start", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="session_missed_has_reason",
                condition=~Q(state=State.MISSED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="session_delegated_names_a_deputy",
                condition=~Q(state=State.DELEGATED) | (~Q(delegate="") & ~Q(post="")),
            ),
            models.CheckConstraint(
                name="session_concluded_somehow",
                condition=Q(conclusion="", concluded_on__isnull=True)
                | (~Q(conclusion="") & Q(concluded_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.starts} {self.kind}"

    @property
    def record(self) -> str:
        """How the journal names this session."""
        return f"receptions.session:{self.pk}"

    @property
    def by_leader(self) -> bool:
        """Whether the head receives, himself or through a deputy."""
        return bool(self.post)


from danvan.receptions.appointments import Appointment as Appointment  # noqa: E402
from danvan.receptions.appointments import Slot as Slot  # noqa: E402
from danvan.receptions.visits import Present as Present  # noqa: E402
from danvan.receptions.visits import SealedVisit as SealedVisit  # noqa: E402
from danvan.receptions.visits import Visit as Visit  # noqa: E402
