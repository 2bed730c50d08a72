"""The page of all books, docs/registers.md, written from the data."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from danvan.core import data
from danvan.core.registers import coverage
from danvan.core.registers.kind import (
    GROUPS,
    Edition,
    Feed,
    Field,
    Ground,
    Kind,
    Rule,
    Words,
)
from danvan.core.registers.load import known
from danvan.core.registers.words import shown

_INTRO = """\
# Books

Every kind of book that offices keep, written by `script/registers` from the files of
`core/data/registers`; a test holds this page to the data. [Add a register](how-to/add-a-register.md)
tells how to add one. A ground marked **to be confirmed** was not read in the act itself.

How books are read:

- One line may be one event or the total of a period; the number of events begins with 1.
- Empty is not zero: a field left empty is not counted, and a rule waits until all its
  fields are filled in, save those said to count as 0.
- A rule that is an *error* keeps an entry out; a *warning* is shown and lets it in.
- `sum` adds a field up over the period, `entries` counts lines, `last` takes the last
  line of the period for each unit and each subject. *Not added up* means that the number
  is shown for a unit and never summed over units.
- No book has a field for a person.
"""
_SAID = {
    "peoples_committee": "people's committee",
    "peoples_council": "people's council",
}


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [_INTRO, *_contents()]
    for group, kinds in groupby(known().values(), key=lambda kind: kind.group):
        parts.append(f"## {GROUPS[group]['en']} ({GROUPS[group]['vi']})\n")
        parts += [_chapter(kind) for kind in kinds]
    parts.append(_fed())
    return "\n".join(parts)


def _contents() -> Iterator[str]:
    yield "| book | sổ | chapter |\n|---|---|---|"
    for kind in known().values():
        link = f"[{kind.id}](#{kind.id})"
        yield f"| {link} | {kind.name['vi']} | {GROUPS[kind.group]['en']} |"
    yield ""


def _chapter(kind: Kind) -> str:
    lines = [f"### {kind.id}\n", f"**{kind.name['vi']}** ({kind.name['en']}).\n"]
    if kind.note:
        lines.append(f"{kind.note['vi']} ({kind.note['en']})\n")
    keepers = ", ".join(_SAID.get(k, k.replace("_", " ")) for k in kind.keepers)
    lines.append(f"- kept by: {keepers}; levels: {', '.join(kind.levels)}")
    lines.append(f"- day: {_both(kind.day)}")
    for edition in kind.editions:
        lines += _edition(edition)
    return "\n".join([*lines, ""])


def _edition(edition: Edition) -> Iterator[str]:
    end = f" to {_day(edition.valid_to)}" if edition.valid_to else ""
    yield f"\n**From {_day(edition.valid_from)}{end}.** Grounds:\n"
    yield from (f"- {_ground(ground, edition)}" for ground in edition.grounds)
    yield "\n| field | words | takes | unit | limits | |\n|---|---|---|---|---|---|"
    yield from (_field(field) for field in edition.fields)
    if edition.rules:
        yield "\nRules:\n"
        yield from (_rule(rule) for rule in edition.rules)
    yield "\n| feeds | what | how |\n|---|---|---|"
    yield from (_feed(feed) for feed in edition.feeds)


def _ground(ground: Ground, edition: Edition) -> str:
    act = _act(ground.act, edition)
    what = f"{act['kind']} {ground.act}, “{act['title']}”" if act else ground.act
    place = f", {ground.article}" if ground.article else ""
    return what + place + ("" if ground.certain else " (**to be confirmed**)")


def _act(number: str, edition: Edition) -> Mapping[str, Any] | None:
    acts = [a for a in data.rows("acts", "act") if a["number"] == number]
    day = edition.valid_to or datetime.date.max
    # Papers of an office begin to count again every year: the one with a time of force.
    acts.sort(key=lambda a: (a.get("in_force_from") or day, a["id"]))
    return acts[0] if acts else None


def _field(field: Field) -> str:
    takes = str(field.type)
    if field.choices:
        takes = "; ".join(f"{c.name['vi']} (`{c.code}`)" for c in field.choices)
    limits = []
    if field.least is not None:
        limits.append(f"≥ {shown(field.least)}")
    if field.most is not None:
        limits.append(f"≤ {shown(field.most)}")
    if field.places:
        limits.append(f"{field.places} places")
    flags = ["required"] * field.required + ["subject"] * field.subject
    flags += [f"begins with {field.default}"] * bool(field.default)
    unit = _measure(field.unit) if field.unit else ""
    words = f"{field.name['vi']}<br>{field.name['en']}"
    return _cells(
        f"`{field.key}`", words, takes, unit, ", ".join(limits), ", ".join(flags)
    )


def _rule(rule: Rule) -> str:
    zero = ", ".join(f"`{key}`" for key in sorted(rule.zero))
    empty = f"; empty counts as 0: {zero}" if zero else ""
    words = f"{rule.message['vi']} ({rule.message['en']})"
    return f"- `{rule.identity.text}`, {rule.severity}: {words}{empty}."


def _feed(feed: Feed) -> str:
    name = feed.name or data.indicators()[feed.id]
    how = f"{feed.how} of `{feed.field}`" if feed.field else f"{feed.how} of lines"
    for key, codes in (feed.where or {}).items():
        how += f", where `{key}` is " + " or ".join(f"`{code}`" for code in codes)
    how += "".join(f", when `{rule.text}`" for rule in feed.when)
    how += f", × {feed.scale}" if feed.scale != 1 else ""
    how += "" if feed.adds else ", not added up"
    return _cells(f"`{feed.id}`", _both(name), how)


def _fed() -> str:
    lines = ["## What the books feed\n"]
    lines.append("[Indicators](indicators.md) tells what feeds the others.\n")
    lines.append("| code | indicator | unit | fed by |\n|---|---|---|---|")
    for code, row in data.indicators().items():
        books = coverage.books(code) if code[-1].isdigit() else ()
        if books:
            by = ", ".join(f"[{name}](#{name})" for name in books)
            unit = _measure(row["unit"])
            lines.append(_cells(f"`{code}`", _both(row), unit, by))
    return "\n".join([*lines, ""])


def _both(words: Words | Mapping[str, str]) -> str:
    return f"{words['vi']} ({words['en']})"


def _measure(code: str) -> str:
    return str(data.load_toml("measures.toml")[code]["vi"])


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
