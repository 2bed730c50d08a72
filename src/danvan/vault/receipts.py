"""Codes of receipts: derived, shown once, and kept as something slow to guess.

The code comes from the intake's key, so that a second press gets the very same
one; that key is not stored, only what is derived from it. Of the code the
database has Argon2id over an HMAC: without the key outside the database not even
a guess can be tried, and with it each guess costs 19 MiB of memory.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

DIGITS = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: Argon2id with memory in KiB (OWASP's second choice)."""

    memory: int = 19 * 1024
    time: int = 2
    lanes: int = 1


COST = Cost()


def code_for(key: uuid.UUID) -> str:
    """Return the 12 digits of the receipt of the intake with this key."""
    digest = _hmac(b"sealed-code", key.bytes)
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def stored_key(key: uuid.UUID) -> uuid.UUID:
    """Return what the database keeps of the intake's key: no way back to the code."""
    return uuid.UUID(bytes=_hmac(b"sealed-case", key.bytes)[:16])


def code_hash(number: str, code: str) -> str:
    """Return what is stored of a code, in hex: bound to its number; slow on purpose.

    The salt is made from the number, so every try costs the same, whether such a
    case exists or not, and nothing need be read before it.
    """
    return hash_secret_raw(
        _hmac(b"sealed-kept", f"{number}|{code}".encode()),
        _hmac(b"sealed-salt", number.encode())[:16],
        time_cost=COST.time,
        memory_cost=COST.memory,
        parallelism=COST.lanes,
        hash_len=32,
        type=Type.ID,
    ).hex()


def _hmac(purpose: bytes, message: bytes) -> bytes:
    # The purpose keeps the uses of one key apart, here and in other rooms.
    key = settings.RECEIPT_KEY.encode()
    return hmac.digest(key, purpose + b":" + message, hashlib.sha256)
