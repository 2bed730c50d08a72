"""Lines of the books; a line is never changed, only corrected by a later one.

The database itself holds that (``migrations/sql/guards.sql``): of a line nothing but
``standing`` ever changes, and that once.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from danvan.accounts.models import User
from danvan.accounts.rights import Viewer
from danvan.orgs.models import Unit
from danvan.registers import reach

LONGEST_REASON = 500


class Source(models.TextChoices):
    """How a line came into the book."""

    FORM = "form"
    OFFLINE = "offline"  # kept in a browser, sent when there was a line again
    IMPORT = "import"


class Import(models.Model):
    """One sheet taken in: which file, how many lines it made, how many stood already."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file_hash = models.CharField(max_length=64)  # SHA-256 of the bytes, in hex
    rows = models.PositiveIntegerField()  # lines it made
    doubles = models.PositiveIntegerField(default=0)  # lines that stood already
    made_at = models.DateTimeField()
    actor_label = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="register_import_file_hashed",
                condition=Q(file_hash__regex="^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.rows}"

    @property
    def record(self) -> str:
        """How the journal names this import."""
        return f"registers.import:{self.pk}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines, by who may see them."""

    def visible_to(self, viewer: Viewer) -> EntryQuerySet:
        """Keep those of the units whose books the viewer reads."""
        return self.filter(unit_id__in=reach.units(viewer))

    def standing(self) -> EntryQuerySet:
        """Keep those that count: not corrected since, not cancelled."""
        return self.filter(standing=True)


class Entry(models.Model):
    """One line of a book.

    ``values`` is what `core.registers.read.stored` makes. ``corrects`` is the line in
    whose place this one stands, with a ``reason``; ``void`` means that nothing stands
    there any more. ``standing`` is a copy of "no later line corrects it", kept for
    lists and sums. ``row`` is the row of the sheet it was on; lines are in the order
    ``made_at``, ``row``. ``digest`` names what it says, so that the same sheet again
    makes no second line. ``folded`` are its words for search.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    values = models.JSONField()
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, default="")
    standing = models.BooleanField(default=True)
    void = models.BooleanField(default=False)
    key = models.UUIDField(unique=True)  # the same key again is the same line
    source = models.CharField(max_length=8, choices=Source.choices)
    load = models.ForeignKey(
        Import, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    row = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    actor_label = models.CharField(max_length=120)  # the post, as histories show it
    synthetic = models.BooleanField(default=False)
    digest = models.CharField(max_length=32)
    folded = models.TextField(blank=True, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["unit", "kind", "-day", "-made_at", "-row"],
                name="entry_by_day",
            ),
            models.Index(fields=["kind", "day"], name="entry_by_kind"),
            models.Index(fields=["unit", "digest"], name="entry_by_digest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="entry_source_known", condition=Q(source__in=Source.values)
            ),
            models.CheckConstraint(
                name="entry_correction_has_reason",
                condition=Q(corrects__isnull=True, reason="", void=False)
                | (Q(corrects__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="entry_void_counts_nowhere",
                condition=Q(void=False) | Q(standing=False, values={}),
            ),
            models.CheckConstraint(
                name="entry_import_has_sheet",
                condition=Q(source="import", load__isnull=False)
                | (~Q(source="import") & Q(load__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.unit_id}"

    @property
    def record(self) -> str:
        """How the journal names this line."""
        return f"registers.entry:{self.pk}"


class Lock(models.Model):
    """A stretch of days in which books take no new line, only corrections.

    ``kind`` empty: every book. ``below``: also the books of every unit under ``unit``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    below = models.BooleanField(default=False)
    kind = models.CharField(max_length=60, blank=True, default="")
    start = models.DateField()
    end = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON)
    made_at = models.DateTimeField()
    actor_label = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=120, blank=True, default="")
    lift_reason = models.CharField(max_length=LONGEST_REASON, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-end", "-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="lock_days_in_order", condition=Q(start__lte=F("end"))
            ),
            models.CheckConstraint(name="lock_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="lock_lifted_with_reason",
                condition=Q(lifted_at__isnull=True, lifted_by="", lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lift_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.start} – {self.end}"

    @property
    def record(self) -> str:
        """How the journal names this lock."""
        return f"registers.lock:{self.pk}"


class SavedView(models.Model):
    """The filters of a book's list under a name; ``shared`` with the whole unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "unit", "kind", "name"], name="savedview_once"
            ),
            models.CheckConstraint(
                name="savedview_says_something", condition=~Q(name="") & ~Q(query="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record(self) -> str:
        """How the journal names this view."""
        return f"registers.savedview:{self.pk}"
