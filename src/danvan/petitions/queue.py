"""The queue: what it is narrowed to, in which order, page by page, and counted.

Pages begin where the last one ended (a keyset), so that the thousandth costs what
the first one does; totals stop counting at `MOST_COUNTED`.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Value,
    Window,
    prefetch_related_objects,
)
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped] # no stubs
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)
from django.db.models.functions import Coalesce

from danvan.accounts.rights import Viewer
from danvan.core.calendar.working_days import WorkingCalendar
from danvan.core.casework import rules
from danvan.core.casework.deadlines import without_end
from danvan.core.casework.workflow import State
from danvan.orgs.models import Unit
from danvan.orgs.selectors import working_calendar
from danvan.petitions import terms
from danvan.petitions.models import Deadline, Petition, PetitionQuerySet

_NEVER = datetime.date.max
# Five and more may send representatives (law 42/2013/QH13, article 29).
GROUP = 5
MOST_COUNTED = 1000

Today = datetime.date
OVERDUE, VERY_LATE, TODAY, IN_3, IN_7, STILL = (
    *("late", "very_late", "today", "3", "7"),
    "none",
)
LEFT = (OVERDUE, VERY_LATE, TODAY, IN_3, IN_7, STILL)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; empty means everything that is not closed.

    ``left`` is one of `LEFT`, ``sort`` a key of `SORTS`.
    """

    states: Sequence[str] = ()
    kinds: Sequence[str] = ()
    fields: Sequence[str] = ()
    channels: Sequence[str] = ()
    unit: int | None = None
    left: str = ""
    overdue: bool = False
    hard: bool = False
    group: bool = False
    words: str = ""
    sort: str = ""

    @property
    def narrowed(self) -> bool:
        """Say whether anything is left out; the order leaves nothing out."""
        return self != Filters(sort=self.sort)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order whose last key is unique, so that a page can begin anywhere in it."""

    keys: tuple[str, ...]
    read: Callable[[Sequence[str]], Sequence[object]]
    down: bool = False

    def by(self, *, back: bool) -> list[str]:
        """Return the keys as Django orders by them."""
        sign = "-" if self.down != back else ""
        return [f"{sign}{key}" for key in self.keys]


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _by_due(said: Sequence[str]) -> Sequence[object]:
    due, at, pk = said
    return datetime.date.fromisoformat(due), _moment(at), uuid.UUID(pk)


def _by_receipt(said: Sequence[str]) -> Sequence[object]:
    at, pk = said
    return _moment(at), uuid.UUID(pk)


URGENT = "due"
SORTS: Mapping[str, Sort] = {
    URGENT: Sort(("urgency", "received_at", "pk"), _by_due),
    "new": Sort(("received_at", "pk"), _by_receipt, down=True),
    "old": Sort(("received_at", "pk"), _by_receipt),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where the pages beside it begin ("" where none is)."""

    rows: Sequence[Petition]
    before: str = ""
    after: str = ""
    total: int | None = None  # where it was counted on the way


def queue(
    viewer: Viewer,
    filters: Filters,
    today: Today,
    calendar: WorkingCalendar | None = None,
) -> PetitionQuerySet:
    """Return the petitions to work on, the most urgent first unless sorted else.

    Without a choice of states the closed ones stay out; words are looked for in
    the text, diacritics left aside, or are a number.
    """
    found = Petition.objects.visible_to(viewer).select_related("unit")
    found = found.filter(narrowed(filters, today, calendar))
    if filters.words:
        found = found.saying(viewer, filters.words)
    return _in_order(found, filters)


def own_and_lent(
    viewer: Viewer,
    filters: Filters,
    today: Today,
    calendar: WorkingCalendar | None = None,
    *,
    deep: bool = False,
) -> tuple[PetitionQuerySet, ...]:
    """Return what `queue` does in parts, each of which an index walks in order.

    They are the viewer's own and what other units gave; of a search the first
    `MOST_COUNTED` + 1 hits, unless it is narrowed further or one reads on (``deep``).
    """
    condition = narrowed(filters, today, calendar)
    if filters.words:
        alone = not deep and not replace(filters, words="").narrowed
        most = MOST_COUNTED + 1 if alone else None
        found = Petition.objects.visible_to(viewer).filter(condition)
        found = found.saying(viewer, filters.words, filters.sort, most)
        return (_in_order(found, filters),)
    parts = (Petition.objects.of_units(viewer), Petition.objects.lent_to(viewer))
    return tuple(_in_order(part.filter(condition), filters) for part in parts)


def _in_order(found: PetitionQuerySet, filters: Filters) -> PetitionQuerySet:
    found = found.annotate(urgency=Coalesce("due", Value(_NEVER)))
    found = found.defer("what", "folded", "request")
    return found.order_by(*_sort(filters).by(back=False))


def narrowed(
    filters: Filters, today: Today, calendar: WorkingCalendar | None = None
) -> Q:
    """Return the filters but the words as one condition."""
    every = Q()
    for column, codes in (
        *(("state", filters.states), ("kind", filters.kinds)),
        *(("field", filters.fields), ("channel", filters.channels)),
    ):
        if codes:
            every &= Q(**{f"{column}__in": list(codes)})
    if not filters.states and not filters.words:
        every &= ~Q(state=State.CLOSED)
    if filters.unit is not None:
        every &= Q(unit=filters.unit)
    if filters.overdue:
        every &= _running(due__lt=today)
    if filters.left:
        every &= _left(filters.left, today, calendar)
    if filters.hard:
        every &= Q(hard=True)
    if filters.group:
        every &= Q(people__gte=GROUP)
    return every


