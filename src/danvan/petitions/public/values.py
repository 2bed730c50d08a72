"""What passes between the public's pages and the register: plain values."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Literal

from danvan.files.verdict import FILES

# Characters; longer texts are refused by the database as well.
LIMITS = {
    "what": 20_000,
    "request": 20_000,
    "place": 300,
    "name": 120,
    "phone": 30,
    "address": 300,
    "on_behalf_of": 120,
    "decision": 300,
}
MOST_ATTACHMENTS = FILES
LONGEST_COMMENT = 1000


class NotInOrder(ValueError):
    """An intake that the citizen's form should have caught; names the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class Throttled(Exception):
    """Too many wrong codes for this number, or in the whole country; try later."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that `files.services.take` has passed and put on disk; bytes in ``size``."""

    id: uuid.UUID
    name: str
    content_type: str
    size: int
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen wrote. ``unit_code`` is a commune's or province's code."""

    kind: Literal["feedback", "complaint"]
    what: str
    request: str
    unit_code: str
    place: str
    anonymous: bool
    name: str
    phone: str
    address: str
    on_behalf_of: str
    decision: str
    decision_received: datetime.date | None
    attachments: tuple[Attachment, ...]
    language: str
    subject: str = ""  # a code of `Subject`


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen keeps; ``code`` is 12 digits and shown nowhere else."""

    number: str
    code: str
    received: datetime.date
    unit_name: str
    reply_by: datetime.date
    explanation: dict[str, str]


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step: the state it led to, the day; whereto and why not, if it says so."""

    label_code: str
    on: datetime.date
    to: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """Where a petition stands; ``reply_by`` is of the term that runs or ran last."""

    number: str
    state_code: str
    unit_name: str
    received: datetime.date
    reply_by: datetime.date | None
    explanation: dict[str, str]
    steps: tuple[StatusStep, ...]
    answer: str | None
    said: str = ""  # what the person said of the result: a code of `Content`
    sealed: bool = False  # then nothing but state and days is told


def storable(text: str) -> bool:
    """Say whether PostgreSQL takes it: no NUL, no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
