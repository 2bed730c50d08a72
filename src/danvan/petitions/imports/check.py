"""What every row of a register would become; nothing is stored here."""

import datetime
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from danvan.core.casework import book, exchange
from danvan.core.casework.book import Entry, Fault
from danvan.core.casework.exchange import Cell, Format
from danvan.core.casework.workflow import Kind
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.petitions.imported import ImportedRow
from danvan.petitions.imports import history
from danvan.petitions.imports.sheet import Sheet

_SHOWN = 80  # characters of a bad cell
# Where a form has other columns for what a fault names.
_ELSEWHERE = {
    "outcome": ("transferred_to", "guided_to", "followed"),
    "outcome_body": ("transferred_to", "guided_to"),
    "outcome_on": ("outcome",),
    "reasons": ("outcome",),
    "name": ("name_address",),
    "channel": ("kind",),
}


# As far back as the vault takes cases in (vault/migrations/0007).
OLDEST_SECRET = datetime.timedelta(days=1826)
_TOO_OLD = Fault(
    "received_on",
    {
        "vi": "Đơn cần giữ bí mật đã quá 5 năm: giữ trong sổ giấy, không nhập ở đây.",
        "en": "Older than 5 years and secret: it stays in the paper register.",
    },
)
_NO_WAY = Fault(
    "outcome",
    {
        "vi": "Đơn đã thụ lý thì không có kết quả này. Bỏ ngày thụ lý hoặc sửa kết quả.",
        "en": "An accepted letter has no such end. Take out one of the two.",
    },
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad cell: its address, what stands there, why, and what may stand there."""

    row: int  # as the sheet numbers it
    cell: str
    header: str
    value: str
    reason: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """A letter to be made, and by what its row is known again."""

    row: int
    entry: Entry
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A register, row by row. ``known`` rows were taken in before."""

    rows: int
    good: Sequence[Good]
    secret: Sequence[Good]
    known: int
    problems: Sequence[Problem]

    @property
    def bad_rows(self) -> int:
        """How many rows have something wrong."""
        return len({problem.row for problem in self.problems})


def check(
    sheet: Sheet,
    format_: Format,
    places: Mapping[str, int],
    unit: Unit,
    today: datetime.date,
) -> Checked:
    """Read every row of a sheet for a unit. One query."""
    problems: list[Problem] = []
    found: list[Good] = []
    seen: Counter[str] = Counter()
    for number, cells in sheet.rows:
        row = book.read(format_, places, cells, today)
        if row.entry is None:
            problems += _problems(sheet, format_, places, number, cells, row.faults)
            continue
        entry = book.completed(row.entry)
        if fault := _impossible(entry, today):
            problems += _problems(sheet, format_, places, number, cells, [fault])
            continue
        # Secret rows tell too little to be told apart, so they are counted.
        print_ = fingerprint(unit, entry)
        nth = seen[print_] if entry.kind == Kind.DENUNCIATION else 0
        seen[print_] += 1
        if nth or seen[print_] == 1:
            found.append(Good(number + 1, entry, _nth(print_, nth)))
    known = _known(unit, found)
    secret = [good for good in found if good.entry.kind == Kind.DENUNCIATION]
    plain = [good for good in found if good.entry.kind != Kind.DENUNCIATION]
    fresh = [good for good in plain if good.fingerprint not in known]
    again = len(sheet.rows) - len({p.row for p in problems}) - len(fresh) - len(secret)
    return Checked(len(sheet.rows), fresh, secret, again, problems)


def _impossible(entry: Entry, today: datetime.date) -> Fault | None:
    if entry.kind == Kind.DENUNCIATION:
        return _TOO_OLD if entry.received_on < today - OLDEST_SECRET else None
    return None if history.reachable(entry) else _NO_WAY


def fingerprint(unit: Unit, entry: Entry) -> str:
    """Return by what a row is known again: what it said when it came, not its end.

    An HMAC, for a plain hash of a name and a date could be guessed.
    """
    parts = [unit.code, entry.kind, entry.serial, entry.received_on.isoformat()]
    if entry.kind != Kind.DENUNCIATION:
        parts += [entry.name, entry.address, entry.what, entry.request]
    words = "\x1f".join(fold(part) for part in parts)
    key = settings.RECEIPT_KEY.encode()
    return hmac.new(key, b"register:" + words.encode(), hashlib.sha256).hexdigest()


def _nth(print_: str, nth: int) -> str:
    return hashlib.sha256(f"{print_}:{nth}".encode()).hexdigest() if nth else print_


def _known(unit: Unit, found: Sequence[Good]) -> frozenset[str]:
    prints = [good.fingerprint for good in found]
    rows = ImportedRow.objects.filter(unit=unit, fingerprint__in=prints)
    return frozenset(rows.values_list("fingerprint", flat=True))


def _problems(
    sheet: Sheet,
    format_: Format,
    places: Mapping[str, int],
    number: int,
    cells: Sequence[Cell],
    faults: Sequence[Fault],
) -> Iterator[Problem]:
    language = "en" if get_language() == "en" else "vi"
    headers = {column.field: column.header[language] for column in format_.columns}
    for fault in faults:
        names = (fault.field, *_ELSEWHERE.get(fault.field, ()))
        place = next((places[name] for name in names if name in places), None)
        cell = cells[place] if place is not None and place < len(cells) else None
        yield Problem(
            row=number + 1,
            cell=sheet.cell(number, place) if place is not None else "",
            header=headers.get(fault.field, ""),
            value=exchange.plain(cell)[:_SHOWN],
            reason=fault.reason[language],
            accepted=fault.accepted,
        )
