"""What is kept of a register that was taken in: never the file, never its cells."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from danvan.orgs.models import Unit


class Import(models.Model):
    """One register taken in: when, by whom, which file, how many letters it made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=20)
    file_hash = models.CharField(max_length=64)  # SHA-256 of the bytes, in hex
    at = models.DateTimeField()
    actor_label = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()  # ordinary letters alone

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="import_file_hashed",
                condition=models.Q(file_hash__regex="^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%Y-%m-%d} {self.rows}"


class ImportedRow(models.Model):
    """By what a row of a register is known again, so that it makes no second letter.

    The print is an HMAC under a key outside the database: it gives back no cell.
    """

    petition = models.OneToOneField(
        "petitions.Petition", on_delete=models.PROTECT, related_name="imported"
    )
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="taken")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    serial = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], name="imported_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.serial}"


class ColumnMap(models.Model):
    """Which column of a unit's sheet fills which field, by folded header."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)  # field to folded header

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "format"], name="column_map_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.format}"
