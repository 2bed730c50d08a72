"""By which ways letters come in, and which contents each way can carry.

Circular 07/2014/TT-TTCP, article 5; law on denunciations, article 22. The table is
data (`core/data/intake.toml`).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.ground import Ground, ground, span
from danvan.core.data import load_toml


class Source(StrEnum):
    """How it came in."""

    COUNTER = "counter"
    BOX = "box"
    POST = "post"
    FORWARDED = "forwarded"
    LEADER = "leader"
    ONLINE = "online"
    DIALOGUE = "dialogue"
    MAILBOX = "mailbox"
    PHONE = "phone"
    ZALO = "zalo"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Way:
    """A source, what it ``carries`` and whether the forwarder's letter is asked for."""

    source: Source
    words: Mapping[str, str]
    carries: frozenset[Kind]
    receipt: bool
    letter: bool
    ground: Ground


@dataclass(frozen=True, slots=True)
class Told:
    """What a sender is told, in words, with the paper that says it."""

    words: Mapping[str, str]
    ground: Ground
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a content may come this way. If not: guidance, and no clock starts."""

    taken: bool
    guidance: Told | None = None

    @property
    def clock(self) -> bool:
        """Whether a legal term starts."""
        return self.taken


def ways(on: datetime.date) -> tuple[Way, ...]:
    """Return the sources of that day."""
    rows = load_toml("intake.toml")["table"]["sources"]
    return tuple(_way(row) for row in rows if span(row).holds_on(on))


def way(source: Source, on: datetime.date) -> Way:
    """Return one source; LookupError if it was not one on that day."""
    for found in ways(on):
        if found.source == source:
            return found
    raise LookupError(f"{source} {on}")


def admit(
    source: Source, kind: Kind, on: datetime.date, *, sealed: bool = False
) -> Admission:
    """Say whether a content may come in this way on that day.

    ``sealed``: the portal has a sealed way for denunciations open.
    """
    if kind in way(source, on).carries:
        return Admission(taken=True)
    if sealed and (source, kind) == (Source.ONLINE, Kind.DENUNCIATION):
        return Admission(taken=True)
    return Admission(taken=False, guidance=_told("guidance", kind))


def before_anonymous(kind: Kind) -> Told:
    """Return what somebody who gives no name is told before sending."""
    return _told("anonymous", kind)


def _told(table: str, kind: Kind) -> Told:
    row = next(
        row for row in load_toml("intake.toml")["table"][table] if row["kind"] == kind
    )
    words = {"vi": row["vi"], "en": row["en"]}
    return Told(words, ground(row), row.get("paper", ""))


def _way(row: Mapping[str, Any]) -> Way:
    return Way(
        source=Source(row["code"]),
        words={"vi": row["vi"], "en": row["en"]},
        carries=frozenset(map(Kind, row["carries"])),
        receipt=row["receipt"],
        letter=row.get("letter", False),
        ground=ground(row),
    )
