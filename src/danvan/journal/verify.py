"""Find the first line of a chain that is not what was written."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from django.conf import settings
from django.db import connection

from danvan.journal.line import Line, seal

Fault = Literal["missing", "altered", "truncated", "unanchored"]
Anchors = Mapping[str, Mapping[int, str]]
Row = tuple[Any, ...]

# One statement is one view of the data, so that lines written meanwhile do not
# look like a chain longer than its head. A time that Python cannot hold, and what
# somebody wrote after lifting NOT NULL, must come back as an altered line too.
_LINES = """
SELECT coalesce(e.chain, c.code, ''), e.seq,
       CASE WHEN e.at BETWEEN '0002-01-01' AND '9998-12-31' THEN e.at END,
       e.actor_id, e.actor_label, e.action,
       e.record, e.changes::text, e.why, e.hmac, c.seq, c.head, e.id IS NOT NULL
FROM journal_chain c FULL JOIN journal_entry e ON e.chain = c.code
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken place of a chain.

    ``missing``: no line has this number; ``altered``: the line, or its place in
    the order, was changed; ``truncated``: the chain does not end where its head
    says; ``unanchored``: the line is not the one an anchor saw.
    """

    chain: str
    seq: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Report:
    """How many chains and lines were read, and the first break of each chain.

    ``heads`` are the number and the seal of each chain's last line as they were
    read: what may be written down as an anchor when nothing is broken.
    """

    chains: int
    lines: int
    breaks: tuple[Break, ...]
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def verify(anchors: Anchors | None = None, *, chain: str | None = None) -> Report:
    """Check every line of every chain, or of one, and the anchors where given."""
    anchors = {k: v for k, v in (anchors or {}).items() if chain in (None, k)}
    found: dict[str, Break] = {}
    heads: dict[str, tuple[int, str]] = {}
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINES)
        for code, rows in groupby(_rows(cursor), key=itemgetter(0)):
            if chain not in (None, code):
                continue
            number, head, fault = _check(code, rows, anchors.get(code, {}))
            heads[code] = (number, head)
            if fault:
                found[code] = fault
    for code in anchors.keys() - heads.keys():
        found[code] = Break(code, 1, "truncated")
    lines = sum(number for number, _ in heads.values())
    breaks = tuple(found[code] for code in sorted(found))
    return Report(len(heads), lines, breaks, heads)


def _rows(cursor: Any) -> Iterator[Row]:
    while rows := cursor.fetchmany(2000):
        yield from rows


def _check(
    chain: str, rows: Iterable[Row], anchored: Mapping[int, str]
) -> tuple[int, str, Break | None]:
    """Return the last good line of a chain, its seal, and the first break."""
    number, previous, head = 0, "", None
    for *row, head_number, head_hmac, is_line in rows:
        head = (head_number, head_hmac)
        if not is_line:  # a chain whose lines are all gone, or never came
            continue
        fault = _fault(chain, tuple(row), number, previous, anchored)
        if fault:
            return number, previous, fault
        number, previous = row[1], row[-1]
    if head != (number, previous) or any(seq > number for seq in anchored):
        return number, previous, Break(chain, number + 1, "truncated")
    return number, previous, None


def _fault(
    chain: str, row: Row, number: int, previous: str, anchored: Mapping[int, str]
) -> Break | None:
    _, seq, *columns, hmac = row
    if seq is None:  # it sorts last
        return Break(chain, number + 1, "altered")
    if seq != number + 1:
        return Break(chain, number + 1, "missing")
    if not _is_sealed(chain, seq, columns, previous, hmac):
        return Break(chain, seq, "altered")
    if anchored.get(seq, hmac) != hmac:
        return Break(chain, seq, "unanchored")
    return None


def _is_sealed(
    chain: str, seq: int, columns: Sequence[Any], previous: str, hmac: str
) -> bool:
    at, actor_id, label, action, record, changes, why = columns
    try:
        before_after = json.loads(changes)
        line = Line(chain, seq, at, actor_id, label, action, record, before_after, why)
        return seal(line, previous, settings.JOURNAL_KEY) == hmac
    except (AttributeError, TypeError, ValueError):
        return False  # no line of ours: a column is empty or not of its kind
