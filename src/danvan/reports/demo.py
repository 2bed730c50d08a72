"""The demonstration: what the five published reports print, without their text.

Figures are facts. They come with the report's file name, its SHA-256 and their
places, so that who has the file can give it in and see the sentences. The data
are made by ``script/demo-figures``.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.accounts.models import Membership
from danvan.accounts.rights import Role
from danvan.core.actor import Actor, system
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.reports import services
from danvan.reports.models import Report

_MORNING = datetime.time(8)
_ROLES = (Role.REPORT_COMPILER, Role.PROVINCIAL_COMPILER)


@cache
def published() -> tuple[dict[str, Any], ...]:
    """Return the five audits, without text; callers must not change them."""
    folder = resources.files("danvan.reports").joinpath("data/demo")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(json.loads(file.read_text("utf-8")) for file in files)


@transaction.atomic
def fill(
    *,
    today: datetime.date,
    units: Sequence[Unit] | None = None,
    actors: Mapping[int, Actor] | None = None,
) -> list[Report]:
    """Give each unit the five reports; those it has already stay as they are.

    ``units`` are by default those that have a compiler of reports; ``actors``
    maps the ids of units to who gives them in, by default that compiler.
    """
    compilers = _compilers(today)
    if units is None:
        units = list(Unit.objects.filter(pk__in=compilers))
    now = datetime.datetime.combine(today, _MORNING, timezone.get_current_timezone())
    return [
        _fill_one(found, unit=unit, by=by, now=now)
        for unit in units
        for by in [(actors or compilers).get(unit.pk) or system(unit.code)]
        for found in published()
        if not Report.objects.filter(unit=unit, sha256=_hash(found)).exists()
    ]


def _compilers(today: datetime.date) -> dict[int, Actor]:
    """Return for each unit with a compiler of reports who that is."""
    held = Membership.objects.on(today).filter(role__in=_ROLES)
    return {
        seat.unit_id: Actor(f"user:{seat.user_id}", seat.user.label, seat.unit.code)
        for seat in held.select_related("user", "unit").order_by("-pk")
    }


def _hash(found: dict[str, Any]) -> str:
    return str(found["source"]["sha256"])


def _fill_one(
    found: dict[str, Any], *, unit: Unit, by: Actor, now: datetime.datetime
) -> Report:
    report = services.create(
        result=found,
        sha256=_hash(found),
        unit=unit,
        by=by,
        now=now,
        demonstration=True,
        source_name=found["source"]["name"],
    )
    report.name, report.folded = found["title"], fold(found["title"])
    report.save(update_fields=["name", "folded"])
    services.write_line(by=by, action="reports.receive", report=report)
    return report
