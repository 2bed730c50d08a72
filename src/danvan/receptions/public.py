"""What the public's pages may call: plain values in, plain values out.

Runs as the database role of the portal, which can read no session and no appointment:
everything goes through the functions of migration 0002. Nobody is asked what he
wants to speak about.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from danvan.core.actor import PUBLIC
from danvan.core.casework import duty
from danvan.petitions import public as petitions
from danvan.petitions.public import NotInOrder as NotInOrder
from danvan.petitions.public import Place as Place
from danvan.receptions import booking
from danvan.receptions.booking import Slip as Slip
from danvan.receptions.errors import NoSeat as NoSeat
from danvan.receptions.errors import Throttled as Throttled
from danvan.receptions.visits import digits

__all__ = [
    "LIMITS",
    "Hour",
    "NoSeat",
    "NotInOrder",
    "Place",
    "Schedule",
    "Session",
    "Slip",
    "Throttled",
    "book",
    "can_be_called",
    "cancel",
    "places",
    "post_words",
    "schedule",
]

LIMITS = {"name": 120, "phone": 30}
AHEAD = datetime.timedelta(days=60)
_DIGITS = range(8, 16)  # of a telephone number


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour that can be booked, and how many seats are free."""

    id: int
    starts: datetime.time
    free: int


@dataclass(frozen=True, slots=True)
class Session:
    """A published session; ``post`` is a code of `core.casework.duty`, or empty."""

    on: datetime.date
    starts: datetime.time
    ends: datetime.time
    place: str
    post: str
    online: bool
    kind: str
    expected: str
    participants: str
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The published sessions of one unit in the coming sixty days."""

    unit_name: str
    sessions: tuple[Session, ...]

    def hour(self, slot: int) -> tuple[Session, Hour] | None:
        """Return the session and hour of a slot; None where it is not published."""
        found = ((s, h) for s in self.sessions for h in s.hours if h.id == slot)
        return next(found, None)


def places(province_code: str | None) -> list[Place]:
    """Return today's provinces, or the communes of one; empty for an unknown code."""
    return petitions.units_for_place(province_code)


def post_words(code: str) -> Mapping[str, str]:
    """Return what a post is called, by language."""
    return duty.post_words(duty.Post(code))


def schedule(place_code: str, *, now: datetime.datetime) -> Schedule:
    """Return who receives at a place and when; NotInOrder for an unknown place.

    Hours that have begun are left out.
    """
    unit = petitions.receiving_unit(place_code)
    local = timezone.localtime(now)
    rows = booking.published(unit.pk, local.date(), local.date() + AHEAD)
    return Schedule(unit.office_name, tuple(_session(row, local) for row in rows))


def can_be_called(phone: str) -> bool:
    """Say whether a telephone number has 8 to 15 digits."""
    return len(digits(phone)) in _DIGITS


def book(
    *,
    slot: int,
    name: str,
    phone: str,
    idempotency_key: uuid.UUID,
    now: datetime.datetime,
) -> Slip:
    """Take an hour; the same key again gives the same slip.

    Raises NotInOrder with the fields that are not, and NoSeat (full, closed, many).
    """
    wrong = [
        field
        for field, text in (("name", name), ("phone", phone))
        if not text.strip() or len(text) > LIMITS[field] or not _storable(text)
    ]
    if wrong or not can_be_called(phone):
        raise NotInOrder(*(wrong or ["phone"]))
    return booking.book(
        slot=slot, name=name, phone=phone, key=idempotency_key, by=PUBLIC, now=now
    )


def cancel(*, phone: str, code: str) -> bool:
    """Give an hour back; False where telephone and code fit nothing. Throttled."""
    return booking.cancel(phone=phone, code=code, by=PUBLIC)


def _session(said: Mapping[str, Any], now: datetime.datetime) -> Session:
    on = datetime.date.fromisoformat(said["on"])
    hours = (
        Hour(h["id"], datetime.time.fromisoformat(h["starts"]), h["free"])
        for h in said["slots"]
    )
    return Session(
        on=on,
        starts=datetime.time.fromisoformat(said["starts"]),
        ends=datetime.time.fromisoformat(said["ends"]),
        hours=tuple(h for h in hours if on > now.date() or h.starts > now.time()),
        **{
            name: said[name]
            for name in ("place", "post", "online", "kind", "expected", "participants")
        },
    )


def _storable(text: str) -> bool:
    # PostgreSQL takes neither NUL nor a lone surrogate.
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
