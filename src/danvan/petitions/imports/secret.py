"""Rows of a register that must be kept secret: what goes to the vault, and what not.

Neither name nor address nor content of such a row is read at all (`core.casework.book`).
It becomes a case kept on paper: a random number, the day it came, the law's term, and
that it ended, if it did.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.actor import Actor
from danvan.core.casework import clock, deadlines
from danvan.core.casework.workflow import Kind, Step
from danvan.journal.models import sealed_chain
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions.imports.check import Good
from danvan.vault import receipts
from danvan.vault import services as vault
from danvan.vault.services import NewCase


@dataclass(frozen=True, slots=True)
class Door:
    """The way of such rows to the vault of the unit whose register it is."""

    unit: Unit
    by: Actor

    @property
    def comes_first(self) -> bool:
        """Whether the vault's line of the journal is written before the ordinary one."""
        return sealed_chain(self.unit.code) < self.by.unit_code

    def take_in(self, rows: Sequence[Good]) -> None:
        """Register each as a case on paper; one that stands there already stays."""
        calendar = working_calendar()
        for row in rows:
            entry = row.entry
            due = deadlines.compute_for_now(
                clock.STARTS[Kind.DENUNCIATION, Step.RECEIVE],
                entry.received_on,
                calendar,
                remote=self.unit.remote,
            ).due
            case = NewCase(
                receiver=self.unit.code,
                received_on=entry.received_on,
                deadline=due,
                idempotency_key=receipts.stored_key(
                    uuid.UUID(hex=row.fingerprint[:32])
                ),
            )
            vault.register_paper(case=case, by=self.by, closed=entry.outcome != "open")
