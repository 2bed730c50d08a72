"""Add lines up in the database, by the feeds of the edition of each line's day.

Held to `core.registers.feeds` by a property test. Counts and sums of a whole book are
one grouped query; of states the last line of each unit and subject is fetched with
DISTINCT ON and judged here.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, Q, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual
from psycopg import sql

from danvan.core.checks.expression import Expression, Identity, Name
from danvan.core.registers import feeds
from danvan.core.registers.kind import Edition, Feed, Kind
from danvan.core.registers.read import restored
from danvan.registers.models import Entry, EntryQuerySet
from danvan.registers.selectors import NUMBER, Filters, Number

Amounts = dict[str, dict[int, Decimal]]  # by feed, by unit
_RELATIONS = {"=": Exact, "≤": LessThanOrEqual, "≥": GreaterThanOrEqual}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last and the units counted; None: every unit."""

    first: datetime.date
    last: datetime.date
    units: Collection[int] | None = None


def totals(kind: Kind, names: Sequence[str], span: Span) -> Amounts:
    """Return what the book brings to each number for each unit.

    A query for all that is counted or summed, and one for each set of subjects of
    what is a state. A unit without anything to count is left out.
    """
    found: Amounts = {name: {} for name in names}
    states = [n for n in names if _how(kind, n) == "last"]
    flows = [n for n in names if n not in states]
    for name, by_unit in _summed(kind, flows, span).items():
        found[name] = by_unit
    by_subjects: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in states:
        by_subjects[feeds.subjects_of(kind, name)].append(name)
    for subjects, some in by_subjects.items():
        lines = list(_last(kind, subjects, span))
        for name in some:
            found[name] = _state(kind, name, lines)
    return found


def behind(kind: Kind, name: str, span: Span) -> EntryQuerySet:
    """Return the lines behind one number."""
    rows = _rows(kind, span)
    if _how(kind, name) != "last":
        wanted = (_on(edition) & _meets(feed) for edition, feed in _feeds(kind, name))
        return rows.filter(reduce(or_, wanted, Q(pk__in=[])))
    lines = _last(kind, feeds.subjects_of(kind, name), span)
    chosen = (
        line.id
        for line in lines
        for edition, feed in _feeds(kind, name)
        if edition.holds_on(line.day)
        and feeds.counts(feed, restored(edition, line.values))
    )
    return rows.filter(pk__in=list(chosen))


def narrowed(kind: Kind, filters: Filters, rows: EntryQuerySet) -> EntryQuerySet:
    """Keep those of a list that stand behind its number, between its days."""
    units = None if filters.unit is None else [filters.unit]
    first, last = filters.since or datetime.date.min, filters.until or datetime.date.max
    wanted = behind(kind, filters.feed, Span(first, last, units))
    return rows.filter(pk__in=wanted.values("pk"))


def _how(kind: Kind, name: str) -> str:
    """Return how a number comes about; one is a state in all editions or in none."""
    return next(feed.how for _edition, feed in _feeds(kind, name))


def _feeds(kind: Kind, name: str) -> Iterator[tuple[Edition, Feed]]:
    for edition in kind.editions:
        for feed in edition.feeds:
            if feed.id == name:
                yield edition, feed


def _rows(kind: Kind, span: Span) -> EntryQuerySet:
    rows = Entry.objects.standing().filter(
        kind=kind.id, day__range=(span.first, span.last)
    )
    return rows if span.units is None else rows.filter(unit_id__in=span.units)


def _summed(kind: Kind, names: Sequence[str], span: Span) -> Amounts:
    """Add up flows; one query."""
    if not names:
        return {}
    parts = [
        (name, edition, feed)
        for name in names
        for edition, feed in _feeds(kind, name)
        if _touches(edition, span)
    ]
    columns = {
        f"part_{n}": Sum(_part(e, f, span)) for n, (_name, e, f) in enumerate(parts)
    }
    rows = _rows(kind, span).order_by().values_list("unit_id").annotate(**columns)
    found: Amounts = {name: {} for name in names}
    for unit, *amounts in rows:
        for (name, _edition, _feed), amount in zip(parts, amounts, strict=True):
            if amount is not None:  # empty is not zero
                found[name][unit] = found[name].get(unit, Decimal(0)) + amount
    return found


