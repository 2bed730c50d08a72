"""Outlines of reports as data: sections, their sentences, what a person types.

One file of ``core/data/outlines`` is one outline. A sentence says what it is ``about``
in words without figures, so that what is missing can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from danvan.core import data
from danvan.core.calendar.periods import Chain, Kind
from danvan.core.checks import expression
from danvan.core.drafting.sentences import Part, codes, compares, parse

Fills = Literal["", "limitations", "models", "tasks"]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``zero`` is said instead where its first figure is zero.

    ``when`` is an identity that must hold for it to be said (``HS03 ≥ 1``).
    """

    text: tuple[Part, ...]
    about: str = ""
    zero: tuple[Part, ...] = ()
    when: expression.Identity | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of every figure it may print."""
        return codes(self.text)

    @property
    def compares(self) -> bool:
        """Say whether a comparison stands in it."""
        return compares(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs of sentences, and what is filled in or typed there.

    ``hint`` tells the person what to type; it never stands in the report.
    """

    heading: str
    level: int
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    fills: Fills = ""
    hint: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """One kind of report.

    ``chain`` and ``kinds`` say for which periods it is written. ``layout`` is that of
    the state (Decree 30/2020) or of the Party. ``annex`` are the codes of the table at
    the end, ``forms`` the series of statutory forms (TCD, XLD) whose sheets go with the
    report; the chain is then theirs. ``certain`` is False where the source of the
    headings was not read.
    """

    id: str
    name: Words
    chain: Chain
    kinds: tuple[Kind, ...]
    layout: Literal["state", "party"]
    kind: str
    subject: str
    act: str
    certain: bool
    opening: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    limitations: tuple[Sentence, ...] = ()
    annex: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of every figure the outline may print, in its order."""
        sentences = [
            *self.opening,
            *(s for part in self.sections for p in part.paragraphs for s in p),
            *self.limitations,
        ]
        found = dict.fromkeys(code for s in sentences for code in s.codes)
        return tuple(found | dict.fromkeys(self.annex))


@cache
def outlines() -> Mapping[str, Outline]:
    """Return the outlines by id, in the order of their files."""
    names = data.names("outlines", ".toml")
    found = (outline_of(data.load_toml(name)) for name in names)
    return {outline.id: outline for outline in found}


def outline_of(table: Mapping[str, Any]) -> Outline:
    """Read one file; raises TypeError, BadSentence or BadIdentity."""
    row = dict(table)
    return Outline(
        **row
        | {
            "kinds": tuple(Kind(kind) for kind in row["kinds"]),
            "opening": tuple(map(_sentence, row.get("opening", []))),
            "sections": tuple(map(_section, row["sections"])),
            "limitations": tuple(map(_sentence, row.get("limitations", []))),
            "annex": tuple(row.get("annex", [])),
            "forms": tuple(row.get("forms", [])),
        }
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(
        heading=row["heading"],
        level=row.get("level", 1),
        paragraphs=tuple(
            tuple(map(_sentence, sentences)) for sentences in row.get("paragraphs", [])
        ),
        fills=row.get("fills", ""),
        hint=row.get("hint", {}),
    )


def _sentence(row: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=parse(row["text"]),
        about=row.get("about", ""),
        zero=parse(row.get("zero", "")),
        when=expression.parse(row["when"]) if "when" in row else None,
    )
