"""The one way to a compartment's key: who, why, with whom; the line before the key.

`go_through` gives out the key of one compartment after it has committed the
journal's line and the opening. Nothing else in this house unwraps a case key
for showing.
"""

from danvan.vault.opening.asks import APPROVED_FOR, GROUNDS, SHORTEST_REASON, Ask, Door
from danvan.vault.opening.doors import go_through, note_refusal, reason_place
from danvan.vault.opening.seconds import (
    approve,
    ask_second,
    asking_place,
    needs_second,
)

__all__ = [
    "APPROVED_FOR",
    "GROUNDS",
    "SHORTEST_REASON",
    "Ask",
    "Door",
    "approve",
    "ask_second",
    "asking_place",
    "go_through",
    "needs_second",
    "note_refusal",
    "reason_place",
]
