"""The statutory forms of a unit's period together, as the annex of a report has them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from danvan.accounts import scope
from danvan.accounts.rights import Right, Viewer
from danvan.core.calendar.periods import Period
from danvan.core.forms.form import Form
from danvan.indicators import catalogue, export, selectors, tree
from danvan.indicators.grid import Line
from danvan.indicators.models import FilledForm, Part, State
from danvan.orgs.models import Unit
from danvan.writers import xlsx


class MayNotRead(PermissionError):
    """The viewer reads no forms that say what the unit comes to."""


@dataclass(frozen=True, slots=True)
class Annex:
    """One form in force, and what was filled in of it; ``filled`` None: nothing.

    ``unit`` fills it in: the unit itself, or the body that adds its place up.
    """

    form: Form
    part: Part
    unit: Unit
    filled: FilledForm | None

    @property
    def stands(self) -> bool:
        """Whether there is a sheet in the official columns."""
        return self.form.is_loaded and self.filled is not None

    @property
    def is_signed(self) -> bool:
        """Whether somebody has signed what was filled in."""
        return self.filled is not None and self.filled.state != State.DRAFT


def of_unit(
    viewer: Viewer, unit: Unit, period: Period, series: Collection[str]
) -> list[Annex]:
    """Return the forms of some ``series`` (TCD, XLD) that a unit owes for a period.

    A place above the communes has what is added up over it: its own form speaks of its
    office alone. Raises MayNotRead. Two queries, of a place two more for each body in
    which the viewer adds up.
    """
    seats, part = _seats(viewer, unit, period)
    found = FilledForm.objects.visible_to(viewer).filter(
        unit__in=seats, period__key=period.key, part=part
    )
    filled = {(row.form, row.unit_id): row for row in found}
    return [
        _annex(form, part, seats, filled)
        for form in catalogue.in_force(period.end)
        if form.code.partition("/")[2] in series and unit.level in form.levels
    ]


def _seats(viewer: Viewer, unit: Unit, period: Period) -> tuple[list[Unit], Part]:
    """Return who fills the unit's forms in, for the viewer, the place itself first."""
    if not tree.is_whole(unit):
        seats, part = [unit], Part.OWN
    else:
        own = Unit.objects.filter(pk__in=viewer.units(Right.FORMS_SUM))
        of_place = [s for s in own if tree.place_of(s, period.end) == unit]
        seats, part = sorted(of_place, key=lambda s: (s != unit, s.code)), Part.SUM
    open_to = viewer.units(Right.FORMS_READ)
    if not (seats := [seat for seat in seats if seat.pk in open_to]):
        raise MayNotRead
    return seats, part


def _annex(
    form: Form,
    part: Part,
    seats: Sequence[Unit],
    filled: dict[tuple[str, int], FilledForm],
) -> Annex:
    by = next((seat for seat in seats if (form.id, seat.pk) in filled), seats[0])
    return Annex(form, part, by, filled.get((form.id, by.pk)))


def sheets(annexes: Sequence[Annex], period: Period) -> list[xlsx.Sheet]:
    """Return the sheets that stand, cell for cell as each form's own export has them.

    A query; of a place, four.
    """
    some = [annex for annex in annexes if annex.stands]
    lines = _sums(some, period) if some and some[0].part == Part.SUM else _own(some)
    return [
        export.official_sheet(annex.form, period, rows)
        for annex, rows in zip(some, lines, strict=True)
    ]


def _own(annexes: Sequence[Annex]) -> list[list[Line]]:
    prefetch_related_objects([a.filled for a in annexes if a.filled], "cells")
    return [[selectors.line(a.unit, a.form, a.filled)] for a in annexes]


def _sums(annexes: Sequence[Annex], period: Period) -> list[list[Line]]:
    place = tree.place_of(annexes[0].unit, period.end)
    units = tree.reporting(place, period.end)
    with scope.as_system("a place sees what its units signed into its sum"):
        signed = selectors.signed_of(units, period, [a.form for a in annexes])
    return [
        [
            selectors.line(unit, a.form, signed.get(a.form.id, {}).get(unit.pk))
            for unit in units
        ]
        for a in annexes
    ]