def _left(left: str, today: Today, calendar: WorkingCalendar | None) -> Q:
    if left == OVERDUE:
        return _running(due__lt=today)
    if left == VERY_LATE:
        return _running(due__lt=today) & _very_late(today)
    if left == TODAY:
        return _running(due=today)
    if left == STILL:
        return Q(due__isnull=True)
    known = without_end(calendar or working_calendar())
    return _running(due__gte=today, due__lte=known.add_working_days(today, int(left)))


def _running(**due: Today) -> Q:
    """While the clock stands nothing is due; the decision to stop it still is sent."""
    return Q(**due)


def _very_late(today: Today) -> Q:
    """`core.casework.lateness` as a question to the database; a test holds both equal."""
    running = _binding().filter(petition=OuterRef("pk"), stopped=False)
    whole, named = Q(), Q()
    for rule in rules.late_rules():
        limit = today - datetime.timedelta(days=rule.days)
        first = "start" if rule.after == "start" else "due"
        asked = Q(**{f"{first}__lt": limit})
        if not rule.codes:
            return Exists(running.filter(whole | (~named & asked)))  # type: ignore[return-value] # an expression is a condition
        mine = Q(
            code__in=sorted(rule.codes), petition__received_on__gte=rule.valid_from
        )
        whole |= ~named & mine & asked
        named |= mine
    raise LookupError("the last rule of lateness is for every code")


def _sort(filters: Filters) -> Sort:
    return SORTS.get(filters.sort, SORTS[URGENT])


def page(
    found: Sequence[PetitionQuerySet],
    filters: Filters,
    place: Mapping[str, str],
    size: int,
    units: Sequence[Unit] = (),
) -> Page:
    """Return the page of ``found`` that begins ``after`` or ends ``before`` a place.

    ``place`` is an address's query; a place that is none gives the first page.
    ``units`` are known already. Two queries, one for a unit that is not known.
    """
    sort = _sort(filters)
    back = bool(place.get("before")) and not place.get("after")
    start = _place(sort, place.get("before" if back else "after", ""))
    if start is None:
        back = False
    else:
        keys = Tuple(*(F(key) for key in sort.keys))
        beyond = TupleLessThan if sort.down != back else TupleGreaterThan
        found = [part.filter(beyond(keys, tuple(start))) for part in found]
    counted = start is None and len(found) == 1
    if counted:
        found = [found[0].annotate(every=Window(Count("*")))]
    rows = _first(found, sort.by(back=back), size + 1)
    more, rows = len(rows) > size, rows[:size]
    total = getattr(rows[0], "every", None) if rows else 0
    if back:
        rows.reverse()
    if not rows:
        return Page(rows, total=total if counted else None)
    _bring(rows, units)
    return Page(
        rows,
        before=_written(sort, rows[0]) if (more if back else start) else "",
        after=_written(sort, rows[-1]) if (back or more) else "",
        total=total,
    )


def _first(
    found: Sequence[PetitionQuerySet], order: Sequence[str], most: int
) -> list[Petition]:
    """Return the first of all parts together. One query."""
    first, *others = [part.order_by(*order)[:most] for part in found]
    if not others:
        return list(first)
    return list(first.union(*others, all=True).order_by(*order)[:most])


def _bring(rows: Sequence[Petition], units: Sequence[Unit]) -> None:
    """Let the rows bring their units and their running terms along."""
    known = {unit.pk: unit for unit in units}
    for row in rows:
        if row.unit_id in known:
            row.unit = known[row.unit_id]
    running = Prefetch("deadlines", queryset=_binding(), to_attr="running")
    prefetch_related_objects(rows, "unit", running)


def _binding() -> models.QuerySet[Deadline]:
    """Return the running terms that are the office's own."""
    running = Deadline.objects.filter(ended_on__isnull=True)
    return running.exclude(code__in=sorted(terms.BEYOND))


def _place(sort: Sort, text: str) -> Sequence[object] | None:
    try:
        return sort.read(text.split("~")) if text else None
    except (ValueError, OverflowError):
        return None


def _written(sort: Sort, row: Petition) -> str:
    values = (getattr(row, key) for key in sort.keys)
    return "~".join(
        v.isoformat() if hasattr(v, "isoformat") else str(v) for v in values
    )


def total(*found: PetitionQuerySet) -> int:
    """Count, but no further than one beyond `MOST_COUNTED`. One query."""
    most = MOST_COUNTED + 1
    first, *others = [part.order_by().values("pk")[:most] for part in found]
    counted = first.union(*others, all=True) if others else first
    return min(counted.count(), most)


def counts(
    viewer: Viewer,
    asked: Sequence[Filters],
    today: Today,
    calendar: WorkingCalendar | None = None,
) -> list[int | None]:
    """Count each of the filters over what is not closed, in one query.

    None for one that looks for words or into closed cases, which would read all
    there is to say a number nobody asked for.
    """
    countable = {
        f"n{place}": narrowed(filters, today, calendar)
        for place, filters in enumerate(asked)
        if not filters.words and State.CLOSED not in filters.states
    }
    open_ones = Petition.objects.visible_to(viewer).exclude(state=State.CLOSED)
    found = open_ones.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in countable.items()}
    )
    return [found.get(f"n{place}") for place in range(len(asked))]
