"""How long each legal term took, by what ended in a period: numbers only.

The days on which the clock stood by law (waiting for the citizen, an assessment, an
obstacle) are no days of the office and are left out. No row leaves this file, so neither
does a name. Denunciations are not among them.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from danvan.accounts import scope
from danvan.core import data
from danvan.core.calendar.periods import Period
from danvan.core.casework.term import Pause, from_json
from danvan.core.rollup.durations import Case, Durations, of_period
from danvan.petitions import terms
from danvan.petitions.codes import Outcome
from danvan.petitions.models import Deadline

_WHY = "a statistic shows no row to anybody"
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """One term of the law, its name by language, and what its cases took in days."""

    code: str
    name: Mapping[str, str]
    took: Durations


def of_units(unit_ids: Collection[int], period: Period) -> list[Times]:
    """Return the terms that were met in a period by units, by code; one query."""
    met = Deadline.objects.filter(
        outcome=Outcome.MET,
        ended_on__range=(period.start, period.end),
        petition__unit__in=unit_ids,
    )
    met = met.exclude(code__in=sorted(terms.BEYOND)).order_by()
    cases: dict[str, list[Case]] = defaultdict(list)
    with scope.as_system(_WHY):
        for row in met.values("code", "start", "due", "ended_on", "term"):
            pauses = from_json(row["term"]).pauses if row["term"] else ()
            waits = [_span(pause) for pause in pauses]
            if ended := row["ended_on"]:
                case = Case(row["start"], ended, row["due"], waits)
                cases[row["code"]].append(case)
    names = {row["code"]: row["name"] for row in data.rows("deadlines", "deadline")}
    return [
        Times(code, names[code], of_period(some, period))
        for code, some in sorted(cases.items())
        if code in names
    ]


def _span(pause: Pause) -> tuple[datetime.date, datetime.date | None]:
    return pause.first, pause.until - _DAY if pause.until else None
