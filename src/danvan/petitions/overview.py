"""How letters stand, as numbers by unit: for who answers for many units at once.

Numbers only. No row leaves this file, and so neither a name nor a text: whose units
they are is for the caller to say. Denunciations are not among them.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from danvan.accounts import scope
from danvan.core.casework.workflow import State
from danvan.petitions import terms
from danvan.petitions.codes import Outcome
from danvan.petitions.models import Deadline, Petition
from danvan.petitions.queue import GROUP

_WHY = "a count shows no row to anybody"
_REPEATED = 2  # letters of one matter


@dataclass(frozen=True, slots=True)
class Overview:
    """Numbers by the unit's id; a unit without any is not in the mapping.

    ``late`` has one number for each day asked for, ``ended`` and ``met`` one for each
    span of days: the terms that ended in it, and those that ended by their day.
    ``groups`` are open letters signed by five and more, ``repeated`` open matters that
    brought several letters, ``grouped`` letters of groups received in each span.
    """

    late: Mapping[int, Sequence[int]]
    ended: Mapping[int, Sequence[int]]
    met: Mapping[int, Sequence[int]]
    grouped: Mapping[int, Sequence[int]]
    groups: Mapping[int, int] = field(default_factory=dict)
    repeated: Mapping[int, int] = field(default_factory=dict)


Span = tuple[datetime.date, datetime.date]  # both days belong to it


def overview(
    unit_ids: Collection[int], days: Sequence[datetime.date], spans: Sequence[Span]
) -> Overview:
    """Count for units on ``days`` and over ``spans``; four queries over data."""
    with scope.as_system(_WHY):
        ended = _ended(unit_ids, spans)
        crowds = _crowds(unit_ids, spans)
        return Overview(
            late=_late(unit_ids, days),
            ended={unit: both[0] for unit, both in ended.items()},
            met={unit: both[1] for unit, both in ended.items()},
            grouped={unit: row[1:] for unit, row in crowds.items()},
            groups={unit: row[0] for unit, row in crowds.items() if row[0]},
            repeated=_repeated(unit_ids),
        )


def _late(
    unit_ids: Collection[int], days: Sequence[datetime.date]
) -> Mapping[int, Sequence[int]]:
    """Count the letters that were past a term on each day; one query.

    A stopped clock is late for nobody; when it stood in the past is not asked.
    """
    own = Deadline.objects.exclude(code__in=sorted(terms.BEYOND))
    counted = {
        f"on_{n}": Count(
            "petition",
            distinct=True,
            filter=Q(due__lt=day)
            & (
                Q(ended_on__gt=day)
                | Q(ended_on__isnull=True, stopped=False)
                & ~Q(petition__state=State.CLOSED)
            ),
        )
        for n, day in enumerate(days)
    }
    rows = own.filter(petition__unit__in=unit_ids).order_by().values("petition__unit")
    return {
        row["petition__unit"]: [row[f"on_{n}"] for n in range(len(days))]
        for row in rows.annotate(**counted)
    }


def _ended(
    unit_ids: Collection[int], spans: Sequence[Span]
) -> Mapping[int, tuple[list[int], list[int]]]:
    """Count the terms that were met, and those of them by their day; one query."""
    met = Deadline.objects.filter(outcome=Outcome.MET)
    met = met.exclude(code__in=sorted(terms.BEYOND))
    counted = {}
    for n, span in enumerate(spans):
        within = Q(ended_on__range=span)
        counted[f"all_{n}"] = Count("pk", filter=within)
        counted[f"met_{n}"] = Count("pk", filter=within & Q(ended_on__lte=F("due")))
    rows = met.filter(petition__unit__in=unit_ids).order_by().values("petition__unit")
    numbers = range(len(spans))
    return {
        row["petition__unit"]: (
            [row[f"all_{n}"] for n in numbers],
            [row[f"met_{n}"] for n in numbers],
        )
        for row in rows.annotate(**counted)
    }


def _crowds(
    unit_ids: Collection[int], spans: Sequence[Span]
) -> Mapping[int, Sequence[int]]:
    """Count open letters of groups, then those received in each span; one query."""
    counted = {"open": Count("pk", filter=~Q(state=State.CLOSED))}
    counted |= {
        f"in_{n}": Count("pk", filter=Q(received_on__range=span))
        for n, span in enumerate(spans)
    }
    found = Petition.objects.filter(unit__in=unit_ids, people__gte=GROUP)
    rows = found.order_by().values("unit").annotate(**counted)
    return {
        row["unit"]: [row["open"], *(row[f"in_{n}"] for n in range(len(spans)))]
        for row in rows
    }


def _repeated(unit_ids: Collection[int]) -> Mapping[int, int]:
    """Count the open matters with several letters, by the unit of theirs; one query."""
    found = Petition.objects.filter(unit__in=unit_ids, matter__closed_on__isnull=True)
    rows = found.exclude(matter=None).order_by().values("unit", "matter")
    several = rows.annotate(letters=Count("pk")).filter(letters__gte=_REPEATED)
    return Counter(row["unit"] for row in several)


def kinds_late(unit_id: int, today: datetime.date) -> Mapping[str, int]:
    """Count the late letters of one unit by how late they are; one query.

    The keys are ``week`` (up to 7 days), ``month`` (up to 30) and ``longer``.
    """
    found: dict[str, int] = defaultdict(int)
    with scope.as_system(_WHY):
        late = Petition.objects.filter(unit=unit_id, due__lt=today)
        for petition in late.exclude(state=State.CLOSED).only("due"):
            days = (today - petition.due).days if petition.due else 0
            found["week" if days <= 7 else "month" if days <= 30 else "longer"] += 1
    return found
