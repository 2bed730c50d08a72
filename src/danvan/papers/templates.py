"""What a paper says: its template filled with values, as a `writers.paper.Paper`.

Templates are data (`core/data/papers`). A row of ``blocks`` is a paragraph ``p``
(``lead`` in bold before it), a ``heading`` or places to ``sign``; ``when`` shows it
only where that value is given, ``each`` once for every line of that value, as
``{item}`` with its number ``{n}``. ``{article}`` counts the articles of a decision,
which names on top who decides; ``centre`` is a line in bold in the middle.
Values are put in once and never read again: braces in them stay text.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from danvan.core.casework.ground import papers as known_papers
from danvan.core.casework.ground import span
from danvan.core.data import load_toml, names
from danvan.writers.paper import (
    BLANK,
    Block,
    Heading,
    Paper,
    Paragraph,
    SignHere,
)

Values = Mapping[str, str]
_PLACE = re.compile(r"\{(\w+)\}")
DECISION = "Quyết định"
COUNTED = frozenset({"n", "item", "article"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that whoever makes the paper enters."""

    code: str
    label: Mapping[str, str]
    long: bool
    need: bool


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of paper; ``kind`` is empty for an official letter (công văn).

    ``signs``: "head", "committee" (on its behalf), "unit" (whoever makes it),
    "officer" or "" where the blocks have places to sign.
    """

    code: str
    name: Mapping[str, str]
    form: str
    kind: str
    subject: str
    symbol: str
    signs: str
    bases: tuple[str, ...]
    to: tuple[str, ...]
    recipients: tuple[str, ...]
    asks: tuple[Asked, ...]
    blocks: tuple[Mapping[str, Any], ...]

    def places(self) -> frozenset[str]:
        """Return the names of all values that it puts in, asks for or looks at."""
        texts = [self.subject, *self.to, *self.recipients]
        looked = set()
        for row in self.blocks:
            texts += [row.get(k, "") for k in ("p", "lead", "heading")]
            looked |= {row[k] for k in ("when", "each") if k in row}
        found = {name for text in texts for name in _PLACE.findall(text)}
        return frozenset(found | looked) - COUNTED


class NoTemplate(LookupError):
    """No paper of that code can be made here."""


@cache
def templates() -> Mapping[str, Template]:
    """Return every template by its code."""
    found = {}
    for name in names("papers", ".toml"):
        for code, row in load_toml(name).items():
            if "blocks" in row:
                found[code] = _template(code, row)
    return found


def template(code: str) -> Template:
    """Return one template, or raise NoTemplate."""
    try:
        return templates()[code]
    except KeyError:
        raise NoTemplate(code) from None


def fact_names() -> frozenset[str]:
    """Return the names of the values that are taken from the record."""
    return frozenset(load_toml("papers/fields.toml")["facts"])


def fill(template: Template, values: Values, shell: Paper) -> Paper:
    """Return ``shell`` (letterhead, signature, number, date) with the template's words.

    A value that is missing leaves a blank to fill in by hand; the bases are those
    in force on ``values["today"]`` (dd/mm/yyyy) or, without it, those of the day.
    """
    filled = _Filling(values)
    day = _day(values.get("today", ""))
    blocks: list[Block] = []
    if template.kind == DECISION:
        blocks.append(Paragraph("", filled.text("{head}").upper(), centred=True))
    blocks += [Paragraph(text) for text in bases(template, day)]
    for row in template.blocks:
        blocks += filled.blocks(row)
    said = [filled.text(text) for text in template.recipients]
    return Paper(
        letterhead=shell.letterhead,
        signature=shell.signature,
        number=shell.number,
        date=shell.date,
        symbol=shell.symbol,
        kind=template.kind,
        subject=filled.text(template.subject),
        form=template.form,
        to=tuple(_begin(filled.text(text)) for text in template.to),
        recipients=tuple(_begin(text) for text in said if text != BLANK),
        blocks=tuple(blocks),
    )


def bases(template: Template, day: datetime.date) -> list[str]:
    """Return the legal bases as lines, in the wording in force on that day."""
    rows = load_toml("papers/bases.toml")["table"]["rows"]
    found = [
        row["text"]
        for key in template.bases
        for row in rows
        if row["key"] == key and span(row).holds_on(day)
    ]
    ends = [";"] * (len(found) - 1) + ["."]
    return [f"Căn cứ {text}{end}" for text, end in zip(found, ends, strict=False)]


@dataclass(slots=True)
class _Filling:
    """Puts values into texts; knows how many articles there were."""

    values: Values
    article: int = 0
    counted: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        return _PLACE.sub(self._value, text)

    def blocks(self, row: Mapping[str, Any]) -> Iterator[Block]:
        if "when" in row and not self._given(row["when"]):
            return
        if "heading" in row:
            yield Heading(self.text(row["heading"]))
        elif "centre" in row:
            yield Paragraph("", row["centre"], centred=True)
        elif "sign" in row:
            yield SignHere(tuple(row["sign"]))
        elif "each" in row:
            for n, item in enumerate(self._lines(row["each"]), 1):
                self.counted = {"n": str(n), "item": item}
                yield self._paragraph(row)
        else:
            yield from self._paragraphs(row)

    def _paragraphs(self, row: Mapping[str, Any]) -> Iterator[Paragraph]:
        # A value of several lines becomes several paragraphs.
        first, *rest = self.text(row["p"]).splitlines() or [""]
        yield Paragraph(first, self._lead(row))
        yield from (Paragraph(line) for line in rest if line.strip())

    def _paragraph(self, row: Mapping[str, Any]) -> Paragraph:
        lead = self._lead(row)
        return Paragraph(self.text(row["p"]), lead)

    def _lead(self, row: Mapping[str, Any]) -> str:
        lead = row.get("lead", "")
        if "{article}" in lead:
            self.article += 1
        return self.text(lead)

    def _lines(self, name: str) -> list[str]:
        lines = (line.strip() for line in self.values.get(name, "").splitlines())
        return [line for line in lines if line]

    def _given(self, name: str) -> bool:
        return bool(self.values.get(name, "").strip())

    def _value(self, match: re.Match[str]) -> str:
        name = match[1]
        if name == "article":
            return str(self.article)
        return self.counted.get(name) or self.values.get(name, "").strip() or BLANK


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(text: str) -> datetime.date:
    try:
        day, month, year = map(int, text.split("/"))
        return datetime.date(year, month, day)
    except ValueError:
        return datetime.date.max


def _template(code: str, row: Mapping[str, Any]) -> Template:
    known = known_papers()[code]
    return Template(
        code=code,
        name=known.name,
        form=known.form,
        kind=row["kind"],
        subject=row["subject"],
        symbol=row["symbol"],
        signs=row["signs"],
        bases=tuple(row.get("bases", ())),
        to=tuple(row.get("to", ())),
        recipients=tuple(row.get("recipients", ())),
        asks=tuple(_asked(ask, row.get("optional", ())) for ask in row["asks"]),
        blocks=tuple(row["blocks"]),
    )


def _asked(code: str, optional: list[str]) -> Asked:
    row = load_toml("papers/fields.toml")["asked"][code]
    need = row.get("need", False) and code not in optional
    return Asked(code, {"vi": row["vi"], "en": row["en"]}, row.get("long", False), need)
