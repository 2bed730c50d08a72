"""Blind index: the same person in two cases of one unit, without reading either.

A tag is HMAC-SHA-256 over a normalised number under the unit's index key. That
key is derived (HKDF-SHA-256) from the unit's private key of the epoch under a
context of its own, so whoever holds the one has the other and nothing more
needs wrapping. Who has the database but not that key cannot try all numbers.
"""

import hmac
import re
import unicodedata
from collections.abc import Mapping

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from danvan.vault import context

ID, PHONE = "id", "phone"
_BETWEEN = re.compile(r"[,;/\n]")
_SEPARATOR = re.compile(r"[\s.\-()]+")
_NUMBERS = re.compile(r"\d{12}|\d{9}|[A-Z]\d{7,8}")  # CCCD, CMND, passport
_PHONE = re.compile(r"0\d{8,10}")
_ABROAD = re.compile(r"(?:\+|00)?84(?=\d{8,10}$)")


def index_key(private: bytes, unit: str, epoch: int) -> bytes:
    """Derive a unit's index key, 32 bytes, from its private key of an epoch."""
    place = context.index(unit, epoch)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=place).derive(private)


def id_number(text: str) -> str:
    """Return a citizen's number, identity card or passport in one form, or "".

    >>> [id_number(t) for t in ("092 085 000 123", "36-1234567", "b1234567", "12")]
    ['092085000123', '361234567', 'B1234567', '']
    """
    bare = _bare(text).upper()
    return bare if _NUMBERS.fullmatch(bare) else ""


def phone_number(text: str) -> str:
    """Return a Vietnamese telephone number in one form, or "".

    >>> {phone_number(t) for t in ("0912.345.678", "+84 912 345 678", "0084912345678")}
    {'0912345678'}
    """
    bare = _ABROAD.sub("0", _bare(text))
    return bare if _PHONE.fullmatch(bare) else ""


def tags(fields: Mapping[str, str], key: bytes) -> set[tuple[str, bytes]]:
    """Return kind and tag of every number in an identity's fields.

    A field's name ends in ``id_number`` or ``phone``; it may hold several.
    """
    found = set()
    for name, text in fields.items():
        for part in _BETWEEN.split(text):
            if name.endswith("id_number") and (number := id_number(part)):
                found.add((ID, _tag(key, ID, number)))
            if name.endswith("phone") and (number := phone_number(part)):
                found.add((PHONE, _tag(key, PHONE, number)))
    return found


def _tag(key: bytes, kind: str, number: str) -> bytes:
    return hmac.digest(key, f"{kind}|{number}".encode(), "sha256")


def _bare(text: str) -> str:
    return _SEPARATOR.sub("", unicodedata.normalize("NFKC", text))
