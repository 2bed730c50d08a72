"""Who may speak for many people (law 42/2013/QH13, article 29)."""

from collections.abc import Set
from enum import StrEnum

from danvan.core.data import rows


class Fault(StrEnum):
    """What is wrong with a representation."""

    MISSING = "missing"
    TOO_MANY = "too_many"
    STRANGER = "stranger"  # does not petition himself
    UNSIGNED = "unsigned"  # not all who petition signed the writing


LABELS = {
    Fault.MISSING: {"vi": "Chưa cử người đại diện", "en": "No representative named"},
    Fault.TOO_MANY: {"vi": "Quá số người đại diện", "en": "Too many representatives"},
    Fault.STRANGER: {
        "vi": "Người đại diện không phải là người gửi đơn",
        "en": "A representative is not one of those who petition",
    },
    Fault.UNSIGNED: {
        "vi": "Văn bản cử người đại diện chưa có đủ chữ ký",
        "en": "Not everybody signed the writing that names them",
    },
}


def representatives(people: int) -> tuple[int, int]:
    """Return how few and how many may speak for so many; (0, 0) below five.

    >>> [representatives(n) for n in (4, 5, 10, 11)]
    [(0, 0), (1, 2), (1, 2), (1, 5)]
    """
    for row in rows("classification", "representatives"):
        if row["people_from"] <= people <= row.get("people_to", people):
            return row["least"], row["most"]
    return 0, 0


def faults(people: Set[str], chosen: Set[str], signed: Set[str]) -> tuple[Fault, ...]:
    """Return all that is wrong; sets of any keys by which people are known.

    Fewer than five need no representative, and may name any.
    """
    least, most = representatives(len(people))
    checks = {
        Fault.MISSING: len(chosen) < least,
        Fault.TOO_MANY: bool(most) and len(chosen) > most,
        Fault.STRANGER: not chosen <= people,
        Fault.UNSIGNED: bool(chosen) and not people <= signed,
    }
    return tuple(fault for fault, holds in checks.items() if holds)
