"""Keys and sealed cases: ciphertext, and what must be known without opening it.

Row-level security is forced on what a unit or an officer alone may read
(migration 0002): outside `danvan.vault.scope` these tables look empty.
"""

from danvan.vault.decision import IntakeDecision
from danvan.vault.models.access import Access, Approval, Opening, VerifierKey
from danvan.vault.models.cases import BlindTag, CaseState, SealedBlob, SealedCase, Wrap
from danvan.vault.models.course import SealedStep, SealedTerm, TermOutcome
from danvan.vault.models.keys import (
    Holding,
    KeyState,
    OfficerKey,
    OfficerSecret,
    RecoveryKey,
    RecoveryShare,
    UnitKey,
)

__all__ = [
    "Access",
    "Approval",
    "BlindTag",
    "CaseState",
    "Holding",
    "IntakeDecision",
    "KeyState",
    "OfficerKey",
    "OfficerSecret",
    "Opening",
    "RecoveryKey",
    "RecoveryShare",
    "SealedBlob",
    "SealedCase",
    "SealedStep",
    "SealedTerm",
    "TermOutcome",
    "UnitKey",
    "VerifierKey",
    "Wrap",
]
