"""Which sheets a place asks for, and since when: expected is what was assigned.

Without a word of the place every sheet of the law is asked for, from ever on. With its
first word it is asked for what it names, so that a house begun in May owes nothing
for April.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators.chains import Sheet
from danvan.indicators import rungs
from danvan.indicators.errors import BadDays, NoReason
from danvan.indicators.models import Assignment
from danvan.journal import services as journal
from danvan.orgs.models import Unit

Wanted = tuple[Unit, Sheet, Period]


@dataclass(frozen=True, slots=True)
class Asked:
    """What places ask for: by place, then by sheet, the last word on it."""

    words: Mapping[int, Mapping[str, Assignment]]

    def asks(self, place: Unit | None, sheet: Sheet, period: Period) -> bool:
        """Say whether a place asks for a sheet for a period."""
        said = self.words.get(place.pk) if place else None
        if said is None:
            return True
        word = said.get(sheet.id)
        if word is None or period.end < word.since:
            return False
        return word.until is None or period.end <= word.until


def asker(unit: Unit) -> Unit | None:
    """Return the place whose word a unit follows: the one above it, at the top itself."""
    return unit if rungs.is_top(unit) else rungs.above(unit)


def of_places(places: Iterable[Unit]) -> Asked:
    """Return what several places ask for; one query."""
    words: dict[int, dict[str, Assignment]] = {}
    for row in Assignment.objects.filter(place__in={p.pk for p in places}):
        words.setdefault(row.place_id, {})[row.sheet] = row
    return Asked(words)


def asked(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Keep what the place of each unit asks for; one query."""
    askers = {unit.pk: asker(unit) for unit, _, _ in wanted}
    words = of_places(place for place in askers.values() if place)
    return [one for one in wanted if words.asks(askers[one[0].pk], one[1], one[2])]


@transaction.atomic
def ask(
    *,
    place: Unit,
    sheet: Sheet,
    since: datetime.date,
    until: datetime.date | None = None,
    decision: str,
    by: Actor,
    now: datetime.datetime,
) -> Assignment:
    """Ask the units of a place for a sheet from a day on, by decision.

    Raises NoReason without the decision's number, BadDays where it ends before it
    begins.
    """
    if not decision.strip():
        raise NoReason
    if until is not None and until < since:
        raise BadDays
    row = Assignment.objects.create(
        place=place,
        sheet=sheet.id,
        since=since,
        until=until,
        decision=decision.strip(),
        by=by.label,
        at=now,
    )
    journal.write(
        by=by,
        action="sheets.ask",
        record=f"indicators.assignment:{row.pk}",
        changes={
            "place": (None, place.code),
            "sheet": (None, sheet.id),
            "since": (None, since.isoformat()),
            "until": (None, until.isoformat() if until else None),
        },
        why=row.decision,
    )
    return row