def _part(edition: Edition, feed: Feed, span: Span) -> Any:
    """Return what a line adds to a number: nothing but its value where all count."""
    wanted = _meets(feed) if _covers(edition, span) else _on(edition) & _meets(feed)
    return Case(When(wanted, then=_value(feed))) if wanted else _value(feed)


def _covers(edition: Edition, span: Span) -> bool:
    return edition.holds_on(span.first) and edition.holds_on(span.last)


def _touches(edition: Edition, span: Span) -> bool:
    ended = edition.valid_to is not None and edition.valid_to < span.first
    return edition.valid_from <= span.last and not ended


def _value(feed: Feed) -> Any:
    if not feed.field:
        return Value(feed.scale, output_field=NUMBER)
    number = Number(feed.field)
    return number if feed.scale == 1 else number * Value(feed.scale, NUMBER)


def _on(edition: Edition) -> Q:
    found = Q(day__gte=edition.valid_from)
    return found & Q(day__lte=edition.valid_to) if edition.valid_to else found


def _meets(feed: Feed) -> Q:
    """Return a feed's conditions; of a missing number none holds."""
    found = Q()
    for key, codes in (feed.where or {}).items():
        found &= Q(**{f"values__{key}__in": list(codes)})
    for identity in feed.when:
        found &= Q(_judge(identity))
    return found


def _judge(identity: Identity) -> Any:
    left, right = _side(identity.left), _side(identity.right)
    return _RELATIONS[identity.relation](left, right)


def _side(expression: Expression) -> Any:
    if isinstance(expression, Decimal):
        return Value(expression, output_field=NUMBER)
    if isinstance(expression, Name):
        return Number(expression.name)
    left, right = _side(expression.left), _side(expression.right)
    if expression.sign == "/":
        right = NullIf(right, Value(Decimal(0), output_field=NUMBER))
    return CombinedExpression(left, expression.sign, right, output_field=NUMBER)


def _state(kind: Kind, name: str, lines: Iterable["_Line"]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in lines:
        for edition, feed in _feeds(kind, name):
            if not edition.holds_on(line.day):
                continue
            values = restored(edition, line.values)
            one = [feeds.Line(line.unit, line.day, 0, values)]
            for unit, amount in feeds.totals(feed, one).items():
                found[unit] = found.get(unit, Decimal(0)) + amount
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    id: Any
    unit: int
    day: datetime.date
    values: Mapping[str, str]


def _last(kind: Kind, subjects: Sequence[str], span: Span) -> Iterator[_Line]:
    """Yield the last line of each unit and subject; one query."""
    keys = [sql.SQL("values ->> {}").format(sql.Literal(key)) for key in subjects]
    groups = sql.SQL(", ").join([sql.SQL("unit_id"), *keys])
    there = (
        sql.SQL("") if span.units is None else sql.SQL("AND unit_id = ANY(%(units)s)")
    )
    query = sql.SQL(
        "SELECT DISTINCT ON ({groups}) id, unit_id, day, values FROM registers_entry"
        " WHERE kind = %(kind)s AND standing AND day BETWEEN %(first)s AND %(last)s"
        ' {there} ORDER BY {groups}, day DESC, made_at DESC, "row" DESC, id DESC'
    ).format(groups=groups, there=there)
    with connection.cursor() as cursor:
        said: dict[str, Any] = {
            "kind": kind.id,
            "first": span.first,
            "last": span.last,
            "units": list(span.units or ()),
        }
        cursor.execute(query, said)
        rows = cursor.fetchall()
    for pk, unit, day, values in rows:
        yield _Line(pk, unit, day, json.loads(values))
