"""The bytes that are hashed: everything an edition says, in one way of writing it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from danvan.core import data
from danvan.core.disclosure import releases, small
from danvan.core.disclosure.rounding import BASE
from danvan.core.indicators import catalogue
from danvan.publishing import disclosing
from danvan.publishing.models import Edition, EditionFigure

SCHEMA = "danvan.edition/1"


def body(edition: Edition, figures: Sequence[EditionFigure]) -> str:
    """Return the canonical JSON: keys sorted, no spaces, NFC as stored, UTF-8."""
    old = edition.corrects
    return encode(
        {
            "schema": SCHEMA,
            "number": str(edition.number),
            "version": edition.version,
            "title": edition.title,
            "place": {"code": edition.place.code, "name": edition.place.name},
            "period": _period(edition.period),
            "rules": _rules(edition.rules),
            "catalogue": {"sha256": _catalogue()},
            "corrects": old
            and {"id": str(old.pk), "version": old.version, "sha256": old.sha256},
            "reason": edition.reason,
            "figures": [_figure(f) for f in figures],
            "removed": _removed(old, figures),
        }
    )


def _rules(version: str) -> dict[str, Any]:
    """Return the rules of disclosure in full, so that the hash is of them too."""
    return {
        "version": version,
        "rounded_to": BASE,
        "shortest_days": releases.SHORTEST,
        "not_rounded": sorted(disclosing.MEASURED),
        "withheld_below": sorted(small.PUBLIC_LEVELS),
        "withheld": sorted(small.withheld("commune", catalogue.known())),
        "text": data.load_toml("disclosure.toml"),
    }


def _catalogue() -> str:
    """Return the version of the catalogue's definitions: their hash, in its order."""
    rows = [[code, row] for code, row in data.indicators().items()]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str)
    return digest(text)


def encode(said: Mapping[str, Any]) -> str:
    """Return JSON in the one way that is hashed."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _period(period: Any) -> dict[str, str]:
    return {
        "key": period.key,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
    }


def _figure(figure: EditionFigure) -> dict[str, Any]:
    said: dict[str, Any] = {
        "unit": figure.unit.code,
        "unit_name": figure.unit.name,
        "level": figure.unit.level,
        "period": _period(figure.period),
        "code": figure.code,
        "printed": figure.printed,
        "amount": f"{figure.amount.normalize():f}",
        "bound": figure.bound,
        "kind": figure.kind,
        "was": figure.was,
    }
    if figure.source:
        said["source"] = {
            "name": figure.source,
            "sha256": figure.sha256,
            "start": figure.start,
            "end": figure.end,
            "quoted": figure.quoted,
        }
        said["finding"] = figure.finding
    return said


def _removed(
    old: Edition | None, figures: Sequence[EditionFigure]
) -> list[dict[str, str]]:
    """Return what the corrected edition printed and this one does not."""
    if old is None:
        return []
    kept = {(f.unit_id, f.period_id, f.code) for f in figures}
    return [
        {
            "unit": f.unit.code,
            "unit_name": f.unit.name,
            "period": f.period.key,
            "code": f.code,
            "printed": f.printed,
        }
        for f in old.figures.select_related("unit", "period")
        if (f.unit_id, f.period_id, f.code) not in kept
    ]
