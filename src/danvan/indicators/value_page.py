"""One cell as its page shows it: its sources side by side, and its whole history."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.accounts.rights import Viewer
from danvan.core.actor import Actor
from danvan.core.calendar.periods import Period
from danvan.core.indicators import formula
from danvan.core.text.sentences import sentences
from danvan.indicators import counting, reach, standing, tree
from danvan.indicators import value_labels as labels
from danvan.indicators.models import Choice, Provenance, Value
from danvan.indicators.origins import report_ids
from danvan.indicators.standing import Cell
from danvan.orgs.models import Unit
from danvan.reports.models import Report

_AROUND = 400  # characters of a sentence on each side of its figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its figure marked."""

    before: str
    figure: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """One value that stands, and where it comes from; links may be empty."""

    value: Value
    shown: str
    name: str
    counts: bool
    by: str
    where: str = ""
    link: str = ""
    link_text: str = ""
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something said of the cell: a value, a correction, a choice."""

    at: datetime.datetime
    by: str
    what: str
    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a formula rests on."""

    code: str
    name: str
    shown: str
    link: str


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with who may do what in it."""

    unit: Unit
    period: Period
    code: str
    may_fill: bool

    def address(self, name: str = "value", **more: object) -> str:
        """Return an address of the cell."""
        place = {"unit": self.unit.pk, "period": self.period.key, "code": self.code}
        return reverse(f"indicators:{name}", kwargs=place | more)


def place_of(
    viewer: Viewer, unit_id: int, period: Period, code: str, today: datetime.date
) -> Place:
    """Return a cell of a unit whose values the viewer reads; Unit.DoesNotExist else."""
    if unit_id not in reach.readable(viewer):
        raise Unit.DoesNotExist
    unit = Unit.objects.get(pk=unit_id)
    return Place(unit, period, code, unit_id in reach.fillable(viewer, today))


def cell_of(place: Place) -> Cell:
    """Return what stands in a cell; two queries."""
    found = standing.cells([place.unit.pk], [place.period], [place.code])
    key = (place.unit.pk, place.period.key, place.code)
    return found.get(key, standing.EMPTY)


def sources(place: Place, cell: Cell, viewer: Viewer) -> list[Source]:
    """Return the standing values with where they come from; a query for the reports."""
    reported = (v for v in cell.values if v.provenance == Provenance.REPORTED)
    ids = report_ids(v.origin for v in reported)
    reports = {}
    if ids:
        found = Report.objects.visible_to(viewer).filter(pk__in=ids)
        reports = {str(report.pk): report for report in found}
    return [
        Source(
            value=value,
            shown=labels.of_value(value),
            name=str(labels.PROVENANCES[value.provenance]),
            counts=value == cell.chosen,
            by=labels.who(value.by),
            **_where(place, value, reports),
        )
        for value in cell.values
    ]


def _where(place: Place, value: Value, reports: dict[str, Report]) -> dict[str, Any]:
    if value.provenance == Provenance.COUNTED:
        return {
            "where": _("From the records of the unit."),
            "link": place.address("value-behind"),
            "link_text": _("Show the records"),
        }
    if value.provenance == Provenance.REPORTED:
        return _in_report(value, reports.get(value.origin))
    if value.provenance == Provenance.IMPORTED:
        return {"where": _in_file(value)}
    return {}


def _in_report(value: Value, report: Report | None) -> dict[str, Any]:
    if report is None:
        return {"where": _("From a report that another unit received.")}
    key = value.evidence.get("figure", "")
    return {
        "where": report.name,
        "link": f"{reverse('reports:detail', args=[report.pk])}#{key}",
        "link_text": _("Open the report at the figure"),
        "sentence": passage(
            report.text, value.evidence.get("start"), value.evidence.get("end")
        ),
    }


def passage(text: str, start: object, end: object) -> Sentence | None:
    """Return the sentence around a place of a text; None where it has no such place."""
    if not isinstance(start, int) or not isinstance(end, int) or end > len(text):
        return None
    around = max(0, start - 4 * _AROUND), min(len(text), end + 4 * _AROUND)
    window = text[slice(*around)]
    spans = sentences(window)
    found = next((s for s in spans if s.start <= start - around[0] < s.end), None)
    first = max(start - _AROUND, around[0] + found.start if found else 0)
    last = min(end + _AROUND, around[0] + found.end if found else len(text))
    return Sentence(
        text[first:start].lstrip(), text[start:end], text[end : max(last, end)].rstrip()
    )


def _in_file(value: Value) -> str:
    place = {"name": value.evidence.get("file", "–")} | value.evidence
    said = ("name", "sheet", "row", "column")
    return _("File %(name)s, sheet %(sheet)s, row %(row)s, column %(column)s.") % {
        key: str(place.get(key, "–"))[:120] for key in said
    }


def history(place: Place) -> list[Event]:
    """Return all that was said of a cell, the last first; two queries."""
    of_cell = {
        "unit": place.unit,
        "period__key": place.period.key,
        "code": place.code,
    }
    values = list(Value.objects.filter(**of_cell))
    chosen = Choice.objects.filter(**of_cell).select_related("value")
    events = [_said(value) for value in values]
    events += [
        Event(
            at=choice.at,
            by=labels.who(choice.by),
            what=_("Chosen: the value %(source)s")
            % {"source": str(labels.PROVENANCES[choice.value.provenance]).lower()},
            shown=labels.of_value(choice.value),
            reason=choice.reason,
        )
        for choice in chosen
    ]
    # The last first, also of what was said at one time.
    events.sort(key=lambda event: event.at)
    return events[::-1]


def _said(value: Value) -> Event:
    source = str(labels.PROVENANCES[value.provenance])
    if value.amount is None:
        what = _("%(source)s: taken back")
    elif value.corrects_id:
        what = _("%(source)s: corrected")
    else:
        what = _("%(source)s: first said")
    return Event(
        at=value.at,
        by=labels.who(value.by),
        what=what % {"source": source},
        shown="" if value.amount is None else labels.of_value(value),
        reason=value.reason,
    )


def inputs(place: Place) -> list[Input]:
    """Return what the indicator's formula rests on, with the values that count."""
    codes = sorted(formula.inputs(place.code))
    earlier = formula.earlier_inputs(place.code)
    if not codes:
        return []
    periods = {place.period.key: place.period}
    before = standing.year_before(place.period)
    if earlier and before:
        periods[before.key] = before
    found = standing.cells([place.unit.pk], list(periods.values()), codes)
    return [
        Input(
            code=code,
            name=f"{labels.indicator_name(code)} ({labels.period(period)})"
            if len(periods) > 1
            else labels.indicator_name(code),
            shown=labels.amount(
                found.get((place.unit.pk, period.key, code), standing.EMPTY).amount
            ),
            link=Place(place.unit, period, code, may_fill=False).address(),
        )
        for period in periods.values()
        for code in codes
        if period is place.period or code in earlier
    ]


def actor(viewer: Viewer, unit: Unit) -> Actor:
    """Return who acts on a unit's values, in its chain where he sits in it."""
    seats = {seat.unit_id for seat in viewer.seats}
    return viewer.actor(unit.pk if unit.pk in seats else None)


def behind(place: Place, viewer: Viewer) -> Sequence[Any]:
    """Return the records behind the counted value that the viewer may see."""
    units = tree.counted(place.unit, place.period.end)
    return counting.behind(place.code, place.period, units, viewer)
