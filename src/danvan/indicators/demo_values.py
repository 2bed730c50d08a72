"""The real figures of the five published reports as values, each with its place.

Which figure is a value of which indicator stands in ``data/published.toml``.
"""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from django.utils import timezone

from danvan.core.actor import Actor, system
from danvan.core.calendar import periods
from danvan.indicators import taking
from danvan.indicators.taking import Taken
from danvan.orgs import services as orgs
from danvan.orgs.models import Kind, Unit
from danvan.reports.models import Figure, Report

# The evening of the day the reports were given in.
_EVENING = datetime.time(17)


@cache
def published() -> Mapping[str, Any]:
    """Return the table of the figures; callers must not change it."""
    folder = resources.files("danvan.indicators").joinpath("data/published.toml")
    return tomllib.loads(folder.read_text("utf-8"))


def fill(*, unit: Unit, today: datetime.date) -> int:
    """Record the figures of the reports that ``unit`` received; how many there are.

    Filled in again, nothing is doubled. The units and the reports must be there.
    """
    by = system(unit.code)
    found_bodies(by)
    now = datetime.datetime.combine(today, _EVENING, timezone.get_current_timezone())
    reports = Report.objects.filter(unit=unit, demonstration=True).defer("text")
    return sum(
        len(taking.take(report=report, taken=[*_taken(report)], by=by, now=now))
        for report in reports
    )


def found_bodies(by: Actor) -> None:
    """Found the bodies of former units that the reports speak of, unless they stand."""
    for body in published()["body"]:
        code = f"{body['parent']}.{body['suffix']}"
        if not Unit.objects.filter(code=code).exists():
            orgs.found(
                by=by,
                parent=Unit.objects.get(code=body["parent"]),
                suffix=body["suffix"],
                name=body["name"],
                kind=Kind(body["kind"]),
                former=True,
            )


def _taken(report: Report) -> Iterator[Taken]:
    parts = [p for p in published()["part"] if p["report"] == report.source_name]
    figures = {f.key: f for f in Figure.objects.filter(report=report)}
    units = Unit.objects.in_bulk({p["unit"] for p in parts}, field_name="code")
    for part in parts:
        for key, code in part["figures"].items():
            yield Taken(
                figure=figures[key],
                unit=units[part["unit"]],
                period=periods.by_key(part["period"]),
                code=code,
                falls=key in part.get("fall", ()),
            )
