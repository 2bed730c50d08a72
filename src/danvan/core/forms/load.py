"""Read a form from its table; whatever does not fit raises BadForm with the place.

A file holds one form and, in ``edition``, the regimes in which it has these columns.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from danvan.core import data
from danvan.core.checks.expression import BadIdentity, parse
from danvan.core.checks.relations import PAIRS
from danvan.core.forms.form import UNITS, Column, Form, Rule, Severity, Words

_CODE = re.compile(r"[0-9]{2}/[A-Z]{2,8}")
_KEYS = {
    *("code", "title", "levels", "columns", "edition", "groups", "prints", "state"),
    *("errors", "warnings", "notes", "counts_from", "source"),
}
_EDITION = {"regime", "act", "from", "to", "certain"}
_SEVERITIES: Mapping[str, Severity] = {
    "errors": "error",
    "warnings": "warning",
    "notes": "note",
}


class BadForm(ValueError):
    """A table that is no form; the message names what does not fit."""


@cache
def known() -> tuple[Form, ...]:
    """Return the forms of this package in order of regime and code."""
    found = [
        form
        for name in data.names("forms", ".toml")
        for form in forms_of(data.load_toml(name))
    ]
    ids = [form.id for form in found]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BadForm(f"defined twice: {', '.join(sorted(twice))}")
    return tuple(sorted(found, key=order))


def order(form: Form) -> tuple[str, int, str]:
    """Return the place of a form as the circulars list them: reception first."""
    series = form.code.partition("/")[2]
    ranks = {"TCD": 0, "XLD": 1}
    return form.regime, ranks.get(series, len(ranks)), form.code


def forms_of(table: Mapping[str, Any]) -> tuple[Form, ...]:
    """Return the form of one file in each of its regimes; raises BadForm."""
    if unknown := set(table) - _KEYS:
        raise BadForm(f"unknown: {', '.join(sorted(unknown))}")
    code = _text(table, "code")
    if not _CODE.fullmatch(code):
        raise BadForm(f"{code}: a code looks like 01/XLD")
    columns = tuple(_columns(table))
    rules = tuple(_rules(table, columns))
    editions = table.get("edition", [])
    if not editions:
        raise BadForm(f"{code}: no edition says when it is in force")
    return tuple(_form(table, edition, columns, rules) for edition in editions)


def _form(
    table: Mapping[str, Any],
    edition: Mapping[str, Any],
    columns: tuple[Column, ...],
    rules: tuple[Rule, ...],
) -> Form:
    if set(edition) - _EDITION:
        raise BadForm(f"an edition has {', '.join(sorted(_EDITION))}")
    first, last = edition.get("from"), edition.get("to")
    if not isinstance(first, datetime.date):
        raise BadForm("an edition names the day from which it holds")
    if last is not None and (not isinstance(last, datetime.date) or last < first):
        raise BadForm("an edition ends after it begins")
    return Form(
        code=table["code"],
        regime=_text(edition, "regime"),
        title=_words(table.get("title"), "title"),
        act=_text(edition, "act"),
        valid_from=first,
        valid_to=last,
        certain=bool(edition.get("certain")),
        levels=tuple(table.get("levels", ())),
        columns=columns,
        rules=rules,
        counts_from=tuple(table.get("counts_from", ())),
    )


def _columns(table: Mapping[str, Any]) -> Iterator[Column]:
    groups = {
        name: _words(words, name) for name, words in table.get("groups", {}).items()
    }
    rows = table.get("columns")
    if not isinstance(rows, list):
        raise BadForm("columns is a list, be it empty")
    numbers = [row[0] for row in rows if isinstance(row, list) and row]
    if len(set(numbers)) < len(rows):
        raise BadForm("every column has a number of its own")
    for row in rows:
        yield _column(row, groups, table.get("prints", {}))


def _column(
    row: Sequence[str], groups: Mapping[str, Words], prints: Mapping[str, str]
) -> Column:
    if len(row) != 6 or not all(isinstance(cell, str) for cell in row):
        raise BadForm(f"a column is number, unit, groups, vi, en, MS: {row}")
    number, unit, under, vi, en, ms = row
    if unit not in UNITS:
        raise BadForm(f"column {number}: no unit {unit}")
    if missing := set(under.split()) - set(groups):
        raise BadForm(f"column {number}: no group {', '.join(sorted(missing))}")
    if not number or not vi:
        raise BadForm(f"column {number}: a number and a title are needed")
    sums = printed_sums(ms)
    return Column(
        number=number,
        unit=unit,
        groups=tuple(groups[name] for name in under.split()),
        title={"vi": vi, "en": en or vi},
        ms=prints.get(number, ms),
        parts=sums[0] if sums else (),
    )


def printed_sums(ms: str) -> tuple[tuple[str, ...], ...]:
    """Read the MS row: each sum as the numbers of its columns; raises BadForm.

    >>> printed_sums("=2+3=4+…+7")
    (('2', '3'), ('4', '5', '6', '7'))
    """
    if not ms:
        return ()
    if not re.fullmatch(r"(=\d+(\+(\d+|…\+\d+))*)+", ms):
        raise BadForm(f"no sums of columns: {ms}")
    return tuple(tuple(_terms(part)) for part in ms[1:].split("="))


def _terms(part: str) -> Iterator[str]:
    last, dots = 0, False
    for term in part.split("+"):
        if term == "…":
            dots = True
            continue
        if dots:
            yield from (str(n) for n in range(last + 1, int(term)))
        last, dots = int(term), False
        yield term


def _rules(table: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[Rule]:
    numbers = {column.number for column in columns if not column.is_note}
    for row in table.get("columns", ()):
        for parts in printed_sums(row[5]):
            yield _rule(_sum(row[0], parts), "error", numbers, printed=True)
    for key, severity in _SEVERITIES.items():
        for text in table.get(key, ()):
            yield _rule(text, severity, numbers, printed=False)


def _rule(text: str, severity: Severity, numbers: set[str], *, printed: bool) -> Rule:
    try:
        identity = parse(text)
    except BadIdentity as error:
        raise BadForm(str(error)) from None
    if identity.relation in PAIRS:
        raise BadForm(f"“{text}”: a form holds numbers, not whether they are there")
    own = {n.name for n in identity.names if ":" not in n.name}
    if strange := own - numbers:
        raise BadForm(f"“{text}” speaks of columns {', '.join(sorted(strange))}")
    return Rule(identity, severity, printed)


def _sum(number: str, parts: Sequence[str]) -> str:
    return f"[{number}] = " + " + ".join(f"[{part}]" for part in parts)


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise BadForm(f"{key} is a text")
    return value


def _words(value: Any, name: str) -> Words:
    fits = isinstance(value, list) and len(value) == 2
    if not fits or not all(isinstance(word, str) and word for word in value):
        raise BadForm(f"{name} is a pair of texts, vi and en")
    return {"vi": value[0], "en": value[1]}
