"""What a line may hold, and the seal that binds it to the line before."""

import datetime
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

Change = tuple[str | None, str | None]

LONGEST = 80
# Codes, dates, states and ids are single words of ASCII; Đ is in the symbols of
# documents (12/QĐ-UBND). A sentence or a full name has spaces and stops here.
_CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9Đ._:/+-]{{0,{LONGEST - 1}}}")
_FIELD = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_ACTION = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_RECORD = re.compile(r"[a-z][a-z0-9_.-]{0,49}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CHAIN = re.compile(r"(?:[a-z]{1,12}:)?[A-Za-z0-9][A-Za-z0-9._-]{0,23}")
_ACTOR = re.compile(r"[a-z]+(:[A-Za-z0-9-]{1,70})?")
# Phone and identity numbers have nine digits or more; dates have eight.
_PERSONAL_NUMBER = re.compile(r"\d{9,}")


class NotForTheJournal(ValueError):
    """A value is no code, date, state or id, so it may be personal."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is sealed; ``at`` carries its time zone."""

    chain: str
    seq: int
    at: datetime.datetime
    actor_id: str
    actor_label: str
    action: str
    record: str
    changes: Mapping[str, Change]
    why: str


def check(line: Line) -> None:
    """Raise `NotForTheJournal` unless every column holds what it may hold."""
    _match(_CHAIN, "chain", line.chain)
    _match(_ACTOR, "actor_id", line.actor_id)
    _match(_ACTION, "action", line.action)
    _match(_RECORD, "record", line.record)
    if not line.actor_label.isprintable() or len(line.actor_label) > 120:
        raise NotForTheJournal("actor_label")
    if line.why:
        check_code("why", line.why)
    for field, values in line.changes.items():
        _match(_FIELD, "field", field)
        for value in values:
            if value is not None:
                check_code(field, value)


def check_code(field: str, value: str) -> None:
    """Raise `NotForTheJournal` when ``value`` may be personal or free text."""
    _match(_CODE, field, value)
    if _PERSONAL_NUMBER.fullmatch(re.sub(r"[+./:-]", "", value)):
        raise NotForTheJournal(field)


def _match(pattern: re.Pattern[str], field: str, value: str) -> None:
    # The message names the field alone: the value may be what must not be told.
    if not pattern.fullmatch(value):
        raise NotForTheJournal(field)


def canonical(line: Line, previous: str) -> bytes:
    r"""Encode all columns and the seal before, so that no two lines look alike.

    Each part is preceded by its length in bytes, so no part can borrow
    characters of its neighbour.

    >>> when = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    >>> canonical(Line("u", 1, when, "system", "", "a", "r:1", {}, ""), "")[:22]
    b'0:,1:u,1:1,32:2026-01-'
    """
    at = line.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    changes = {field: list(values) for field, values in line.changes.items()}
    parts = [previous, line.chain, str(line.seq), at, line.actor_id, line.actor_label]
    parts += [line.action, line.record, json.dumps(changes, sort_keys=True), line.why]
    encoded = (part.encode() for part in parts)
    return b"".join(b"%d:%b," % (len(part), part) for part in encoded)


def seal(line: Line, previous: str, key: str) -> str:
    """Return the HMAC-SHA-256 in hex over the line and the seal before it."""
    return hmac.new(key.encode(), canonical(line, previous), hashlib.sha256).hexdigest()
