"""Read a kind of book from its table; what does not fit raises BadKind with the place.

A file is ``core/data/registers/<id>.toml``. No book has a field for somebody's name,
number, address or signature: it holds counts only.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from danvan.core import data
from danvan.core.registers.kind import GROUPS, KEEPERS, LEVELS, Edition, Ground, Kind
from danvan.core.registers.load_feeds import feed_of, rule_of
from danvan.core.registers.load_fields import field_of
from danvan.core.registers.tables import BadKind, only, strings, words

__all__ = ["GROUPS", "BadKind", "kind_of", "known"]

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KIND = {"id", "name", "group", "day", "keepers", "levels", "note", "edition"}
_EDITION = {"from", "to", "grounds", "fields", "rules", "feeds"}


@cache
def known() -> Mapping[str, Kind]:
    """Return the kinds of this package by id, in order of group and id."""
    found = [kind_of(data.load_toml(n)) for n in data.names("registers", ".toml")]
    ids = [kind.id for kind in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BadKind(f"defined twice: {', '.join(sorted(twice))}")
    order = list(GROUPS)
    return {k.id: k for k in sorted(found, key=lambda k: (order.index(k.group), k.id))}


def kind_of(table: Mapping[str, Any]) -> Kind:
    """Return the kind of one file; raises BadKind."""
    only(table, _KIND, "a kind")
    name = str(table.get("id", ""))
    if not _SLUG.fullmatch(name):
        raise BadKind(f"{name!r}: an id is small letters with hyphens")
    try:
        editions = tuple(_editions(table.get("edition", [])))
        if table.get("group") not in GROUPS:
            raise BadKind(f"group is one of {', '.join(GROUPS)}")
        return Kind(
            id=name,
            name=words(table.get("name"), "name"),
            group=table["group"],
            day=words(table.get("day"), "day"),
            keepers=strings(table.get("keepers"), "keepers", KEEPERS),
            levels=strings(table.get("levels"), "levels", LEVELS),
            editions=editions,
            note=words(table["note"], "note") if "note" in table else None,
        )
    except BadKind as why:
        raise BadKind(f"{name}: {why}") from None
    except (TypeError, AttributeError, ValueError, ArithmeticError) as why:
        # A list where words belong, words where a table belongs: what it is, not where.
        raise BadKind(f"{name}: a value of the wrong sort: {why}") from why


def _editions(tables: Any) -> Iterator[Edition]:
    if not isinstance(tables, list) or not tables:
        raise BadKind("a kind has at least one edition")
    end: datetime.date | None = datetime.date.min
    types: dict[str, bool] = {}
    states: dict[str, bool] = {}
    for table in tables:
        edition = _edition(table)
        if end is None or edition.valid_from <= end:
            raise BadKind("editions follow each other and do not overlap")
        end = edition.valid_to
        for field in edition.fields:
            # One column over the years: what was a number stays one.
            if types.setdefault(field.key, field.is_number) != field.is_number:
                raise BadKind(f"field {field.key}: a number in one edition only")
        for feed in edition.feeds:
            is_state = feed.how == "last"
            if states.setdefault(feed.id, is_state) != is_state:
                raise BadKind(f"feed {feed.id}: a state in one edition only")
        yield edition


def _edition(table: Mapping[str, Any]) -> Edition:
    only(table, _EDITION, "an edition")
    first, last = table.get("from"), table.get("to")
    if not isinstance(first, datetime.date):
        raise BadKind("an edition names the day from which it holds")
    if last is not None and (not isinstance(last, datetime.date) or last < first):
        raise BadKind("an edition ends after it begins")
    fields = tuple(field_of(row) for row in table.get("fields", []))
    keys = {f.key: f for f in fields}
    if not fields or len(keys) < len(fields):
        raise BadKind("an edition has fields, each key once")
    feeds = tuple(feed_of(row, keys) for row in table.get("feeds", []))
    if len({f.id for f in feeds}) < len(feeds):
        raise BadKind("an edition feeds a number once")
    return Edition(
        valid_from=first,
        valid_to=last,
        fields=fields,
        rules=tuple(rule_of(row, keys) for row in table.get("rules", [])),
        feeds=feeds,
        grounds=tuple(_grounds(table.get("grounds", []))),
    )


def _grounds(rows: Iterable[Mapping[str, Any]]) -> Iterator[Ground]:
    for row in rows:
        only(row, {"act", "article", "certain"}, "a ground")
        act, article = str(row.get("act", "")), str(row.get("article", ""))
        yield Ground(act, article, bool(row.get("certain", False)))
