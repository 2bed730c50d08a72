"""The units behind the sum of a place, each with its own number and its own page."""

from django.urls import reverse

from danvan.accounts.rights import Viewer
from danvan.core.desk import Item
from danvan.indicators import figures, owing, rungs, standing, tree, value_labels
from danvan.indicators.compiling import Board


def behind(viewer: Viewer, board: Board, code: str) -> list[Item]:
    """Return the units whose number is in a place's, and that the viewer reads.

    Each leads to its sheet, or to its values where it owes none. A unit that gave only
    the months or quarters of the period is told with their numbers. Seven queries.
    """
    place, period = board.unit, board.period
    reach = owing.reach(viewer)
    ground = [u for u in tree.ground(place, period.end) if u.pk in reach | {place.pk}]
    times = [period, *figures.made_of(period)]
    cells = standing.cells([u.pk for u in ground], times, [code])
    found = []
    for unit in ground:
        for time in times:
            cell = cells.get((unit.pk, time.key, code))
            amount = cell.amount if cell else None
            if unit.pk == place.pk and cell:
                counted = (v.amount for v in cell.values if v.provenance == "counted")
                amount = next(counted, None)
            if amount is None:
                continue
            name = unit.name if time == period else f"{unit.name}, {time.key}"
            title = f"{name}: {value_labels.amount(amount)}"
            known = {"unit": unit.pk, "period": time.key}
            owes = unit.pk != place.pk and rungs.owes(unit, board.sheet, time)
            url = (
                reverse("indicators:compile", kwargs=known | {"sheet": board.sheet.id})
                if owes
                else reverse("indicators:value", kwargs=known | {"code": code})
            )
            found.append(Item("indicators", title, url))
            if time == period:
                break
    return found
