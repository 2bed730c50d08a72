"""Numbers and secret codes of receipts.

The code is derived from the intake's idempotency key, so that a retry gets the
very same receipt; what the database keeps of it is an HMAC under a key that
lies outside the database.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
import uuid

from django.conf import settings

from danvan.core.casework import number

DIGITS = 12


def new_number(year: int) -> str:
    """Return a fresh random number; the database refuses the rare double."""
    return number.make(year, secrets.choice)


def code_for(key: uuid.UUID) -> str:
    """Return the 12 digits of the receipt of this intake."""
    digest = _hmac(b"code", key.bytes).digest()
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def code_hash(case_number: str, code: str) -> str:
    """Return what is stored of a code, in hex: bound to its number."""
    return _hmac(b"kept", case_number.encode() + code.encode()).hexdigest()


def normalise_code(text: str) -> str:
    """Return the digits of a code as typed, in groups or not.

    >>> normalise_code("1234 5678-9012")
    '123456789012'
    """
    return re.sub(r"[\s.\u002d\u2010-\u2015]", "", unicodedata.normalize("NFKC", text))


def grouped(code: str) -> str:
    """Write a code in groups of four, as it is read out and typed.

    >>> grouped("123456789012")
    '1234 5678 9012'
    """
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def _hmac(purpose: bytes, message: bytes) -> "hmac.HMAC":
    # The purpose keeps the two uses of one key apart.
    key = settings.RECEIPT_KEY.encode()
    return hmac.new(key, purpose + b":" + message, hashlib.sha256)
