"""Find the first line of a chain that is not what was written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
# look like a chain longer than its head.
_LINES = """
SELECT coalesce(e.chain, c.code), e.seq, e.at, e.actor_id, e.actor_label, e.action,
       e.record, e.changes::text, e.why, e.hmac, c.seq, c.head
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
    """How many chains and lines were read, and the first break of each chain."""

    chains: int
    lines: int
    breaks: tuple[Break, ...]


def verify(anchors: Anchors | None = None, *, chain: str | None = None) -> Report:
    """Check every line of every chain, or of one, and the anchors where given."""
    anchors = {k: v for k, v in (anchors or {}).items() if chain in (None, k)}
    found: dict[str, Break] = {}
    codes, lines = [], 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(_LINES)
        for code, rows in groupby(_rows(cursor), key=itemgetter(0)):
            if chain not in (None, code):
                continue
            count, fault = _check(code, rows, anchors.get(code, {}))
            codes.append(code)
            lines += count
            if fault:
                found[code] = fault
    for code in anchors.keys() - set(codes):
        found[code] = Break(code, 1, "truncated")
    return Report(len(codes), lines, tuple(found[code] for code in sorted(found)))


def _rows(cursor: Any) -> Iterator[Row]:
    while rows := cursor.fetchmany(2000):
        yield from rows


def _check(
    chain: str, rows: Iterable[Row], anchored: Mapping[int, str]
) -> tuple[int, Break | None]:
    """Return how many lines of a chain were read and its first break."""
    number, previous, head = 0, "", None
    for row in rows:
        *_, hmac, head_number, head_hmac = row
        head = (head_number, head_hmac)
        if row[1] is None:  # a chain whose lines are all gone, or never came
            continue
        fault = _fault(chain, row, number, previous, anchored)
        if fault:
            return number, fault
        number, previous = row[1], hmac
    if head != (number, previous) or any(seq > number for seq in anchored):
        return number, Break(chain, number + 1, "truncated")
    return number, None


def _fault(
    chain: str, row: Row, number: int, previous: str, anchored: Mapping[int, str]
) -> Break | None:
    _, seq, at, actor_id, label, action, record, changes, why, hmac, _, _ = row
    if seq != number + 1:
        return Break(chain, number + 1, "missing")
    before_after = json.loads(changes)
    line = Line(chain, seq, at, actor_id, label, action, record, before_after, why)
    if seal(line, previous, settings.JOURNAL_KEY) != hmac:
        return Break(chain, seq, "altered")
    if anchored.get(seq, hmac) != hmac:
        return Break(chain, seq, "unanchored")
    return None
