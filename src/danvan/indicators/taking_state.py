"""What a person said so far of a report's figures, kept in the session between pages.

Nothing of it is a value yet: values come when everything is taken at once.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from danvan.accounts.rights import Viewer
from danvan.core.calendar import periods
from danvan.core.indicators import catalogue
from danvan.indicators import matching, reach
from danvan.indicators.matching import Proposal
from danvan.indicators.models import Value
from danvan.indicators.taking import Taken
from danvan.orgs.models import Unit
from danvan.reports.models import Figure, Report

_LONGEST = 200  # characters of what is typed for an indicator


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with what is proposed and what a person made of it.

    ``typed`` is what stands in the box of the indicator; ``wrong`` says what is wrong
    with it, of a line that is to be taken: code, unit, period, or nothing.
    """

    proposal: Proposal
    use: bool
    typed: str
    unit: Unit
    period: periods.Period
    falls: bool
    wrong: str = ""
    before: Value | None = None  # what this very figure was taken as earlier

    @property
    def code(self) -> str:
        """The code that was typed, or chosen with its name; empty where it is none."""
        return code_in(self.typed)

    @property
    def taken(self) -> Taken:
        """The line as a service takes it."""
        return Taken(
            self.proposal.figure, self.unit, self.period, self.code, self.falls
        )


@dataclass
class State:
    """A report's figures on their way into values."""

    report: Report
    units: Mapping[int, Unit]  # the person may give values of
    unit: Unit
    period: periods.Period
    confirmed: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def chosen(self) -> list[Line]:
        """The lines that are to be taken."""
        return [line for line in self.lines if line.use]

    @property
    def periods(self) -> list[periods.Period]:
        """The periods to choose from: of the report's year and of those named."""
        years = {self.period.year, *(line.period.year for line in self.lines)}
        found = {self.period.key: self.period}
        for year in sorted({*years, *(year - 1 for year in years)}, reverse=True):
            for kind in (periods.Kind.YEAR, periods.Kind.HALF_YEAR):
                try:
                    of = periods.of(self.period.chain, kind, year)
                except periods.NoSuchPeriod:
                    continue
                found.setdefault(of.key, of)
        found |= {line.period.key: line.period for line in self.lines}
        return list(found.values())

    @property
    def named(self) -> list[Unit]:
        """The units the figures may go to: the report's, and those its text names."""
        found = {self.unit.pk: self.unit}
        found |= {line.unit.pk: line.unit for line in self.lines}
        found |= {line.proposal.unit.pk: line.proposal.unit for line in self.lines}
        near = (u for u in self.units.values() if u.parent_id == self.unit.pk)
        return [*(found | {u.pk: u for u in near}).values()]


def code_in(typed: str) -> str:
    """Return the code of an indicator that has a number, as it was typed or chosen.

    >>> code_in("tcd01 – Tổng số lượt tiếp"), code_in("không có")
    ('TCD01', '')
    """
    first, *_rest = typed.strip().split() or [""]
    by_lower = {code.lower(): code for code in catalogue.known()}
    code = by_lower.get(first.lower(), "")
    return code if code and catalogue.of(code).has_number else ""


def units_of(viewer: Viewer, today: datetime.date) -> Mapping[int, Unit]:
    """Return the units whose reported values the person may give; three queries or more.

    Those whose values he gives anyway, and former units of the places he works in,
    which have no office any more.
    """
    may = reach.fillable(viewer, today) | reach.gone(viewer, today)
    found = Unit.objects.filter(pk__in=may).select_related("parent")
    return {unit.pk: unit for unit in found}


def load(
    report: Report,
    figures: Sequence[Figure],
    viewer: Viewer,
    session: SessionBase,
    today: datetime.date,
) -> State:
    """Return the state of a report's figures: proposals, and what the person changed."""
    kept: dict[str, Any] = session.get(_key(report), {})
    units = units_of(viewer, today)
    period = _period(kept.get("period")) or matching.period_of(report, figures, today)
    unit = units.get(kept.get("unit", 0)) or matching.unit_of(
        report, figures, list(units.values()), period.end
    )
    state = State(report, units, unit, period, confirmed="unit" in kept)
    made = matching.proposals(figures, unit, period, confirmed=state.confirmed)
    known = dict(units) | {
        one.unit.pk: one.unit for one in made if _may(one.unit, units)
    }
    rows: dict[str, Any] = kept.get("rows", {})
    before = _taken(report)
    known |= {value.unit.pk: value.unit for value in before.values()}
    state.lines = [
        _line(one, rows.get(key), before.get(key), known)
        for one in made
        for key in [one.figure.key]
    ]
    return state


def _taken(report: Report) -> dict[str, Value]:
    """Return the values that stand from this report, by the figure they were read at."""
    values = Value.objects.standing().filter(
        origin=str(report.pk), amount__isnull=False
    )
    found = values.select_related("unit", "period").order_by("-pk")
    return {str(value.evidence.get("figure")): value for value in found}


def _may(unit: Unit, units: Mapping[int, Unit]) -> bool:
    return unit.pk in units or unit.valid_to is not None


def _line(
    one: Proposal,
    row: dict[str, Any] | None,
    before: Value | None,
    units: Mapping[int, Unit],
) -> Line:
    if row is None and before is not None:
        falls = before.amount is not None and before.amount < 0
        place = (before.code, before.unit, before.period.known)
        return Line(one, False, *place, falls=falls, before=before)
    if row is None:
        use = one.certain and one.unit.pk in units
        return Line(one, use, one.code, one.unit, one.period, falls=False)
    unit, period = units.get(row["unit"]), _period(row["period"])
    typed = row["code"]
    wrong = ""
    if row["use"]:
        faults = (("code", code_in(typed)), ("unit", unit), ("period", period))
        wrong = next((name for name, good in faults if not good), "")
    return Line(
        *(one, row["use"], typed, unit or one.unit, period or one.period),
        *(row["falls"], wrong, before),
    )


def _period(key: object) -> periods.Period | None:
    try:
        return periods.by_key(str(key))
    except periods.NoSuchPeriod:
        return None


def keep_head(state: State, given: QueryDict, session: SessionBase) -> bool:
    """Keep of which unit and period the report is; False where they are none."""
    unit, period = _whole(given.get("unit", "")), _period(given.get("period", ""))
    if unit not in state.units or period is None:
        return False
    kept = session.get(_key(state.report), {})
    session[_key(state.report)] = kept | {"unit": unit, "period": period.key}
    return True


def keep_rows(
    state: State, shown: Sequence[Line], given: QueryDict, session: SessionBase
) -> None:
    """Keep what a page says of the lines it shows."""
    kept = session.get(_key(state.report), {})
    rows = dict(kept.get("rows", {})) | dict(_rows(shown, given))
    session[_key(state.report)] = kept | {"rows": rows}


def _rows(
    shown: Sequence[Line], given: QueryDict
) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in shown:
        key = line.proposal.figure.key
        yield (
            key,
            {
                "use": f"use-{key}" in given,
                "code": given.get(f"code-{key}", "").replace("\x00", "")[:_LONGEST],
                "unit": _whole(given.get(f"unit-{key}", "")),
                "period": given.get(f"period-{key}", "")[:16],
                "falls": f"falls-{key}" in given,
            },
        )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def forget(report: Report, session: SessionBase) -> None:
    """Forget what was said, once it has been taken; what the report is of stays."""
    kept = session.get(_key(report), {})
    session[_key(report)] = {k: kept[k] for k in ("unit", "period") if k in kept}


def _key(report: Report) -> str:
    return f"taking:{report.pk}"
