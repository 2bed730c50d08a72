"""Open matters of a unit that ended go on in the unit recorded as its successor."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.actor import Actor
from danvan.core.casework.competence import Held, SuccessorUnclear, succeed
from danvan.core.casework.workflow import State
from danvan.journal import services as journal
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Unit
from danvan.papers import services as papers
from danvan.petitions.classification import Succession
from danvan.petitions.models import Petition, PetitionQuerySet

_WHY = "the province moves matters of a unit that ended to its successor"


class NotBelow(ValueError):
    """The unit never stood under one in which the viewer assigns petitions."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit that ended with matters open; ``clear`` where one unit took it over.

    ``late`` are those past their term already: the clock does not stop.
    """

    unit: Unit
    open: int
    late: int
    successors: Sequence[Unit]

    @property
    def clear(self) -> bool:
        """Say whether the law left no choice."""
        return len(self.successors) == 1


def ended(viewer: Viewer, today: datetime.date) -> list[Ended]:
    """Return the units below the viewer's own that ended and still hold matters.

    Counts alone: nothing of the matters themselves.
    """
    with scope.as_system("how many matters units that ended still hold"):
        held = Petition.objects.filter(unit__valid_to__lt=today)
        open_rows = held.exclude(state=State.CLOSED).order_by()
        rows = open_rows.values_list("unit").annotate(
            every=Count("pk"), late=Count("pk", filter=Q(due__lt=today))
        )
        counted = {unit: (every, late) for unit, every, late in rows}
    below = _below(viewer, counted, today)
    return [Ended(unit, *counted[unit.pk], heirs) for unit, heirs in below]


@transaction.atomic
def move(
    *, unit: Unit, chosen: str, viewer: Viewer, by: Actor, now: datetime.datetime
) -> int:
    """Move every open matter of ``unit``; origin, day of receipt and clock stay.

    ``chosen`` is the code of the successor, needed where several took it over.
    Returns how many moved. Raises NotBelow and SuccessorUnclear.
    """
    today = timezone.localdate(now)
    found = _below(viewer, [unit.pk], today)
    if not found:
        raise NotBelow
    ((unit, after_it),) = found
    heirs = {heir.code: heir for heir in after_it}
    with scope.as_system(_WHY):
        rows = _open(unit).select_for_update(of=("self",)).order_by("pk")
        petitions = list(rows)
        for petition in petitions:
            held = Held(unit.code, unit.code, petition.received_on, petition.due)
            after = succeed(held, {unit.code: tuple(heirs)}, chosen or None)
            _move(petition, unit, heirs[after.unit], by, today)
        if petitions:
            heir = petitions[0].unit
            papers.move(owners=[p.record for p in petitions], unit=heir)
    return len(petitions)


def _move(
    petition: Petition, unit: Unit, heir: Unit, by: Actor, today: datetime.date
) -> None:
    petition.unit = heir
    petition.save(update_fields=["unit"])
    Succession.objects.create(
        petition=petition,
        from_unit=unit,
        to_unit=heir,
        on=today,
        actor_label=by.label,
    )
    journal.write(
        by=by,
        action="petition.succeed",
        record=petition.record,
        changes={"unit": (unit.code, heir.code)},
    )


def _below(
    viewer: Viewer, units: Iterable[int], today: datetime.date
) -> list[tuple[Unit, list[Unit]]]:
    """Return those of ``units`` that ended below one of the viewer's, with heirs.

    What stood above may have gone too (a district, a merged province): then the
    unit is below whoever took that over. Three queries.
    """
    own = viewer.units(Right.PETITIONS_ASSIGN)
    gone = list(
        Unit.objects.filter(pk__in=list(units), valid_to__lt=today).select_related(
            "parent__parent__parent"
        )
    )
    lines = {unit.pk: _line(unit) for unit in gone}
    codes = {above.code for line in lines.values() for above in line}
    heirs = orgs.successors_of(codes, today)
    named = {heir.code for found in heirs.values() for heir in found}
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=named)}

    def of(unit: Unit) -> list[Unit]:
        return [known[heir.code] for heir in heirs.get(unit.code, ())]

    return [
        (unit, of(unit))
        for unit in gone
        if own & {u.pk for above in lines[unit.pk][1:] for u in (above, *of(above))}
    ]


def _line(unit: Unit) -> list[Unit]:
    line = [unit]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line


def _open(unit: Unit) -> PetitionQuerySet:
    return Petition.objects.filter(unit=unit).exclude(state=State.CLOSED)


__all__ = ["Ended", "NotBelow", "SuccessorUnclear", "ended", "move"]
