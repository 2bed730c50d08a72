"""Sealed cases: taken in, assigned, opened, passed on, taken back, shredded.

Every line stands in the journal of the unit that handles the case, never in
that of the unit whose counter it came over. `unseal` and its like commit the
line before a byte is opened, so they cannot run inside a transaction.
"""

from danvan.vault.services.assigning import assign, end_assignment
from danvan.vault.services.coursing import take_step
from danvan.vault.services.ending import close, shred
from danvan.vault.services.passing_on import pass_on, take_back
from danvan.vault.services.reading import Unsealed, unseal, unseal_file
from danvan.vault.services.taking_in import (
    NewCase,
    new_number,
    register_paper,
    seal,
)
from danvan.vault.services.verifying import let_verify

__all__ = [
    "NewCase",
    "Unsealed",
    "assign",
    "close",
    "end_assignment",
    "let_verify",
    "new_number",
    "pass_on",
    "register_paper",
    "seal",
    "shred",
    "take_back",
    "take_step",
    "unseal",
    "unseal_file",
]
