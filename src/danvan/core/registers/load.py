"""Read a kind of book from its table; what does not fit raises BadKind with the place.

A file is ``core/data/registers/<id>.toml``. No book has a field for somebody's name,
number, address or signature: it holds counts only.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from danvan.core import data
from danvan.core.checks.expression import BadIdentity, Identity, parse
from danvan.core.registers.kind import (
    Choice,
    Edition,
    Feed,
    Field,
    Ground,
    Kind,
    Rule,
    Type,
    Words,
)

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_FEED = re.compile(r"[A-Z]{2,4}\d{2}[a-z]?|so/[a-z0-9-]+:[a-z0-9_]+")
# A person has no column: by the key, and by the words on the screen.
_PERSON_KEY = re.compile(
    r"(?:^|_)(?:name|names|fullname|citizen|applicant|beneficiary|offender|signer|"
    r"signatory|phone|email|address|cccd|cmnd|passport|birth|birthday|dob|religion|"
    r"ethnicity|victim|denouncer)(?:_|$)"
)
_PERSON_WORDS = re.compile(
    r"họ (?:và )?tên|tên (?:người|công dân|cán bộ|chủ hộ)|người (?:ký|bị xử lý)|căn cước|"
    r"cccd|cmnd|số điện thoại|địa chỉ|ngày sinh|năm sinh|dân tộc|tôn giáo|"
    r"\bfull name\b|\bname of (?:the )?(?:person|citizen|officer)",
    re.IGNORECASE,
)
_KIND = {"id", "name", "group", "day", "keepers", "levels", "note", "edition"}
_EDITION = {"from", "to", "grounds", "fields", "rules", "feeds"}
_FIELD = {
    *("key", "type", "vi", "en", "hint", "unit", "min", "max", "places", "choices"),
    *("required", "default", "long", "quick", "total", "subject"),
}
_FEED_KEYS = {"id", "how", "field", "where", "when", "scale", "vi", "en", "unit"}
GROUPS = (
    *("words", "dialogue", "oversight", "duty", "organisation", "welfare"),
    *("building", "procedures", "models", "security"),
)


class BadKind(ValueError):
    """A table that is no kind of book; the message names what does not fit."""


@cache
def known() -> Mapping[str, Kind]:
    """Return the kinds of this package by id, in order of group and id."""
    found = [kind_of(data.load_toml(n)) for n in data.names("registers", ".toml")]
    ids = [kind.id for kind in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BadKind(f"defined twice: {', '.join(sorted(twice))}")
    return {k.id: k for k in sorted(found, key=lambda k: (GROUPS.index(k.group), k.id))}


def kind_of(table: Mapping[str, Any]) -> Kind:
    """Return the kind of one file; raises BadKind."""
    _only(table, _KIND, "a kind")
    name = str(table.get("id", ""))
    if not _SLUG.fullmatch(name):
        raise BadKind(f"{name!r}: an id is small letters with hyphens")
    try:
        editions = tuple(_editions(table.get("edition", [])))
        if table.get("group") not in GROUPS:
            raise BadKind(f"group is one of {', '.join(GROUPS)}")
        return Kind(
            id=name,
            name=_words(table.get("name"), "name"),
            group=table["group"],
            day=_words(table.get("day"), "day"),
            keepers=_strings(table.get("keepers"), "keepers"),
            levels=_strings(table.get("levels"), "levels"),
            editions=editions,
            note=_words(table["note"], "note") if "note" in table else None,
        )
    except BadKind as why:
        raise BadKind(f"{name}: {why}") from None


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
    _only(table, _EDITION, "an edition")
    first, last = table.get("from"), table.get("to")
    if not isinstance(first, datetime.date):
        raise BadKind("an edition names the day from which it holds")
    if last is not None and (not isinstance(last, datetime.date) or last < first):
        raise BadKind("an edition ends after it begins")
    fields = tuple(_field(row) for row in table.get("fields", []))
    keys = {f.key: f for f in fields}
    if not fields or len(keys) < len(fields):
        raise BadKind("an edition has fields, each key once")
    return Edition(
        valid_from=first,
        valid_to=last,
        fields=fields,
        rules=tuple(_rule(row, keys) for row in table.get("rules", [])),
        feeds=tuple(_feed(row, keys) for row in table.get("feeds", [])),
        grounds=tuple(_grounds(table.get("grounds", []))),
    )


def _grounds(rows: Iterable[Mapping[str, Any]]) -> Iterator[Ground]:
    for row in rows:
        _only(row, {"act", "article", "certain"}, "a ground")
        act, article = str(row.get("act", "")), str(row.get("article", ""))
        yield Ground(act, article, bool(row.get("certain", False)))


def _field(row: Mapping[str, Any]) -> Field:
    key = str(row.get("key", ""))
    _only(row, _FIELD, f"field {key}")
    if not _KEY.fullmatch(key):
        raise BadKind(f"{key!r}: a key is small letters with low lines")
    _no_person(key, row)
    try:
        type_ = Type(row.get("type", ""))
        least, most = _number(row.get("min")), _number(row.get("max"))
    except (ValueError, InvalidOperation) as why:
        raise BadKind(f"field {key}: {why}") from None
    field = Field(
        key=key,
        type=type_,
        name=_words(row, f"field {key}"),
        hint=_words(row["hint"], f"hint of {key}") if "hint" in row else None,
        unit=str(row.get("unit", "")),
        least=least,
        most=most,
        places=int(row.get("places", 2 if type_ in {"measure", "money"} else 0)),
        choices=tuple(_choices(row.get("choices", []), key)),
        required=bool(row.get("required", False)),
        default=str(row.get("default", "")),
        long=bool(row.get("long", False)),
        quick=bool(row.get("quick", True)),
        total=bool(row.get("total", True)),
        subject=bool(row.get("subject", False)),
    )
    _fits(field)
    return field


def _no_person(key: str, row: Mapping[str, Any]) -> None:
    words = f"{row.get('vi', '')} | {row.get('en', '')}"
    if _PERSON_KEY.search(key) or _PERSON_WORDS.search(words):
        raise BadKind(f"field {key}: a book holds counts, never a person")


def _fits(field: Field) -> None:
    if field.is_number and field.unit not in data.load_toml("measures.toml"):
        raise BadKind(f"field {field.key}: no unit {field.unit!r} in measures.toml")
    if field.unit and not field.is_number:
        raise BadKind(f"field {field.key}: only a number has a unit")
    if (field.type is Type.CHOICE) != bool(field.choices):
        raise BadKind(f"field {field.key}: choices belong to a choice")
    if field.subject and field.type not in {Type.CHOICE, Type.UNIT}:
        raise BadKind(f"field {field.key}: a subject is a choice or a unit")
    if field.default and field.type is Type.CHOICE and not field.choice(field.default):
        raise BadKind(f"field {field.key}: the default is no choice")


def _choices(rows: Iterable[Any], key: str) -> Iterator[Choice]:
    for row in rows:
        if not isinstance(row, list) or len(row) != 3:
            raise BadKind(f"field {key}: a choice is code, vi, en: {row}")
        code, vi, en = map(str, row)
        if not _KEY.fullmatch(code):
            raise BadKind(f"field {key}: {code!r} is no code")
        yield Choice(code, {"vi": vi, "en": en})


def _rule(row: Mapping[str, Any], keys: Mapping[str, Field]) -> Rule:
    _only(row, {"rule", "vi", "en", "severity"}, "a rule")
    severity = row.get("severity", "error")
    if severity not in {"error", "warning"}:
        raise BadKind(f"severity is error or warning: {severity}")
    identity = _identity(str(row.get("rule", "")), keys)
    return Rule(identity, severity, _words(row, f"rule {identity.text}"))


def _identity(text: str, keys: Mapping[str, Field]) -> Identity:
    try:
        identity = parse(text)
    except BadIdentity as why:
        raise BadKind(str(why)) from None
    for name in identity.names:
        if name.name not in keys or not keys[name.name].is_number or name.earlier:
            raise BadKind(f"{text}: {name.name} is no number of an entry")
    return identity


def _feed(row: Mapping[str, Any], keys: Mapping[str, Field]) -> Feed:
    name = str(row.get("id", ""))
    _only(row, _FEED_KEYS, f"feed {name}")
    how, field = row.get("how"), str(row.get("field", ""))
    if not _FEED.fullmatch(name) or how not in {"entries", "sum", "last"}:
        raise BadKind(f"feed {name!r}: an id, and how is entries, sum or last")
    if (how == "sum" and not field) or (how == "entries" and field):
        raise BadKind(f"feed {name}: a sum names its field, a count of entries none")
    if field and not (field in keys and keys[field].is_number):
        raise BadKind(f"feed {name}: {field} is no number")
    return Feed(
        id=name,
        how=how,
        field=field,
        where=_where(name, row.get("where", {}), keys),
        when=tuple(_identity(text, keys) for text in row.get("when", [])),
        scale=_number(row.get("scale")) or Decimal(1),
        name=_words(row, f"feed {name}") if "vi" in row else None,
        unit=str(row.get("unit", "")),
    )


def _where(
    name: str, table: Mapping[str, Any], keys: Mapping[str, Field]
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


def _number(written: Any) -> Decimal | None:
    return None if written is None else Decimal(str(written))


def _words(table: Any, what: str) -> Words:
    if not isinstance(table, Mapping):
        raise BadKind(f"{what}: words are vi and en")
    found = {language: str(table.get(language, "")) for language in ("vi", "en")}
    if not all(found.values()):
        raise BadKind(f"{what}: words are vi and en")
    return found


def _strings(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise BadKind(f"{what} is a list of at least one")
    return tuple(map(str, value))


def _only(table: Any, keys: set[str], what: str) -> None:
    if not isinstance(table, Mapping):
        raise BadKind(f"{what} is a table")
    if unknown := set(table) - keys:
        raise BadKind(f"{what}: unknown {', '.join(sorted(unknown))}")
