"""What is asked at the door, and what was opened."""

import datetime
import uuid
from dataclasses import dataclass, field

from danvan.accounts.rights import Viewer
from danvan.vault.officers import Unlocked

SHORTEST_REASON = 10  # characters
APPROVED_FOR = datetime.timedelta(minutes=30)
# What an opening may be for; the typed reason says more and is sealed.
GROUNDS = ("verify", "settle", "contact", "protect", "pass_on", "oversee")


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants opened, and why; ``second`` is an approval's id.

    ``reveal`` says that a masked identity is shown for a minute.
    """

    case_id: uuid.UUID
    compartment: str
    viewer: Viewer
    unlocked: Unlocked | None
    ground: str
    reason: str = field(repr=False)
    second: uuid.UUID | None = None
    reveal: bool = False

    @property
    def record(self) -> str:
        """How the journal names the case."""
        return f"vault.case:{self.case_id}"


@dataclass(frozen=True, slots=True)
class Door:
    """An opened compartment: its key, and where and for whom it was opened.

    ``index_key`` is the unit's, for a holder of its active key ``key_id``; else
    empty, and the blind index is neither read nor written.
    """

    case_id: uuid.UUID
    compartment: str
    unit_id: int
    user_id: str
    file: uuid.UUID | None
    key: bytes = field(repr=False)
    key_id: int = 0
    index_key: bytes = field(default=b"", repr=False)
