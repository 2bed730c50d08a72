"""The demonstration: what the five published reports print, without their text.

Figures are facts. They come with the report's file name, its SHA-256 and their
places, so that who has the file can give it in and see the sentences. The data
are made by ``script/demo-figures``.
"""

import datetime
import json
from functools import cache
from importlib import resources
from typing import Any

from django.db import transaction

from danvan.core.actor import Actor
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.reports import services
from danvan.reports.models import Report


@cache
def published() -> tuple[dict[str, Any], ...]:
    """Return the five audits, without text; callers must not change them."""
    folder = resources.files("danvan.reports").joinpath("data/demo")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(json.loads(file.read_text("utf-8")) for file in files)


@transaction.atomic
def fill(*, unit: Unit, by: Actor, now: datetime.datetime) -> list[Report]:
    """Give the unit the five reports; those it has already stay as they are."""
    return [
        _fill_one(found, unit=unit, by=by, now=now)
        for found in published()
        if not Report.objects.filter(unit=unit, sha256=_hash(found)).exists()
    ]


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
