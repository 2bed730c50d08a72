"""What a ciphertext is bound to, so that it opens in its own place alone.

HPKE takes these bytes as ``info``, the ciphers as associated data. Parts are
joined by a sign that none of them may hold, so two places never read alike.
"""

import uuid

_SIGN = "|"


def case(
    case_id: uuid.UUID, unit: str, epoch: int, compartment: str, part: str = ""
) -> bytes:
    """Return the place of a case key, or of one ``part`` sealed under it.

    >>> case(uuid.UUID(int=0), "H31", 2, "story").decode()
    'seal/v1|00000000-0000-0000-0000-000000000000|H31|2|story'
    """
    parts = ["seal/v1", str(case_id), unit, str(epoch), compartment]
    return _join(*parts, *([part] if part else []))


def holding(unit: str, epoch: int, officer_key: uuid.UUID) -> bytes:
    """Return the place of a unit's private key in one holder's hands."""
    return _join("hold/v1", unit, str(epoch), str(officer_key))


def index(unit: str, epoch: int) -> bytes:
    """Return what a unit's index key is derived for."""
    return _join("index/v1", unit, str(epoch))


def verifying(
    case_id: uuid.UUID, unit: str, compartment: str, officer_key: uuid.UUID
) -> bytes:
    """Return the place of a story's key in the hands of one verifier."""
    return _join("verify/v1", str(case_id), unit, compartment, str(officer_key))


def recovery(unit: str, epoch: int, recovery_key: uuid.UUID) -> bytes:
    """Return the place of a unit's private key under the province's recovery key."""
    return _join("recover/v1", unit, str(epoch), str(recovery_key))


def secret(user_id: uuid.UUID, officer_key: uuid.UUID) -> bytes:
    """Return the place of an officer's private key under the passphrase."""
    return _join("officer/v1", str(user_id), str(officer_key))


def session(user_id: str, officer_key: uuid.UUID) -> bytes:
    """Return the place of an unlocked officer's key in the session."""
    return _join("session/v1", user_id, str(officer_key))


def grant(user_id: str, case_id: uuid.UUID, compartment: str) -> bytes:
    """Return the place of what an officer said at the door of a compartment."""
    return _join("grant/v1", user_id, str(case_id), compartment)


def _join(*parts: str) -> bytes:
    if any(_SIGN in part or not part for part in parts):
        raise ValueError("A part of a place is empty or holds the sign between parts.")
    return _SIGN.join(parts).encode()
