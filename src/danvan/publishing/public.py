"""What the public's pages may call: plain values in, plain values out.

Runs as the database role of the portal, which can read no edition: everything goes
through the functions of migration ``editions``. What is read was published, word by
word; comments go in and wait for an officer.
"""

import datetime
import json
import re
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from danvan.core.actor import PUBLIC
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.indicators import labels
from danvan.journal import services as journal
from danvan.publishing import words
from danvan.publishing.errors import NoSuchNews as NoSuchNews
from danvan.publishing.errors import TooMany as TooMany
from danvan.publishing.records import Edition as Edition
from danvan.publishing.records import Figure as Figure
from danvan.publishing.records import News as News
from danvan.publishing.records import Place as Place
from danvan.publishing.records import Punctual as Punctual
from danvan.publishing.records import Remark as Remark
from danvan.publishing.records import Source as Source
from danvan.publishing.records import Timely as Timely
from danvan.publishing.sentences import sentence

LONGEST = {"name": 60, "text": 2_000}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?(?:\d[ .-]?){8,}\d")


def editions() -> list[Edition]:
    """Return everything that was published, newest first."""
    return [_edition(row) for row in _json("publishing_editions()")]


def body(edition: uuid.UUID) -> str | None:
    """Return the very text an edition's hash is of; None for one not published."""
    text: str | None = _call("publishing_body(%s)", edition)
    return text


def figures_of(text: str, edition: uuid.UUID | None = None) -> list[Figure]:
    """Read the figures out of the body of an edition."""
    said = json.loads(text)
    return [
        Figure(
            **{k: row[k] for k in ("unit", "unit_name", "level", "code", "printed")},
            **{k: row[k] for k in ("bound", "kind", "was")},
            **_days(row["period"]["key"], row["period"]),
            amount=Decimal(row["amount"]),
            edition=edition,
            source=row.get("source", {}),
            finding=row.get("finding", {}),
        )
        for row in said["figures"]
    ]


def removed(text: str) -> Sequence[Mapping[str, str]]:
    """Return what the edition before printed and this one does not."""
    rows: Sequence[Mapping[str, str]] = json.loads(text)["removed"]
    return rows


def figures(*, unit: str | None = None, code: str | None = None) -> list[Figure]:
    """Return the figures that hold today of a unit, of a code, or of both."""
    return [
        Figure(
            **{k: row[k] for k in ("unit", "unit_name", "level", "code", "printed")},
            **{k: row[k] for k in ("bound", "kind", "was", "version")},
            **_days(row["period"], row),
            amount=Decimal(row["amount"]),
            edition=uuid.UUID(row["edition"]),
            edition_title=row["title"],
        )
        for row in _json("publishing_figures(%s, %s)", unit, code)
    ]


def index() -> tuple[list[Place], list[str]]:
    """Return the units and the codes that have figures which hold today."""
    said = _json("publishing_index()")
    places = [
        Place(row["code"], row["name"], row["level"], _day(row["until"]))
        for row in said["units"]
    ]
    order = {code: n for n, code in enumerate(catalogue.known())}
    return places, sorted(said["codes"], key=lambda c: (order.get(c, len(order)), c))


def timeliness(place: str, today: datetime.date) -> list[Punctual]:
    """Return who was on time in a place; nothing unless its decision shows it today."""
    said = _json("publishing_timeliness_of(%s, %s)", place, today)
    return [
        Punctual(
            row["name"],
            row["period"],
            tuple(
                Timely(
                    unit["name"],
                    datetime.date.fromisoformat(unit["due"]),
                    _moment(unit["sent"]) if unit["sent"] else None,
                    unit["state"],
                )
                for unit in row["units"]
            ),
        )
        for row in (said or {}).get("sheets", [])
    ]


def source(edition: uuid.UUID, sha256: str, start: int, end: int) -> Source | None:
    """Return what may be known of where a published figure was read; None: nothing."""
    said = _json("publishing_source(%s, %s, %s, %s)", edition, sha256, start, end)
    if said is None:
        return None
    return Source(
        *(said["number"] or "", _day(said["day"])),
        *(said["issuer"] or "", said["where"] or ""),
        sentence(said["words"]) if said["words"] else None,
    )


