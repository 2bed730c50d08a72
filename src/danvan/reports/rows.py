"""Between ``danvan.audit/1`` and the rows of this room, both ways."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from danvan.core.checks.finding import plain
from danvan.reports.models import DIGITS, PLACES, Check, Citation, Figure, Report

SCHEMA = "danvan.audit/1"
Json = Mapping[str, Any]

_FIGURE = {"id", "start", "end", "text", "value", "scale", "unit", "bound", "label"}
_FIGURE |= {"indicator"}
_CITATION = {"id", "start", "end", "text", "number", "kind", "date", "issuer", "act"}
_CHECK = {"id", "rule", "holds", "severity", "figures", "citations", "printed"}
_CHECK |= {"computed", "message", "start", "end"}


def _more(item: Json, known: set[str]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in known}


def figures(report: Report, items: Iterable[Json]) -> list[Figure]:
    """Return the rows for the figures of an audit, unsaved."""
    return [
        Figure(
            report=report,
            number=number,
            key=item["id"],
            start=item["start"],
            end=item["end"],
            text=item["text"],
            value=Decimal(item["value"]),
            scale=Decimal(item["scale"]),
            unit=item["unit"] or "",
            bound=item["bound"] or "",
            label=item["label"] or "",
            indicator=item["indicator"] or "",
            more=_more(item, _FIGURE),
        )
        for number, item in enumerate(items)
        if _countable(item["value"])
    ]


def _countable(value: str) -> bool:
    """Say whether the database can hold a number; endless digits are no figure."""
    whole, _, fraction = value.partition(".")
    return len(whole) <= DIGITS - PLACES and len(fraction) <= PLACES


def citations(report: Report, items: Iterable[Json]) -> list[Citation]:
    """Return the rows for the citations of an audit, unsaved."""
    return [
        Citation(
            report=report,
            number=number,
            key=item["id"],
            start=item["start"],
            end=item["end"],
            text=item["text"],
            document=item["number"] or "",
            kind=item["kind"] or "",
            date=item["date"] and datetime.date.fromisoformat(item["date"]),
            issuer=item["issuer"] or "",
            act=item["act"] or "",
            more=_more(item, _CITATION),
        )
        for number, item in enumerate(items)
    ]


def checks(report: Report, items: Iterable[Json]) -> list[Check]:
    """Return the rows for the checks of an audit, unsaved."""
    return [
        Check(
            report=report,
            number=number,
            key=item["id"],
            start=item["start"],
            end=item["end"],
            rule=item["rule"],
            holds=item["holds"],
            severity=item["severity"],
            figures=item["figures"],
            citations=item["citations"],
            printed=item["printed"] or "",
            computed=item["computed"] or "",
            message_vi=item["message"]["vi"],
            message_en=item["message"]["en"],
            more=_more(item, _CHECK),
        )
        for number, item in enumerate(items)
    ]


def to_json(
    report: Report,
    figures: Iterable[Figure],
    citations: Iterable[Citation],
    checks: Iterable[Check],
) -> dict[str, Any]:
    """Return the report as ``danvan.audit/1``; without its text if we have none."""
    return {
        "schema": SCHEMA,
        "source": {
            "name": report.name,
            "sha256": report.sha256,
            "characters": report.characters,
        },
        "rules": report.rules_version,
        "text": report.text,
        "figures": [_figure(row) for row in figures],
        "citations": [_citation(row) for row in citations],
        "checks": [_check(row) for row in checks],
    }


def _figure(row: Figure) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": row.key,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "value": plain(row.value),
        "unit": row.unit or None,
        "scale": plain(row.scale),
        "bound": row.bound or None,
        "label": row.label,
        "indicator": row.indicator or None,
    }
    return {**shape, **row.more}


def _citation(row: Citation) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": row.key,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "number": row.document,
        "kind": row.kind or None,
        "date": row.date and row.date.isoformat(),
        "issuer": row.issuer or None,
        "act": row.act or None,
    }
    return {**shape, **row.more}


def _check(row: Check) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": row.key,
        "rule": row.rule,
        "holds": row.holds,
        "severity": row.severity,
        "figures": row.figures,
        "citations": row.citations,
        "printed": row.printed or None,
        "computed": row.computed or None,
        "message": {"vi": row.message_vi, "en": row.message_en},
        "start": row.start,
        "end": row.end,
    }
    return {**shape, **row.more}
