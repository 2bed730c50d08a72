"""Replies that came to what was sent on: one step is one paper, in its own period."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count as Rows
from django.db.models import QuerySet
from django.urls import reverse

from danvan.accounts import scope
from danvan.accounts.rights import Viewer
from danvan.core.calendar.periods import Period
from danvan.core.casework.workflow import Kind
from danvan.core.casework.workflow import Step as Verb
from danvan.core.desk import Item
from danvan.core.rollup.count import Count
from danvan.petitions.labels import KINDS, STATES
from danvan.petitions.models import KINDS as ORDINARY
from danvan.petitions.models import Petition, Step

# Which letters' replies stand in which column; the vault adds its own.
_TABLE: Mapping[str, Collection[Kind]] = {
    "01/XLD/2021:26": ORDINARY,
    "01/XLD/2024:22": ORDINARY,
    "02/XLD/2021:30": (Kind.COMPLAINT,),
    "02/XLD/2024:26": (Kind.COMPLAINT,),
    "04/XLD/2021:24": (Kind.FEEDBACK,),
}


def _replies(kinds: Collection[Kind], period: Period) -> QuerySet[Step]:
    return Step.objects.filter(
        verb=Verb.REPLY_IN,
        on__range=(period.start, period.end),
        petition__kind__in=kinds,
    )


def _totals(kinds: Collection[Kind]) -> Callable[..., Mapping[int, Decimal]]:
    def totals(
        period: Period, unit_ids: Collection[int] | None = None
    ) -> Mapping[int, Decimal]:
        found = _replies(kinds, period)
        if unit_ids is not None:
            found = found.filter(petition__unit_id__in=unit_ids)
        by_unit = found.order_by().values_list("petition__unit_id")
        grouped = by_unit.annotate(rows=Rows("pk"))
        with scope.as_system("a count shows no row to anybody"):
            return {unit: Decimal(rows) for unit, rows in grouped}

    return totals


def _records(kinds: Collection[Kind]) -> Callable[..., Sequence[Item]]:
    def records(
        period: Period, unit_ids: Collection[int], viewer: Viewer
    ) -> Sequence[Item]:
        seen = Petition.objects.visible_to(viewer).filter(unit_id__in=unit_ids)
        found = _replies(kinds, period).filter(petition__in=seen.values("pk"))
        rows = found.select_related("petition").order_by("at", "pk")
        return [
            Item(
                kind="petition",
                title=f"{KINDS[step.petition.kind]} {step.petition.number}",
                url=reverse("petitions:case", args=[step.petition_id]),
                due=step.petition.due,
                note=str(STATES[step.petition.state]),
            )
            for step in rows
        ]

    return records


COUNTS: tuple[Count, ...] = tuple(
    Count(key, _totals(kinds), _records(kinds)) for key, kinds in _TABLE.items()
)
