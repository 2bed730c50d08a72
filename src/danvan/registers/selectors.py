"""Reads over the books: lists, one line with its history, sums, what was kept."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, F, Func, Max, Q, Sum, When
from django.db.models.fields.json import KeyTextTransform

from danvan.accounts.rights import Right, Viewer
from danvan.core.registers.kind import Kind, Type
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.registers import reach
from danvan.registers.models import Entry, EntryQuerySet

LONGEST_SEARCH = 100  # characters
NUMBER: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=40, decimal_places=6)


class Number(Func):
    """The number kept under a key of ``values``; NULL where there is none."""

    template = "(%(expressions)s)::numeric"

    def __init__(self, key: str) -> None:
        super().__init__(KeyTextTransform(key, "values"), output_field=NUMBER)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; ``choices`` are codes by key of a field.

    ``state`` is standing (the default), corrected (lines that stand no more) or all.
    """

    unit: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    state: str = "standing"
    feed: str = ""  # lines behind that number, between the days


def units(viewer: Viewer, today: datetime.date) -> Sequence[Unit]:
    """Return the units of ``today`` whose books the viewer reads; two queries at most."""
    return list(Unit.objects.as_of(today).filter(pk__in=reach.units(viewer)))


def keepers(viewer: Viewer, kind: Kind, today: datetime.date) -> list[Unit]:
    """Return the units in whose book of this kind the viewer writes; one query."""
    mine = viewer.units(Right.REGISTERS_WRITE)
    found = Unit.objects.as_of(today).filter(pk__in=mine)
    return [unit for unit in found if reach.keeps(kind, unit)]


def entries(viewer: Viewer, kind: Kind, filters: Filters) -> EntryQuerySet:
    """Return the lines of a book, the latest day first; one query and one for reach."""
    found = Entry.objects.visible_to(viewer).filter(kind=kind.id)
    if filters.unit is not None:
        found = found.filter(unit_id=filters.unit)
    if filters.since:
        found = found.filter(day__gte=filters.since)
    if filters.until:
        found = found.filter(day__lte=filters.until)
    choosers = {f.key for f in kind.fields if f.type is Type.CHOICE}
    for key, code in filters.choices.items():
        if key in choosers:
            found = found.filter(**{f"values__{key}": code})
    for word in fold(filters.words.replace("\0", ""))[:LONGEST_SEARCH].split():
        found = found.filter(folded__contains=word)
    if filters.state == "standing":
        found = found.filter(standing=True)
    elif filters.state == "corrected":
        found = found.filter(standing=False)
    return found.order_by("-day", "-made_at", "-row", "pk")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many lines a list has, and by field what those that stand add up to.

    A sum is None where no line has the number: empty is not zero.
    """

    lines: int
    sums: Mapping[str, Decimal | None]


def summary(kind: Kind, rows: EntryQuerySet) -> Summary:
    """Count a list and add its numbers up over the whole of it; one query."""
    keys = [f.key for f in kind.fields if f.is_number and f.total]
    named = {f"sum_{k}": Sum(Number(k), filter=Q(standing=True)) for k in keys}
    found = rows.order_by().aggregate(lines=Count("pk"), **named)
    return Summary(found["lines"], {key: found[f"sum_{key}"] for key in keys})


def entry(viewer: Viewer, pk: uuid.UUID) -> Entry:
    """Return a line; Entry.DoesNotExist also where it may not be seen."""
    found = Entry.objects.visible_to(viewer).select_related("unit", "load")
    return found.get(pk=pk)


def may_read_file(viewer: Viewer, key: str) -> bool:
    """Say whether the viewer reads the line a file belongs to; asked by `files`."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return False
    return Entry.objects.visible_to(viewer).filter(pk=wanted).exists()


def history(entry: Entry) -> list[Entry]:
    """Return every line that ever stood in this one's place, the newest first.

    One query for each correction and one more.
    """
    newest = entry
    while (later := Entry.objects.filter(corrects=newest).first()) is not None:
        newest = later
    line = [newest]
    while line[-1].corrects_id is not None:
        line.append(Entry.objects.get(pk=line[-1].corrects_id))
    return line


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a book was kept: lines that stand in a period, and the last day."""

    lines: int
    last: datetime.date | None


def kept(
    viewer: Viewer, first: datetime.date, last: datetime.date, unit: int | None = None
) -> dict[str, Kept]:
    """Return by kind how many lines stand between two days, and the last of all.

    One query and one for reach.
    """
    rows = Entry.objects.visible_to(viewer).standing()
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    within = Case(When(Q(day__range=(first, last)), then=F("pk")))
    found = (
        rows.order_by()
        .values_list("kind")
        .annotate(within=Count(within), last=Max("day"))
    )
    return {kind: Kept(n, day) for kind, n, day in found}
