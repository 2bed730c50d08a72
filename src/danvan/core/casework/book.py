"""One row of a register: what it says of a letter, or everything wrong with it.

Of a denunciation a row says when it came, its number and what became of it, and
nothing else: name, address and content are not even read.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from danvan.core.casework import exchange
from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.eligibility import LABELS, Reason
from danvan.core.casework.exchange import BadCell, Cell, Column, Format, Value, Words
from danvan.core.casework.intake import Source, admit

# What is read of a row that must be kept secret.
SECRET = ("serial", "received_on", "kind", "accepted_on", "outcome", "outcome_on")
_ENDS = ("answer", "guide", "transfer", "file", "withdraw")


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter as a register tells it; ``outcome`` is a step's code or "open"."""

    kind: Kind
    received_on: datetime.date
    serial: str = ""
    channel: str = Source.COUNTER.value
    forwarder: str = ""
    forwarded_by: str = ""
    forward_letter: str = ""
    forward_date: datetime.date | None = None
    written_on: datetime.date | None = None
    name: str = ""
    address: str = ""
    phone: str = ""
    on_behalf_of: str = ""
    people: int = 1
    what: str = ""
    request: str = ""
    place: str = ""
    decision: str = ""
    subject: str = ""
    field: str = ""
    originals: bool = False
    own: bool = False
    accepted_on: datetime.date | None = None
    outcome: str = "open"
    outcome_on: datetime.date | None = None
    outcome_body: str = ""
    outcome_document: str = ""
    outcome_text: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a row."""

    field: str
    reason: Words
    accepted: tuple[str, ...] = ()


_NO_DAY = Fault(
    "outcome_on",
    {"vi": "Ghi ngày có kết quả.", "en": "Write the day of the outcome."},
    ("27/03/2026",),
)


@dataclass(slots=True)
class Row:
    """What became of a row: an entry, or its faults."""

    entry: Entry | None = None
    faults: list[Fault] = field(default_factory=list)


def read(
    format_: Format,
    places: Mapping[str, int],
    cells: Sequence[Cell],
    today: datetime.date,
) -> Row:
    """Read one row; ``places`` says which cell fills which field."""
    row, said = Row(), dict[str, Value]()
    columns = {c.field: c for c in format_.columns if c.field in places}
    kind = _take(columns["kind"], places, cells, today, row)
    if row.faults:
        return row  # what it is about is not known, so nothing else of it is read
    secret = kind == Kind.DENUNCIATION
    for name, column in columns.items():
        if name != "kind" and (not secret or name in SECRET):
            said[name] = _take(column, places, cells, today, row)
    if row.faults:
        return row
    if secret:
        entry = _entry(Kind.DENUNCIATION, said)
        row.faults = list(_dates(entry))
    else:
        entry = _entry(Kind(str(kind)), _settled(_person(said)))
        row.faults = [*_dates(entry), *_law(entry)]
        if "outcome_on" in places and entry.outcome in _ENDS and not entry.outcome_on:
            row.faults.append(_NO_DAY)
    row.entry = None if row.faults else entry
    return row


def _take(
    column: Column,
    places: Mapping[str, int],
    cells: Sequence[Cell],
    today: datetime.date,
    row: Row,
) -> Value:
    place = places[column.field]
    try:
        return exchange.read(
            column, cells[place] if place < len(cells) else None, today
        )
    except BadCell as bad:
        row.faults.append(Fault(column.field, bad.reason, bad.accepted))
        return None


def _entry(kind: Kind, said: Mapping[str, Value]) -> Entry:
    known = {f for f in Entry.__dataclass_fields__ if f != "kind"}
    given = {k: v for k, v in said.items() if k in known and v not in (None, "", ())}
    if kind is Kind.DENUNCIATION:
        given = {k: v for k, v in given.items() if k in SECRET}
    return Entry(kind=kind, **given)  # type: ignore[arg-type] # read by its column


def _person(said: Mapping[str, Value]) -> dict[str, Value]:
    """Part name and address where one column holds both."""
    both = str(said.get("name_address") or "")
    rest = {k: v for k, v in said.items() if k != "name_address"}
    if not both:
        return rest
    mark = next((m for m in (";", "\n", ",") if m in both), ";")
    name, _mark, address = both.partition(mark)
    return rest | {"name": name.strip(), "address": address.strip()}


def _settled(said: Mapping[str, Value]) -> dict[str, Value]:
    """Say what became of it where a form has a column for each way."""
    rest = dict(said)
    for column, outcome in (("guided_to", "guide"), ("transferred_to", "transfer")):
        body, _mark, document = str(rest.pop(column, None) or "").partition(";")
        if body:
            rest |= {"outcome": outcome, "outcome_body": body.strip()}
            rest["outcome_document"] = document.strip()
    if followed := rest.pop("followed", None):
        rest.setdefault("outcome", "answer")
        rest["outcome_text"] = followed
    return rest


def _dates(entry: Entry) -> list[Fault]:
    found = []
    for name in ("accepted_on", "outcome_on"):
        day = getattr(entry, name)
        if day and day < entry.received_on:
            found.append(
                Fault(
                    name,
                    {
                        "vi": "Ngày này trước ngày nhận đơn. Hãy sửa một trong hai ngày.",
                        "en": "This is before the day of receipt. Correct one of them.",
                    },
                )
            )
    if entry.accepted_on and entry.outcome_on and entry.accepted_on > entry.outcome_on:
        found.append(
            Fault(
                "outcome_on",
                {
                    "vi": "Ngày này trước ngày thụ lý. Hãy sửa một trong hai ngày.",
                    "en": "This is before the day of acceptance. Correct one of them.",
                },
            )
        )
    return found


def _law(entry: Entry) -> list[Fault]:
    """Say what the law does not know: such a way, such an end."""
    found = []
    if not _taken(entry.channel, entry.kind, entry.received_on):
        others = tuple(
            words[0]
            for source, words in exchange.choices("channel").items()
            if _taken(source, entry.kind, entry.received_on)
        )
        said = {
            "vi": "Khiếu nại không nhận qua nguồn này.",
            "en": "A complaint does not come this way.",
        }
        found.append(Fault("channel", said, others))
    if entry.outcome == "transfer" and entry.kind is Kind.COMPLAINT:
        said = {
            "vi": "Khiếu nại không thuộc thẩm quyền thì hướng dẫn, không chuyển.",
            "en": "A complaint outside the competence is guided, not transferred.",
        }
        guided = exchange.written("outcome", "guide")
        found.append(Fault("outcome", said, (guided,)))
    if entry.outcome == "transfer" and not entry.outcome_body:
        said = {"vi": "Ghi cơ quan được chuyển đơn.", "en": "Write where it went."}
        found.append(Fault("outcome_body", said))
    if entry.outcome == "file" and not entry.reasons:
        said = {
            "vi": "Ghi lý do lưu đơn.",
            "en": "Write why it was filed without action.",
        }
        accepted = tuple(r["vi"] for r in LABELS.values())
        found.append(Fault("reasons", said, accepted))
    return found


@lru_cache(maxsize=4096)
def _taken(source: str, kind: Kind, on: datetime.date) -> bool:
    """Say whether such a content comes this way; once for the rows of a day."""
    return admit(Source(source), kind, on).taken


def completed(entry: Entry) -> Entry:
    """Give an end that has no day the last day known; drop an end that is none."""
    if entry.outcome not in _ENDS:
        return replace(entry, outcome="open", outcome_on=None)
    last = entry.outcome_on or entry.accepted_on or entry.received_on
    return replace(entry, outcome_on=last)
