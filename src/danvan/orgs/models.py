"""Units of government and the working days, both dated."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Level(models.TextChoices):
    """The tier of government a unit stands on."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"  # ended on 30/6/2025, kept for history
    COMMUNE = "commune"


class Kind(models.TextChoices):
    """What a unit is."""

    TERRITORY = "territory"  # the place itself, a parent of what sits in it
    PEOPLES_COMMITTEE = "peoples_committee"
    DEPARTMENT = "department"
    INSPECTORATE = "inspectorate"
    PEOPLES_COUNCIL = "peoples_council"
    FATHERLAND_FRONT = "fatherland_front"
    FRONT_MEMBER = "front_member"
    PARTY_BODY = "party_body"
    POLICE = "police"
    MILITARY = "military"
    COURT = "court"
    PROCURACY = "procuracy"
    SERVICE_UNIT = "service_unit"
    STATE_ENTERPRISE = "state_enterprise"
    BROADCASTER = "broadcaster"
    POLITICAL_SCHOOL = "political_school"
    INSPECTION_BOARD = "inspection_board"
    HAMLET = "hamlet"


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, by the day on which they existed."""

    def as_of(self, day: datetime.date) -> UnitQuerySet:
        """Keep the units that existed on ``day``; an open side has no bound."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Unit(models.Model):
    """A unit of government over the days on which it was this very unit.

    ``valid_from`` empty means before our records; ``valid_to`` is the last
    day, empty while the unit stands.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=Level.choices)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # In a remote area by decision, so that longer legal terms apply; both days
    # included, and without one from before our records, or still.
    remote = models.BooleanField(default=False)
    remote_since = models.DateField(null=True, blank=True)
    remote_until = models.DateField(null=True, blank=True)
    remote_decision = models.CharField(
        max_length=60, blank=True, default="", db_default=""
    )
    sort_key = models.BinaryField(max_length=800, editable=False, default=b"")
    folded = models.CharField(max_length=200, editable=False, default="", db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_key", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="unit_days_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def remote_on(self, day: datetime.date) -> bool:
        """Say whether the unit was in a remote area on a day."""
        begun = self.remote_since is None or self.remote_since <= day
        left = self.remote_until is not None and self.remote_until < day
        return self.remote and begun and not left

    @property
    def office_name(self) -> str:
        """The authority behind the unit, as a letter addresses it.

        A territory and its People's Committee are one unit (docs/units.md).
        """
        if self.kind != Kind.TERRITORY or self.level == Level.CENTRAL:
            return self.name
        return f"Ủy ban nhân dân {self.name[:1].lower()}{self.name[1:]}"


class ChangeKind(models.TextChoices):
    """What happened to a unit on the day another took over."""

    MERGE = "merge"  # went wholly into a unit made of several
    SPLIT = "split"  # gave each of several units a part
    RENAME = "rename"
    MOVE = "move"  # the same unit under another parent
    DISSOLVE = "dissolve"  # ended without a successor


class UnitChange(models.Model):
    """One former unit and one unit that took it over, wholly or in part.

    A merger of three units is three rows, a division into two is two: a share
    belongs to a pair. ``on`` is the first day of the new unit. ``share`` is the
    part of the former unit that went over, in (0, 1]; empty where no source
    tells it. ``decision`` is the number of the act.
    """

    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    on = models.DateField()
    from_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="changes"
    )
    to_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="origins"
    )
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    decision = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "from_unit", "to_unit"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="change_once",
                fields=["from_unit", "to_unit", "on"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="change_only_dissolved_without_successor",
                condition=Q(kind="dissolve", to_unit__isnull=True)
                | (~Q(kind="dissolve") & Q(to_unit__isnull=False)),
            ),
            models.CheckConstraint(
                name="change_not_into_itself",
                condition=Q(to_unit__isnull=True) | ~Q(from_unit=F("to_unit")),
            ),
            models.CheckConstraint(
                name="change_share_is_a_part",
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit_id} → {self.to_unit_id}"


class DaySource(models.TextChoices):
    """Who says so of a day."""

    SEED = "seed"  # computed by the package holidays from the Labour Code
    TOML = "toml"  # core/data/calendar.toml: a decision
    OPERATOR = "operator"  # entered here, by decision number


class WorkingDay(models.Model):
    """A day that is not what its weekday says: a day off or a make-up day.

    A public holiday on a weekend has a row too. A year is known when its
    1 January stands here. ``confirmed`` is false while the day awaits the yearly
    announcement or nobody has read the decision.
    """

    date = models.DateField(unique=True)
    working = models.BooleanField()
    reason = models.CharField(max_length=200)
    decision = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=8, choices=DaySource.choices)
    confirmed = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="working_day_operator_names_decision",
                condition=~Q(source="operator") | ~Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"
