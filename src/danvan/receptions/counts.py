"""What receptions count for the forms 01/TCD and 02/TCD: a column is one line.

A visit, a person, a matter and a letter are four things. Who was refused was not
received and counts nowhere. A matter counts once in "first" (its first visit of all
in the unit) and once in "again" for each kind of reception of a period. A visit kept
apart counts as one visit of one person about one new matter; it has no record to
show. Of letters handed in at reception each matter counts once, as its first
letter of the period is. What stands nowhere here is entered by the compiler: the
letters of visits kept apart.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Aggregate, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models import Count as Rows
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.workflow import Kind as Content
from danvan.core.casework.workflow import Step as Verb
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.petitions.models import Step
from danvan.receptions import counts_duties
from danvan.receptions.labels import OUTCOMES
from danvan.receptions.models import Session, State
from danvan.receptions.visits import (
    CROWD,
    Competence,
    Outcome,
    SealedVisit,
    Visit,
)

Take = Callable[[Period], QuerySet]  # type: ignore[type-arg] # of any of the models


@dataclass(frozen=True, slots=True)
class Line:
    """Which rows of a period stand in a column, and what of them is added up."""

    rows: Take
    what: Aggregate


_VISITS, _PEOPLE = Rows("pk"), Sum("people")
_MATTERS = Rows("matter", distinct=True)
_REGULAR = Q(session__post="")
_HEAD = Q(session__state=State.HELD) & ~_REGULAR
_DELEGATED = Q(session__state=State.DELEGATED)
_CROWD, _AGAIN = Q(people__gte=CROWD), Q(again=True)


def _in(period: Period) -> Q:
    return Q(on__range=(period.start, period.end))


def _received(where: Q) -> Take:
    return lambda period: Visit.objects.filter(_in(period), where).exclude(
        outcome=Outcome.REFUSED
    )


def _sealed(where: Q) -> Take:
    return lambda period: SealedVisit.objects.filter(_in(period), where)


def _sessions(state: State) -> Take:
    return lambda period: Session.objects.filter(_in(period), state=state).exclude(
        post=""
    )


def _letters(where: Q) -> Take:
    return _received(Q(letter=True) & where)


def _matters(where: Q) -> Take:
    def matters(period: Period) -> QuerySet[Visit]:
        earlier = _letters(Q())(period).filter(
            Q(received_at__lt=OuterRef("received_at"))
            | Q(received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")),
            unit=OuterRef("unit"),
            matter=OuterRef("matter"),
        )
        return _letters(where)(period).filter(~Exists(earlier))

    return matters


def _of_kind(first: int, where: Q) -> dict[int, Line]:
    """Return visits, people, matters first and again, and the same of crowds."""
    kinds = [(first, where), (first + 4, where & _CROWD)]
    found: dict[int, Line] = {}
    for column, rows in kinds:
        found |= {
            column: Line(_received(rows), _VISITS),
            column + 1: Line(_received(rows), _PEOPLE),
            column + 2: Line(_received(rows & ~_AGAIN), _MATTERS),
            column + 3: Line(_received(rows & _AGAIN), _MATTERS),
        }
    return found


def _apart(first: int, where: Q) -> dict[int, Line]:
    """Return what a visit kept apart adds: one visit, one person, one new matter."""
    return {first + n: Line(_sealed(where), _VISITS) for n in range(3)}


_TCD01: Mapping[int, Line] = {
    **_of_kind(4, _REGULAR),
    12: Line(_sessions(State.HELD), _VISITS),
    **_of_kind(13, _HEAD),
    21: Line(_sessions(State.DELEGATED), _VISITS),
    **_of_kind(22, _DELEGATED),
}
_TCD01_APART: Mapping[int, Line] = {
    **_apart(4, _REGULAR),
    **_apart(13, _HEAD),
    **_apart(22, _DELEGATED),
}
_COMPLAINT, _FEEDBACK = Q(content=Content.COMPLAINT), Q(content=Content.FEEDBACK)
_OWN, _OTHER = Q(competence=Competence.OWN), Q(competence=Competence.OTHER)
_FORWARDED = ~Q(forwarded_to="")
_URGED = Q(Exists(Step.objects.filter(petition=OuterRef("petition"), verb=Verb.DEMAND)))


def _replies(period: Period) -> QuerySet[Step]:
    """Replies that came in the period to letters handed in at reception."""
    handed_in = Visit.objects.filter(petition=OuterRef("petition"), letter=True)
    return Step.objects.filter(
        Exists(handed_in), verb=Verb.REPLY_IN, on__range=(period.start, period.end)
    ).annotate(unit_id=F("petition__unit_id"))


_TCD02: Mapping[int, Line] = {
    3: Line(_letters(_COMPLAINT), _VISITS),
    4: Line(_matters(_COMPLAINT), _VISITS),
    7: Line(_letters(_FEEDBACK), _VISITS),
    8: Line(_matters(_FEEDBACK), _VISITS),
    9: Line(_letters(_OWN), _VISITS),
    10: Line(_matters(_OWN), _VISITS),
    11: Line(_letters(_OTHER), _VISITS),
    12: Line(_matters(_OTHER), _VISITS),
    13: Line(_matters(_OTHER & ~_FORWARDED & ~_URGED), _VISITS),
    14: Line(_matters(_OTHER & _FORWARDED), _VISITS),
    15: Line(_matters(_OTHER & ~_FORWARDED & _URGED), _VISITS),
    16: Line(_replies, _VISITS),
}


def _totals(line: Line) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        found = line.rows(period)
        if unit_ids is not None:
            found = found.filter(unit_id__in=unit_ids)
        grouped = found.order_by().values("unit_id").annotate(value=line.what)
        with scope.as_system("a count shows no row to anybody"):
            return {
                unit: Decimal(value)
                for unit, value in grouped.values_list("unit_id", "value")
            }

    return totals


def _records(line: Line) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        mine = viewer.units(Right.RECEPTIONS_READ) & set(unit_ids)
        rows = line.rows(period).filter(unit_id__in=mine)
        # Who came in confidence is counted, and shown to nobody.
        return [] if rows.model is SealedVisit else [_item(row) for row in rows]

    return records


def _item(row: Visit | Session | Step) -> Item:
    if isinstance(row, Step):
        url = reverse("petitions:case", args=[row.petition_id])
        title = row.petition.number
        return Item(kind="petition", title=title, url=url, due=None)
    if isinstance(row, Session):
        return counts_duties.item(row)
    title = f"{row.number}/{row.year}"
    url = reverse("receptions:visit", args=[row.pk])
    return Item(
        kind="reception",
        title=title,
        url=url,
        due=row.due,
        note=str(OUTCOMES[row.outcome]),
    )


def _counts(form: str, lines: Mapping[int, Line]) -> list[Count]:
    return [
        Count(f"{form}:{column}", _totals(line), _records(line))
        for column, line in lines.items()
    ]


COUNTS: tuple[Count, ...] = (
    *_counts("01/TCD/2021", _TCD01),
    *_counts("01/TCD/2021", _TCD01_APART),
    *_counts("01/TCD/2024", _TCD01),
    *_counts("01/TCD/2024", _TCD01_APART),
    *_counts("02/TCD/2021", _TCD02),
    *counts_duties.COUNTS,
)