def news(wanted: uuid.UUID | None = None) -> list[News]:
    """Return the news, newest first, or one item with its comments."""
    return [
        News(
            uuid.UUID(row["id"]),
            *(row["title"], row["text"], _moment(row["at"])),
            uuid.UUID(row["edition"]),
            *(row["edition_title"], row["place_name"], row["superseded"]),
            tuple(
                Remark(hide(c["name"]), hide(c["text"]), _moment(c["at"]))
                for c in row["comments"]
            ),
        )
        for row in _json("publishing_news(%s)", wanted)
    ]


@transaction.atomic
def comment(
    *, news: uuid.UUID, name: str, text: str, key: uuid.UUID, now: datetime.datetime
) -> None:
    """Hand a comment in; the same ``key`` again is the same comment.

    Raises NoSuchNews, TooMany, and ValueError for text that cannot be stored.
    """
    if not text.strip() or any(len(v) > LONGEST[k] for k, v in _said(name, text)):
        raise ValueError(text[:20])
    row = {"id": key, "news_id": news, "sent_at": now, **dict(_said(name, text))}
    line = journal.prepare(
        by=PUBLIC, action="publishing.comment", record=f"publishing.comment:{key}"
    )
    said = _call(
        "publishing_comment_on(%s::jsonb, %s::jsonb)",
        json.dumps(row, default=str),
        json.dumps(line, default=str),
    )
    if said != "sent":
        raise NoSuchNews if said == "none" else TooMany


def opened(page: str, *, today: datetime.date) -> None:
    """Count one opening of a page; nothing about who opened it is known here."""
    _call("publishing_opened(%s, %s)", page, today)


def hide(text: str) -> str:
    """Take addresses and telephone numbers out of words that are shown.

    >>> hide("Hỏi an@example.vn hoặc 0912 345 678.")
    'Hỏi … hoặc ….'
    """
    return _ADDRESS.sub("…", text)


def indicator_name(code: str) -> str:
    """Return the name of an indicator in the reader's language."""
    return words.indicator_name(code)


def measure(code: str) -> str:
    """Return what an indicator is counted in."""
    return words.measure(code)


def bound_words(bound: str) -> str:
    """Return the word that bounds a printed number; nothing for an exact one."""
    return words.bound(bound)


def period_name(key: str) -> str:
    """Return how people call a period; a key nobody knows names itself."""
    try:
        return labels.period_name(periods.by_key(key))
    except periods.NoSuchPeriod:
        return key


def _said(name: str, text: str) -> list[tuple[str, str]]:
    clean = [unicodedata.normalize("NFC", said.strip()) for said in (name, text)]
    for said in clean:
        if "\0" in said or any("\ud800" <= c <= "\udfff" for c in said):
            raise ValueError(said[:20])
    return list(zip(("name", "text"), clean, strict=True))


def _edition(row: Mapping[str, Any]) -> Edition:
    ids: dict[str, Any] = {
        k: uuid.UUID(row[k]) if row[k] else None for k in ("corrects", "correction")
    }
    return Edition(
        id=uuid.UUID(row["id"]),
        number=uuid.UUID(row["number"]),
        published=_moment(row["published"]),
        **_days(row["period"], row),
        **ids,
        **{k: row[k] for k in ("version", "title", "state", "place", "place_name")},
        **{k: row[k] for k in ("sha256", "reason")},
    )


def _days(key: str, row: Mapping[str, str]) -> dict[str, Any]:
    days = {k: datetime.date.fromisoformat(row[k]) for k in ("start", "end")}
    return {"period": key, **days}


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _json(function: str, *arguments: Any) -> Any:
    said = _call(function, *arguments)
    return json.loads(said) if isinstance(said, str) else said


def _call(function: str, *arguments: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}",  # a call written here # nosemgrep: statements-are-whole
            arguments,
        )
        (said,) = cursor.fetchone()
    return said


def language() -> str:
    """Return the language of the reader: vi or en."""
    return labels.language()
