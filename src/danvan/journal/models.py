"""The journal's lines, and the last line of each chain."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models


class Chain(models.Model):
    """Where a chain of lines ends. Written by the database's own functions only."""

    code = models.CharField(max_length=24, primary_key=True)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.code


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines, by who may read them."""

    def visible_in(self, chains: Collection[str]) -> EntryQuerySet:
        """Keep the lines of these chains; who reads which is said in `accounts`."""
        return self.filter(chain__in=chains)


class Entry(models.Model):
    """One line: who did what to which record, when and on what ground.

    Strings without foreign keys: a line outlives what it speaks of. The
    database refuses to change or delete one.
    """

    chain = models.CharField(max_length=24)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    record = models.CharField(max_length=120)
    changes = models.JSONField()
    why = models.CharField(max_length=80)
    hmac = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["chain", "-at"], name="entry_by_chain"),
            models.Index(fields=["record"], name="entry_by_record"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
