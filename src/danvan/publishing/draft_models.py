"""The units with recognised “Dân vận khéo” models, as lines of a report."""

from collections.abc import Mapping

from danvan.core.calendar.periods import Period
from danvan.core.registers import load
from danvan.indicators import tree
from danvan.orgs import selectors as orgs
from danvan.orgs.models import Unit
from danvan.registers.models import Entry

BOOK = "skilful-models"
_FIELDS = ("economy", "culture_society", "defence_security", "political_system")


def recognised(unit: Unit, period: Period) -> tuple[str, ...]:
    """Return a line for each unit whose book has recognised models; two queries.

    Tells the fields they work in and what the keeper wrote of them, and no number:
    numbers stand in the sentences, linked with their records. Reads the books that the
    database opens to the viewer.
    """
    if tree.is_whole(unit):
        units = [unit, *orgs.descendants(unit, period.end)]
    else:
        counted = tree.counted(unit, period.end)
        units = [unit, *Unit.objects.filter(pk__in=counted).exclude(pk=unit.pk)]
    lines = Entry.objects.standing().filter(
        kind=BOOK, unit__in=units, day__range=(period.start, period.end)
    )
    told: dict[int, list[Mapping[str, str]]] = {}
    for unit_id, values in lines.order_by("day").values_list("unit_id", "values"):
        if values.get("block") == "all" and _some(values.get("recognised")):
            told.setdefault(unit_id, []).append(values)
    return tuple(_line(each, told[each.pk]) for each in units if each.pk in told)


def _line(unit: Unit, lines: list[Mapping[str, str]]) -> str:
    fields = [_field(f) for f in _FIELDS if any(_some(v.get(f)) for v in lines)]
    notes = [" ".join(v["note"].split()) for v in lines if v.get("note")]
    said = [f"lĩnh vực {', '.join(fields)}"] if fields else []
    more = "; ".join(dict.fromkeys(said + notes)).rstrip(".;")
    return f"{unit.name}: {more}" if more else unit.name


def _field(key: str) -> str:
    fields = load.known()[BOOK].editions[-1].fields
    name = next(field.name["vi"] for field in fields if field.key == key)
    return name.removeprefix("Công nhận: ")


def _some(amount: str | None) -> bool:
    return bool(amount) and amount != "0"
