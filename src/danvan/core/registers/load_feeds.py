"""Read the rules of an edition, and what it feeds."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from danvan.core import data
from danvan.core.checks.expression import BadIdentity, Identity, parse
from danvan.core.registers.kind import Feed, Field, Rule
from danvan.core.registers.tables import BadKind, measure, number, only, words

_FEED = re.compile(r"[A-Z]{2,4}\d{2}[a-z]?|so/[a-z0-9-]+:[a-z0-9_]+")
_FEED_KEYS = {
    *("id", "how", "field", "where", "when", "scale", "adds", "vi", "en", "unit")
}
Keys = Mapping[str, Field]


def rule_of(row: Mapping[str, Any], keys: Keys) -> Rule:
    """Return the rule of one row; ``zero`` lists fields that count as 0 when empty."""
    only(row, {"rule", "vi", "en", "severity", "zero"}, "a rule")
    severity = row.get("severity", "error")
    if severity not in {"error", "warning"}:
        raise BadKind(f"severity is error or warning: {severity}")
    identity = _identity(str(row.get("rule", "")), keys)
    names = {name.name for name in identity.names}
    zero = frozenset(map(str, row.get("zero", [])))
    if zero - names:
        raise BadKind(f"{identity.text}: zero names {', '.join(sorted(zero - names))}")
    return Rule(identity, severity, words(row, f"rule {identity.text}"), zero)


def feed_of(row: Mapping[str, Any], keys: Keys) -> Feed:
    """Return the feed of one row; raises BadKind."""
    name = str(row.get("id", ""))
    only(row, _FEED_KEYS, f"feed {name}")
    how, field = row.get("how"), str(row.get("field", ""))
    if not _FEED.fullmatch(name) or how not in {"entries", "sum", "last"}:
        raise BadKind(f"feed {name!r}: an id, and how is entries, sum or last")
    if (how == "sum" and not field) or (how == "entries" and field):
        raise BadKind(f"feed {name}: a sum names its field, a count of entries none")
    if field and not (field in keys and keys[field].is_number):
        raise BadKind(f"feed {name}: {field} is no number")
    _known(name, row)
    return Feed(
        id=name,
        how=how,
        field=field,
        where=_where(name, row.get("where", {}), keys),
        when=tuple(_identity(text, keys) for text in row.get("when", [])),
        scale=number(row.get("scale")) or Decimal(1),
        adds=bool(row.get("adds", True)),
        name=words(row, f"feed {name}") if "vi" in row else None,
        unit=str(row.get("unit", "")),
    )


def _known(name: str, row: Mapping[str, Any]) -> None:
    if name.startswith("so/"):
        words(row, f"feed {name}")
        measure(row.get("unit"), f"feed {name}")
    elif name not in data.indicators():
        raise BadKind(f"feed {name}: no such indicator in the catalogue")


def _identity(text: str, keys: Keys) -> Identity:
    try:
        identity = parse(text)
    except BadIdentity as why:
        raise BadKind(str(why)) from None
    if identity.relation not in {"=", "≤", "≥"}:
        raise BadKind(f"{text}: the database judges =, ≤ and ≥ alone")
    for name in identity.names:
        if name.name not in keys or not keys[name.name].is_number or name.earlier:
            raise BadKind(f"{text}: {name.name} is no number of an entry")
    return identity


def _where(
    name: str, table: Mapping[str, Any], keys: Keys
) -> Mapping[str, tuple[str, ...]]:
    found = {
        key: tuple(codes if isinstance(codes, list) else [codes])
        for key, codes in table.items()
    }
    for key, codes in found.items():
        field = keys.get(key)
        if field is None or not all(field.choice(code) for code in codes):
            raise BadKind(f"feed {name}: {key} has no such choice: {', '.join(codes)}")
    return found
