"""What the public reads, as plain values: editions, figures, places, sources, news."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from danvan.publishing.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition, without its figures; ``correction`` is what replaced it."""

    id: uuid.UUID
    number: uuid.UUID
    version: int
    title: str
    state: str
    place: str
    place_name: str
    period: str
    start: datetime.date
    end: datetime.date
    sha256: str
    reason: str
    corrects: uuid.UUID | None
    published: datetime.datetime
    correction: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number; ``source`` has name, sha256, start and end, or is empty."""

    unit: str
    unit_name: str
    level: str
    code: str
    period: str
    start: datetime.date
    end: datetime.date
    printed: str
    amount: Decimal
    bound: str
    kind: str
    was: str = ""
    edition: uuid.UUID | None = None
    edition_title: str = ""
    version: int = 0
    source: Mapping[str, Any] = field(default_factory=dict)
    finding: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with published figures; ``until`` where it stands no more."""

    code: str
    name: str
    level: str
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class Timely:
    """When a unit's sheet was due and sent; ``state``: on_time, late or missing."""

    name: str
    due: datetime.date
    sent: datetime.datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Punctual:
    """Who was on time with a sheet for a period; ``sheet`` is its name by language."""

    sheet: Mapping[str, str]
    period: str
    units: tuple[Timely, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What may be known of a figure's source; ``words`` only of a published report."""

    number: str
    day: datetime.date | None
    issuer: str
    where: str
    words: Sentence | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that is shown; addresses and numbers of people are taken out."""

    name: str
    text: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class News:
    """An item of news from an edition."""

    id: uuid.UUID
    title: str
    text: str
    at: datetime.datetime
    edition: uuid.UUID
    edition_title: str
    place_name: str
    superseded: bool
    comments: tuple[Remark, ...]
