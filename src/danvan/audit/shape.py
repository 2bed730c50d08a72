"""The shape others rely on: danvan.audit/1, as the design lays it down."""

from collections.abc import Callable, Sequence
from typing import Any

from danvan.audit.pipeline import Audit
from danvan.audit.places import Places
from danvan.core.checks.finding import Check, plain
from danvan.core.citations import Citation
from danvan.core.figures.figure import Figure
from danvan.core.figures.setting import Setting, settings
from danvan.core.text.normalise import normalise


def to_json(audit: Audit) -> dict[str, Any]:
    """Return ``audit`` as the object danvan.audit/1 describes; nothing is left out."""
    shape = to_stream(audit)
    lists = {key: list(rows) for key, rows in shape.items() if isinstance(rows, Rows)}
    return {**shape, **lists}


class Rows(Sequence[dict[str, Any]]):
    """A list whose members are made as they are read, and not kept."""

    def __init__(
        self, things: Sequence[Any], made: Callable[[Any, int], dict[str, Any]]
    ) -> None:
        self._things, self._made = things, made

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return self._made(self._things[place], place + 1)


def to_stream(audit: Audit) -> dict[str, Any]:
    """Return what `to_json` does, its lists as `Rows`: for a text of many megabytes."""
    text = audit.document.text
    place = Places(audit.document)
    normal = normalise(text)
    told = settings(normal, audit.figures, [c.span for c in audit.citations])
    return {
        "schema": "danvan.audit/1",
        "source": {
            "name": audit.document.name,
            "sha256": audit.sha256,
            "characters": len(audit.document.text),
        },
        "text": text,
        "figures": Rows(
            list(zip(audit.figures, told, strict=True)),
            lambda f, n: _figure(f[0], n) | _told(f[1]) | place.of(f[0].span),
        ),
        "citations": Rows(
            audit.citations, lambda c, n: _citation(c, n, text) | place.of(c.span)
        ),
        "checks": Rows(audit.checks, lambda c, n: _check(c, n) | place.of(c.span)),
    }


def _figure(figure: Figure, number: int) -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "start": figure.span.start,
        "end": figure.span.end,
        "text": figure.text,
        "value": plain(figure.value),
        "unit": figure.unit,
        "scale": plain(figure.scale),
        "bound": figure.bound,
        "label": figure.label,
        "indicator": figure.indicator,
    }


def _told(setting: Setting) -> dict[str, str]:
    """Return the optional keys of a figure: the period and the unit it speaks of."""
    told = {"period": setting.period, "org": setting.org}
    return {key: value for key, value in told.items() if value}


def _citation(citation: Citation, number: int, text: str) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "start": citation.span.start,
        "end": citation.span.end,
        "text": citation.span.of(text),
        "number": citation.number,
        "kind": citation.kind,
        "date": citation.date.isoformat() if citation.date else None,
        "issuer": citation.issuer,
        "act": citation.act,
        "clause": citation.clause,
    }


def _check(check: Check, number: int) -> dict[str, Any]:
    shape = {
        "id": f"k{number}",
        "rule": check.rule,
        "holds": check.holds,
        "severity": check.severity,
        "figures": [f"f{i + 1}" for i in check.figures],
        "citations": [f"c{i + 1}" for i in check.citations],
        "printed": check.printed,
        "computed": check.computed,
        "message": check.message,
        "start": check.span.start,
        "end": check.span.end,
    }
    return {**shape, "repair": check.repair} if check.repair else shape
