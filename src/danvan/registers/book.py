"""What leaves a book: its lines as a sheet, and the printed book on official paper."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.core.registers import read as reading
from danvan.core.registers.kind import Field, Kind, Type
from danvan.core.registers.words import shown
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.papers import letterhead
from danvan.registers import heads
from danvan.registers.labels import SOURCES
from danvan.registers.models import Entry, EntryQuerySet
from danvan.registers.selectors import Summary
from danvan.writers import official, typed
from danvan.writers.paper import Paper, Paragraph, SignHere, Table

MOST_LINES = 100_000  # of a sheet
MOST_PRINTED = 3_000  # of a printed book: some two hundred pages
_LANDSCAPE = 252  # mm between the margins
_LEAST, _DAY, _ORDER = 14, 20, 10  # mm
# On official paper, which is Vietnamese.
_STRUCK = "Dòng gạch ngang là dòng đã được đính chính hoặc hủy, không tính vào tổng."


@dataclass(frozen=True, slots=True)
class Lines:
    """What leaves: the lines of a book, what they add up to, and which they are."""

    kind: Kind
    rows: EntryQuerySet
    summary: Summary
    narrowed: str  # in words: period, unit

    def entries(self) -> Iterator[Entry]:
        """Yield the lines, the earliest day first; one query."""
        rows = self.rows.select_related("unit", "corrected_by")
        return rows.order_by("day", "made_at", "row", "pk").iterator(2_000)


def sheet(lines: Lines, language: str) -> bytes:
    """Return the lines as .xlsx; the sheet can be taken in again.

    Lines that stand no more say so, and why, in columns of their own.
    """
    kind = lines.kind
    fields = heads.fields(kind)
    names = [
        heads.DAY_HEAD[language],
        heads.UNIT_HEAD[language],
        *(heads.head(field, language) for field in fields),
        *(_("State of the line"), _("Reason of the correction"), _("How it came in")),
    ]
    sums: list[typed.Value] = [_("Total"), None]
    sums += [lines.summary.sums.get(field.key) for field in fields]
    return typed.workbook(
        name=_("Lines"),
        above=(kind.name[language].upper(), lines.narrowed),
        heads=names,
        rows=(_row(kind, fields, entry, language) for entry in lines.entries()),
        sums=sums,
    )


def _row(
    kind: Kind, fields: Sequence[Field], entry: Entry, language: str
) -> list[typed.Value]:
    edition = kind.on(entry.day) or kind.latest
    values = reading.restored(edition, entry.values)
    cells: list[typed.Value] = [entry.day, entry.unit.code]
    for field in fields:
        value = values.get(field.key)
        if isinstance(value, Decimal | datetime.date):
            cells.append(value)
        else:
            its = edition.by_key.get(field.key, field)
            cells.append(reading.written(its, value, language))
    return [*cells, state(entry), _reason(entry), str(SOURCES[entry.source])]


def state(entry: Entry) -> str:
    """Say whether a line counts, or what became of it."""
    if entry.void:
        return _("cancelled")
    if entry.standing:
        return _("counts")
    later = getattr(entry, "corrected_by", None)
    return _("cancelled") if later is not None and later.void else _("corrected")


def _reason(entry: Entry) -> str:
    later = getattr(entry, "corrected_by", None)
    return entry.reason or (later.reason if later is not None else "")


def printed(lines: Lines, unit: Unit, language: str) -> bytes:
    """Return the book as DOCX, landscape, in the layout of Decree 30/2020/NĐ-CP.

    Lines that stand no more are struck out, with the reason; they are in no sum.
    """
    kind = lines.kind
    entries = list(lines.entries())
    fields = [f for f in heads.fields(kind) if _said(f, entries)]
    several = len({entry.unit_id for entry in entries}) > 1
    names = [
        *("TT", heads.DAY_HEAD[language]),
        *([_("Unit")] if several else []),
        *(heads.head(field, language) for field in fields),
        _("Remark"),
    ]
    rows = [tuple(names)]
    for number, entry in enumerate((e for e in entries if not e.void), start=1):
        cells = reading.restored(kind.on(entry.day) or kind.latest, entry.values)
        rows.append(
            (
                *(str(number), f"{entry.day:%d/%m/%Y}"),
                *([entry.unit.name] if several else []),
                *(reading.written(f, cells.get(f.key), language) for f in fields),
                _remark(entry),
            )
        )
    struck = [entry for entry in entries if not entry.void]
    rows.append(_sums(lines, fields, several=several))
    table = Table(
        tuple(rows),
        _widths(fields, several=several),
        struck=frozenset(n for n, e in enumerate(struck, 1) if not e.standing),
        total=True,
        small=True,
    )
    notes = (Paragraph(_STRUCK),) if table.struck else ()
    signs = SignHere(("Người ghi sổ", letterhead.head_title(unit)))
    paper = Paper(
        letterhead=letterhead.letterhead(unit),
        kind=kind.name["vi"],
        subject=lines.narrowed,
        symbol="",
        blocks=(table, *notes, signs),
        landscape=True,
    )
    return official.official(paper)


def _said(field: Field, entries: Sequence[Entry]) -> bool:
    """Whether a column is printed: what must be there always, the rest if used."""
    return field.required or any(entry.values.get(field.key) for entry in entries)


def _sums(lines: Lines, fields: Sequence[Field], *, several: bool) -> tuple[str, ...]:
    sums = [lines.summary.sums.get(field.key) for field in fields]
    return (
        *("", _("Total")),
        *([""] if several else []),
        *("" if value is None else shown(value) for value in sums),
        "",
    )


def _remark(entry: Entry) -> str:
    """Say why a line is struck out, or in whose place it stands."""
    if entry.standing and not entry.reason:
        return ""
    said = state(entry) if not entry.standing else _("in place of a line before")
    why = _reason(entry)
    return f"{said[:1].upper()}{said[1:]}: {why}" if why else said


def _widths(fields: Sequence[Field], *, several: bool) -> tuple[int, ...]:
    """Share the width of the page: what is a number needs little."""
    fixed = [_ORDER, _DAY]
    shares = [3] * several + [_share(field) for field in fields] + [3]
    rest = _LANDSCAPE - sum(fixed)
    widths = [max(_LEAST, rest * share // sum(shares)) for share in shares]
    return (*fixed, *widths)


def _share(field: Field) -> int:
    if field.is_number or field.type is Type.DATE:
        return 2
    return 4 if field.long else 3


def file_name(kind: Kind, ending: str) -> str:
    """Return the name of a file: that of the book, without diacritics.

    >>> from danvan.core.registers import load
    >>> file_name(load.known()["voters-meetings"], "xlsx")
    'so-tiep-xuc-cu-tri.xlsx'
    """
    words = "".join(c if c.isalnum() else " " for c in fold(kind.name["vi"]))
    return "-".join(words.split())[:80] + f".{ending}"
