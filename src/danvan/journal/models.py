"""The journal's lines, and the last line of each chain."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q

ROOM_OF_SEALED = "vault"
# What tells that a unit has sealed cases. New lines of this kind stand in the
# chain of `sealed_chain`; older ones stand where they were written for ever.
SEALED = Q(record__startswith="vault.case:") | Q(
    action__in=["vault.unlock", "vault.rewrap"]
)


def sealed_chain(unit_code: str) -> str:
    """Name the chain of a unit's sealed cases.

    >>> sealed_chain("C31135")
    'vault:C31135'
    """
    return f"{ROOM_OF_SEALED}:{unit_code}"


class Chain(models.Model):
    """Where a chain of lines ends. Written by the database's own functions only."""

    code = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.code


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines, by who may read them; who may is said in `accounts`."""

    def visible_in(
        self, chains: Collection[str], *, sealed: Collection[str] = ()
    ) -> EntryQuerySet:
        """Keep the lines of these chains, and of sealed cases only in ``sealed``.

        Both are codes of units' chains. A unit's sealed cases have a chain of
        their own (`sealed_chain`); lines older than that stand in the other.
        """
        own = Q(chain__in=[sealed_chain(code) for code in sealed])
        older = Q(chain__in=sealed) & SEALED
        return self.filter(own | older | (Q(chain__in=chains) & ~SEALED))


class Entry(models.Model):
    """One line: who did what to which record, when and on what ground.

    Strings without foreign keys: a line outlives what it speaks of. The
    database refuses to change or delete one.
    """

    chain = models.CharField(max_length=40)
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
            models.Index(fields=["chain"], name="entry_sealed", condition=SEALED),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
