"""What a book refuses.

Refused
├── NotInOrder     the line itself: all problems at once
├── PeriodLocked   the day lies in a closed period
├── Superseded     a later line stands in its place already
├── KeyTaken       the key belongs to a line of another book or unit
└── NotKept        the unit keeps no such book
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from danvan.core.registers.read import Problem

if TYPE_CHECKING:
    from danvan.registers.models import Lock


class Refused(Exception):
    """Nothing was written; no message holds what somebody typed."""


class NotInOrder(Refused):
    """The line has ``problems``, each in words and with its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(p.key or "*" for p in problems))
        self.problems = tuple(problems)


class PeriodLocked(Refused):
    """The day lies in the period that ``lock`` closed."""

    def __init__(self, lock: "Lock") -> None:
        super().__init__(str(lock))
        self.lock = lock


class Superseded(Refused):
    """Somebody corrected or cancelled the line meanwhile."""


class KeyTaken(Refused):
    """A key serves one line only."""


class NotKept(Refused):
    """The unit keeps no book of this kind."""
